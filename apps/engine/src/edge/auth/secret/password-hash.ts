import { hash, verify } from "@node-rs/argon2";

/**
 * Argon2id with OWASP's parameters (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. These are also the
 * library's defaults; they are named so that a new release changes nothing.
 */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** What an unknown account's password is compared with, so that its answer takes as long as a known one's. */
const NOBODY = hash("nobody has this password", PARAMETERS);

/** Hashes a password for keeping. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** Tells whether it is the password that was hashed. Without a hash it is never, and takes as long to say so. */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  const matches = await verify(hashed ?? (await NOBODY), password);
  return matches && hashed !== null;
}
