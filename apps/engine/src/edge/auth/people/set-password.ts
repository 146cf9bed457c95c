import { randomUUID } from "node:crypto";
import type { DatabasePool } from "@interlock/db/create-pool";
import { hashPassword } from "../secret/password-hash.ts";

/** Keeps a person's password, hashed, in place of an earlier one. */
export async function keepPassword(
  pool: Pick<DatabasePool, "query">,
  userId: string,
  password: string,
): Promise<void> {
  await pool.query(
    `insert into account (id, "accountId", "providerId", "userId", password)
     values ($1, $2, 'credential', $2, $3)
     on conflict ("providerId", "accountId") do update set password = excluded.password, "updatedAt" = now()`,
    [randomUUID(), userId, await hashPassword(password)],
  );
}

/** A person's hashed password; null when they have none. */
export async function passwordOf(pool: DatabasePool, userId: string): Promise<string | null> {
  const { rows } = await pool.query<{ password: string | null }>(
    `select password from account where "userId" = $1 and "providerId" = 'credential'`,
    [userId],
  );
  return rows[0]?.password ?? null;
}
