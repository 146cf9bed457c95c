import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

const KEY_BYTES = 32;

/** Names of the keys: `kill` signs kill tokens, `auth` signs sessions of the console, `head` signs heads of the
 * journal. */
export type KeyName = "kill" | "auth" | "head";

function read(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

/**
 * Returns keys/NAME.key of a data folder, 32 random bytes that only this user can read, and makes it when it is
 * missing. Two processes that make it at once get the same one.
 */
export function secretKey(dataDir: string, name: KeyName): Buffer {
  const path = join(dataDir, "keys", `${name}.key`);
  const present = read(path);
  if (present !== null && present.length === KEY_BYTES) return present;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // A key of another length is torn and signs nothing that anybody still holds.
  if (present !== null) rmSync(path, { force: true });
  const draft = `${path}.${process.pid}.new`;
  const handle = openSync(draft, "w", 0o600);
  writeSync(handle, randomBytes(KEY_BYTES));
  fsyncSync(handle);
  closeSync(handle);
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path);
}
