import type pg from "pg";

/** The connection of one transaction. */
export type DatabaseClient = pg.PoolClient;

/** Runs `work` in one transaction of a connection that keeps more than it: when anything fails it is rolled back. */
export async function inTransactionOf<T>(
  client: pg.ClientBase,
  work: () => Promise<T>,
): Promise<T> {
  await client.query("begin");
  try {
    const result = await work();
    await client.query("commit");
    return result;
  } catch (error) {
    // A connection that is lost is rolled back by the server.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
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
