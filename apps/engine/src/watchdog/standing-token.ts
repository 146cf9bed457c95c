import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * The standing kill token: a secret that a script, a phone or a monitoring system holds to stop trading without a
 * sign-in. It opens the kill switch and nothing else. It is `INTERLOCK_KILL_TOKEN`, or the content of keys/kill-token
 * in the data folder, which nobody but its owner may read. It is compared by hash in constant time, and never logged.
 */

/** A shorter one could be guessed. */
export const STANDING_TOKEN_LENGTH_MIN = 32;

/** Returns the file that may hold the token. */
export function standingTokenPath(dataDir: string): string {
  return join(dataDir, "keys", "kill-token");
}

/** A token, or why the one that was given is not taken; null where none was. */
export type StandingToken = { readonly token: string } | { readonly refused: string } | null;

/** Reads the token: the variable's, else the file's. */
export function readStandingToken(dataDir: string, variable: string | undefined): StandingToken {
  if (variable !== undefined && variable !== "")
    return checked(variable.trim(), "INTERLOCK_KILL_TOKEN");
  const path = standingTokenPath(dataDir);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if ((stat.mode & 0o077) !== 0)
    return { refused: `${path} can be read by others: make it its owner's alone (chmod 600)` };
  return checked(readFileSync(path, "utf8").trim(), path);
}

function checked(token: string, where: string): StandingToken {
  if (token.length >= STANDING_TOKEN_LENGTH_MIN) return { token };
  return {
    refused: `the kill token in ${where} is shorter than ${STANDING_TOKEN_LENGTH_MIN} characters: put a longer random one there, e.g. of \`openssl rand -hex 32\``,
  };
}

/** Returns a comparison with the token that takes as long whatever it is given. */
export function standingTokenCheck(token: string): (bearer: string) => boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const expected = digest(token);
  return (bearer) => timingSafeEqual(digest(bearer), expected);
}
