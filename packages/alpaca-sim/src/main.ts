import { readOptions } from "./server/read-options.ts";
import { startVenueServer } from "./server/venue-server.ts";

/**
 * The venue as a process: one line of JSON on stdout when it listens, one sentence on stderr and exit code 1 when
 * it cannot.
 */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env, Date.now());
  if (!options.ok) throw new Error(options.error);
  const venue = await startVenueServer(options.value);
  process.stdout.write(`${JSON.stringify({ listening: venue.port })}\n`);
  const stop = (): void => {
    void venue.close().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
