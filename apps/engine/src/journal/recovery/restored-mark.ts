import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeDurably } from "../../supervisor/write-durably.ts";

/**
 * A data folder that was restored from a backup may be older than what its engine did afterwards. Until the next start
 * has taken note, run/restored says so: that start goes on under a new name, because the old name's next ids may have
 * been used at the venue already (I2), and stays halted until a person has looked.
 */
function path(dataDir: string): string {
  return join(dataDir, "run", "restored");
}

/** Notes that a data folder was restored, and from what. */
export function markRestored(dataDir: string, reason: string): void {
  writeDurably(path(dataDir), reason);
}

/**
 * Returns from what a data folder was restored; empty when it was not, or a start has taken note. A note that cannot be
 * read counts: it is there, and to pass it over could use ids again.
 */
export function restoredFrom(dataDir: string): string {
  try {
    return readFileSync(path(dataDir), "utf8") || "a backup that its empty note does not name";
  } catch (error) {
    if (isAbsent(error)) return "";
    return `a backup whose note cannot be read: ${String(error)}`;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Takes the note away, once the start under a new name is durable. */
export function forgetRestored(dataDir: string): void {
  rmSync(path(dataDir), { force: true });
}
