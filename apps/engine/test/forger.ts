import { createPool, type DatabasePool } from "@interlock/db/create-pool";

/** Connects to a ledger as its owner, for a test that changes it by hand. */
export function forgerPool(connectionString: string): DatabasePool {
  return createPool({
    connectionString,
    applicationName: "forger",
    schema: "ledger",
    maxConnections: 2,
    statementTimeoutMs: 60_000,
  });
}

/** Does to the ledger what a superuser can: past every trigger. */
export async function forge(pool: DatabasePool, ...statements: readonly string[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const statement of statements) await client.query(statement);
  } finally {
    client.release(true);
  }
}
