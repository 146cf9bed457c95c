import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fail, ok, type Result } from "@interlock/core/result";

/** For this user only. The database's folder is not among them: as root its server runs as another user. */
const PARTS = ["journal", "tape", "snapshots", "run", "keys", "logs", "venue"];

/** Makes the data folder and its parts. Fails with a sentence where it may not be written. */
export function prepareDataFolder(dataDir: string): Result<true> {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK);
    for (const part of PARTS) mkdirSync(join(dataDir, part), { recursive: true, mode: 0o700 });
    for (const part of PARTS) accessSync(join(dataDir, part), constants.W_OK);
    return ok(true);
  } catch (error) {
    return fail(explain(dataDir, error));
  }
}

/** Node's own recursive form never returns where a folder exists that takes none, as /proc does. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function explain(dataDir: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const remedy = "choose another with --data-dir";
  switch (code) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `The data folder ${dataDir} cannot be written by this user: change its owner, or ${remedy}.`;
    case "ENOSPC":
      return `The disk that holds the data folder ${dataDir} is full: make room, or ${remedy}.`;
    case "EEXIST":
    case "ENOTDIR":
      return `The data folder ${dataDir} cannot be made because a file stands in its way: move it, or ${remedy}.`;
    default:
      return `The data folder ${dataDir} cannot be used (${code === "" ? "unknown error" : code}): ${remedy}.`;
  }
}
