import { startEmbeddedPostgres } from "../src/embedded/start-embedded-postgres.ts";

/** Starts a server on the folder named, as whoever runs this process, prints what came of it and ends. */
const [dataDir = "", nativeDir] = process.argv.slice(2);
try {
  const server = await startEmbeddedPostgres({ dataDir, ...(nativeDir ? { nativeDir } : {}) });
  console.log(JSON.stringify({ port: server.port, connectionString: server.connectionString }));
} catch (error) {
  console.log(JSON.stringify({ fault: error instanceof Error ? error.message : String(error) }));
}
