import { randomUUID } from "node:crypto";
import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { makeSignInToken } from "./sign-in/sign-in-links.ts";

/** Where the link leads and which database knows the person. */
export interface SignInLinkRequest {
  readonly databaseUrl: string;
  readonly consoleUrl: string;
}

const OWNER_EMAIL = "owner@interlock.local";

/**
 * Makes a one-time link that signs the owner in, and the owner when there is none yet. Valid for 15 minutes, once.
 * Only who can reach the database can call it: being on this machine as this user is the credential. It is the way
 * back for an owner who has lost everything else, and its use is journaled.
 */
export async function createSignInLink({
  databaseUrl,
  consoleUrl,
}: SignInLinkRequest): Promise<string> {
  const pool = createPool({
    connectionString: databaseUrl,
    applicationName: "interlock sign-in",
    schema: "identity",
  });
  try {
    return `${consoleUrl}/sign-in?token=${await makeSignInToken(pool, await ensureOwner(pool))}`;
  } finally {
    await pool.end();
  }
}

/** Returns the owner who has been here longest and may sign in; makes the first one where nobody is. */
async function ensureOwner(pool: DatabasePool): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from "user" where role = 'owner' and "suspendedAt" is null order by "createdAt", id limit 1`,
  );
  if (rows[0] !== undefined) return rows[0].id;
  const { rows: made } = await pool.query<{ id: string }>(
    `insert into "user" (id, name, email, "emailVerified", role) values ($1, 'Owner', $2, true, 'owner')
     on conflict (email) do update set role = 'owner', "suspendedAt" = null returning id`,
    [randomUUID(), OWNER_EMAIL],
  );
  const [owner] = made;
  if (owner === undefined) throw new Error("the database keeps no owner");
  return owner.id;
}
