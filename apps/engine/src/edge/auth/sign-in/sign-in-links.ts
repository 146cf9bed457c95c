import { randomUUID } from "node:crypto";
import type { DatabasePool } from "@interlock/db/create-pool";
import { hashToken, newToken } from "../secret/one-time-text.ts";

const LIFE_S = 15 * 60;
const identifierOf = (token: string) => `sign-in-link:${hashToken(token)}`;

/** Makes the text of a one-time link that signs a person in, within 15 minutes. */
export async function makeSignInToken(
  pool: Pick<DatabasePool, "query">,
  userId: string,
): Promise<string> {
  const token = newToken();
  await pool.query(
    `insert into verification (id, identifier, value, "expiresAt")
     values ($1, $2, $3, now() + make_interval(secs => ${LIFE_S}))`,
    [randomUUID(), identifierOf(token), userId],
  );
  return token;
}

/** Uses a link up; returns whom it signs in, or null when it works no more. */
export async function takeSignInToken(pool: DatabasePool, token: string): Promise<string | null> {
  const { rows } = await pool.query<{ value: string; alive: boolean }>(
    `delete from verification where identifier = $1 returning value, "expiresAt" > now() as alive`,
    [identifierOf(token)],
  );
  const [taken] = rows;
  return taken?.alive === true ? taken.value : null;
}
