import { z } from "zod";
import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { inTransaction } from "@interlock/db/in-transaction";

/**
 * What Postgres alone knows: people, how they sign in, and how far the fencing tokens have come. Open sessions and
 * links that were sent out are left out on purpose: one that was ended after the backup must not come back to life.
 */
const TABLES = [
  "user",
  "account",
  "passkey",
  "totp",
  "recovery_code",
  "person_event",
  "writer_leases",
] as const;

const rowList = z.array(z.record(z.string(), z.unknown()));
const identityRows = z.object({
  user: rowList,
  account: rowList,
  // Absent in backups of before.
  passkey: rowList.default([]),
  totp: rowList.default([]),
  recovery_code: rowList.default([]),
  person_event: rowList.default([]),
  writer_leases: rowList,
});
/** The rows of each table, by the names of their columns. */
export type IdentityRows = z.infer<typeof identityRows>;

/** Reads rows back from a backup's JSON. Throws when they are none. */
export function parseIdentityRows(json: string): IdentityRows {
  return identityRows.parse(JSON.parse(json));
}

/** What is read of a database. */
export interface Identity {
  readonly rows: IdentityRows;
  /** Names of the migrations that made its tables. */
  readonly migrations: readonly string[];
}

/** Reads the people of a database, all of one moment. */
export async function readIdentity(databaseUrl: string): Promise<Identity> {
  return withPool(databaseUrl, (pool) =>
    inTransaction(pool, async (client) => {
      await client.query("set transaction isolation level repeatable read, read only");
      const read = async (table: string) => {
        const { rows } = await client.query<{ row: Record<string, unknown> }>(
          `select to_jsonb(t) as row from identity."${table}" t order by 1`,
        );
        return rows.map(({ row }) => row);
      };
      const { rows: history } = await client.query<{ migration_name: string }>(
        `select migration_name from identity."_prisma_migrations" where rolled_back_at is null order by 1`,
      );
      return {
        rows: {
          user: await read("user"),
          account: await read("account"),
          passkey: await read("passkey"),
          totp: await read("totp"),
          recovery_code: await read("recovery_code"),
          person_event: await read("person_event"),
          writer_leases: await read("writer_leases"),
        },
        migrations: history.map(({ migration_name: name }) => name),
      };
    }),
  );
}

/** Tells what a database holds that a restore would mix with; null when it is empty. */
export async function findForeignRows(databaseUrl: string): Promise<string | null> {
  return withPool(databaseUrl, async (pool) => {
    const { rows: people } = await pool.query(`select 1 from identity."user" limit 1`);
    if (people.length > 0) return "people";
    const { rows } = await pool.query(`select 1 from ledger.audit_entries limit 1`);
    return rows.length > 0 ? "the rows of a journal" : null;
  });
}

/** Writes people into an empty, migrated database: all of them or none. */
export async function writeIdentity(databaseUrl: string, rows: IdentityRows): Promise<void> {
  await withPool(databaseUrl, (pool) =>
    inTransaction(pool, async (client) => {
      for (const table of TABLES) {
        await client.query(
          `insert into identity."${table}"
           select * from jsonb_populate_recordset(null::identity."${table}", $1::jsonb)`,
          [JSON.stringify(rows[table])],
        );
      }
      // Whoever held the account then holds it no more; the token goes on growing from where it was.
      await client.query(`update identity.writer_leases set expires_at = now()`);
    }),
  );
}

async function withPool<T>(
  databaseUrl: string,
  work: (pool: DatabasePool) => Promise<T>,
): Promise<T> {
  const pool = createPool({
    connectionString: databaseUrl,
    applicationName: "interlock backup",
    maxConnections: 1,
    statementTimeoutMs: 30_000,
  });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
