import pg from "pg";
import { codeOf, DatabaseStartError } from "../database-start-error.ts";
import { SUPERUSER } from "./create-cluster.ts";
import { readPassword } from "./data-folder.ts";

/** Returns the connection string of a database of the server that runs on a cluster. */
export function connectionStringOf(cluster: string, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(readPassword(cluster))}@127.0.0.1:${port}/${database}`;
}

/** Tells whether the server on this port runs on this cluster, and not another that has the port now. */
export async function answersFor(cluster: string, port: number): Promise<boolean> {
  const client = new pg.Client({
    connectionString: connectionStringOf(cluster, port, "postgres"),
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("show data_directory");
    return rows[0]?.data_directory === cluster;
  } catch (error) {
    if (codeOf(error) !== "28P01") return false;
    throw new DatabaseStartError(
      `The database in ${cluster} refuses its own password: was ALTER ROLE used on it?`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
