import { randomUUID } from "node:crypto";
import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { makeAuth } from "./make-auth.ts";

/** Where the link leads and which database knows the person. */
export interface SignInLinkRequest {
  readonly databaseUrl: string;
  readonly consoleUrl: string;
  /** Content of keys/auth.key, as the edge uses it. */
  readonly secret: string;
}

const OWNER_EMAIL = "owner@interlock.local";

/**
 * Makes a one-time link that signs the owner in, and the owner when there is none yet. Valid for 15 minutes, once.
 * Only who can reach the database and the keys can call it: being on this machine as this user is the credential.
 */
export async function createSignInLink({
  databaseUrl,
  consoleUrl,
  secret,
}: SignInLinkRequest): Promise<string> {
  const pool = createPool({
    connectionString: databaseUrl,
    applicationName: "interlock sign-in",
    schema: "identity",
  });
  try {
    await ensureOwner(pool);
    let token = "";
    const auth = makeAuth({ pool, secret, consoleUrl, onToken: (made) => (token = made) });
    await auth.api.signInMagicLink({
      body: { email: OWNER_EMAIL },
      headers: new Headers({ origin: consoleUrl }),
    });
    return `${consoleUrl}/sign-in?token=${token}`;
  } finally {
    await pool.end();
  }
}

async function ensureOwner(pool: DatabasePool): Promise<void> {
  await pool.query(
    `insert into "user" (id, name, email, "emailVerified", role) values ($1, 'Owner', $2, true, 'owner')
     on conflict (email) do nothing`,
    [randomUUID(), OWNER_EMAIL],
  );
}
