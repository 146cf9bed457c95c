/** What this package reads of its process's environment: nothing that decides how a database is used. */

/** What a database server may see of our environment: no PG* settings, English messages, UTC. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const given = Object.entries(process.env);
  const kept = given.filter(([name]) => !name.startsWith("PG") && !name.startsWith("LC_"));
  return { ...Object.fromEntries(kept), LC_ALL: "C", TZ: "UTC" };
}

/** A server for tests instead of the embedded one; undefined for the embedded one. */
export function testDatabaseUrl(): string | undefined {
  return process.env["INTERLOCK_TEST_DATABASE_URL"];
}

/** Tells whether Vitest runs this process as one of its workers. */
export function isTestWorker(): boolean {
  return process.env["VITEST_WORKER_ID"] !== undefined;
}
