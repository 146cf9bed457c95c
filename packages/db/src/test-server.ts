import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";
import { startEmbeddedPostgres } from "./embedded/start-embedded-postgres.ts";
import { isTestWorker, testDatabaseUrl } from "./env.ts";

const REAPER = fileURLToPath(new URL("./test-server-reaper.mjs", import.meta.url));

let starting: Promise<string> | undefined;

/**
 * Starts, or finds, the Postgres of this test run. Returns the connection string of a maintenance database.
 * INTERLOCK_TEST_DATABASE_URL names a server to use instead, as a role that may create databases.
 */
export function testServer(): Promise<string> {
  const given = testDatabaseUrl();
  starting ??= given === undefined ? start() : Promise.resolve(given);
  return starting;
}

async function start(): Promise<string> {
  const dataDir = join(
    tmpdir(),
    `interlock-test-postgres-${process.getuid?.() ?? 0}-${runProcess()}`,
  );
  const isFirst = !existsSync(dataDir);
  const server = await startEmbeddedPostgres({ dataDir, settings: { max_connections: "200" } });
  if (isFirst || !server.attached) reapAfterRun(dataDir);
  return server.connectionString;
}

/** The process whose end is the end of the run: Vitest's main process, or, without Vitest, this one. */
function runProcess(): number {
  const isForkedWorker = isTestWorker() && isMainThread;
  return isForkedWorker ? process.ppid : process.pid;
}

/** A process of its own stops the server once the run is gone, however it went. A second reaper finds nothing to do. */
function reapAfterRun(dataDir: string): void {
  const args = [REAPER, String(runProcess()), dataDir];
  spawn(process.execPath, args, { detached: true, stdio: "ignore", env: {}, cwd: "/" }).unref();
}
