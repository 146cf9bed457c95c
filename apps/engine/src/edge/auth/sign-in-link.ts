import { randomUUID } from "node:crypto";
import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { inTransaction } from "@interlock/db/in-transaction";
import type { PersonEvent } from "../../records/person-record.ts";
import { keepNote } from "./authority/person-outbox.ts";
import { personById } from "./people/people-rows.ts";
import { makeSignInToken } from "./sign-in/sign-in-links.ts";

/** Where the link leads and which database knows the person. */
export interface SignInLinkRequest {
  readonly databaseUrl: string;
  readonly consoleUrl: string;
  /** Who is at this machine, as it knows them; absent: nobody asked. */
  readonly by?: string | undefined;
}

const OWNER_EMAIL = "owner@interlock.local";

/**
 * Makes a one-time link that signs the owner in, and the owner when there is none yet. Valid for 15 minutes, once.
 * Only who can reach the database can call it: being on this machine as this user is the credential. It is the way
 * back for an owner who has lost everything else; that it was made is journaled, also where it is never used.
 */
export async function createSignInLink({
  databaseUrl,
  consoleUrl,
  by,
}: SignInLinkRequest): Promise<string> {
  const pool = createPool({
    connectionString: databaseUrl,
    applicationName: "interlock sign-in",
    schema: "identity",
  });
  try {
    const userId = await ensureOwner(pool);
    const token = await inTransaction(pool, async (client) => {
      const owner = await personById(client, userId);
      await keepNote(client, linkMade(owner?.name ?? "the owner", by));
      return makeSignInToken(client, userId);
    });
    return `${consoleUrl}/sign-in?token=${token}`;
  } finally {
    await pool.end();
  }
}

/** What the journal is told by the engine that runs, or by the next one. */
function linkMade(about: string, by = "somebody"): PersonEvent {
  const detail = "on the engine's machine; it works once, within 15 minutes";
  const who = { by: `${by} at this machine`, byId: null, role: null };
  return { event: "sign_in_link_made", ...who, about, from: {}, detail };
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
