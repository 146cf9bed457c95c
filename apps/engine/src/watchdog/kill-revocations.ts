import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeDurably } from "../supervisor/write-durably.ts";

/**
 * Whose kill tokens are void, and since when: a file beside the key, written by the edge when a user signs out or
 * gets another role, and read by the watchdog without asking anybody.
 */
const revocations = z.record(z.string(), z.number().int());
type Revocations = z.infer<typeof revocations>;

/** Returns the file's path in a data folder. */
export function revocationsPath(dataDir: string): string {
  return join(dataDir, "keys", "kill-revocations.json");
}

function read(path: string): Revocations {
  try {
    const parsed = revocations.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.data : {};
  } catch {
    // No file yet, or a torn one: stopping must never fail because a list of exceptions cannot be read.
    return {};
  }
}

/** Voids every kill token that a user was given until `at` (wall-clock milliseconds). */
export function revokeKillTokens(dataDir: string, userId: string, at: number): void {
  const path = revocationsPath(dataDir);
  writeDurably(path, JSON.stringify({ ...read(path), [userId]: at }));
}

/** Returns a reader of the list that looks at the file again whenever it has changed. */
export function watchRevocations(dataDir: string): (userId: string) => number | null {
  const path = revocationsPath(dataDir);
  let version = "";
  let list: Revocations = {};
  return (userId) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    const present = stat === undefined ? "none" : `${stat.mtimeMs}:${stat.size}:${stat.ino}`;
    if (present !== version) list = read(path);
    version = present;
    return list[userId] ?? null;
  };
}
