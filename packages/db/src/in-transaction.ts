import type pg from "pg";

/** The connection of one transaction. */
export type DatabaseClient = pg.PoolClient;

/** The answer to a commit was lost: whether the transaction is in the database is not known. */
export class CommitUnknownError extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "CommitUnknownError";
  }
}

/**
 * Runs `work` in one transaction of a connection that keeps more than it: when anything fails it is rolled back. Throws
 * CommitUnknownError when the server did not say whether it committed.
 */
export async function inTransactionOf<T>(
  client: pg.ClientBase,
  work: () => Promise<T>,
): Promise<T> {
  await client.query("begin");
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // A connection that is lost is rolled back by the server.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
  try {
    await client.query("commit");
  } catch (error) {
    throw isRefusal(error) ? error : new CommitUnknownError(error);
  }
  return result;
}

/** Only an ERROR is an answer that rolls back: FATAL ends the connection, perhaps after the commit. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && "severity" in error && error.severity === "ERROR";
}

/**
 * Runs `work` in one transaction on a connection of the pool. When anything fails, the connection is closed instead of
 * reused: the server rolls back, whatever state the connection was in.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: DatabaseClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
