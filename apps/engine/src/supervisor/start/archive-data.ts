import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { stopEmbeddedPostgres } from "@interlock/db/embedded/start-embedded-postgres";
import { postgresFolder } from "./database-keeper.ts";

/**
 * What a simulation leaves behind. The journal's head goes with it: an engine refuses a journal that ends before its
 * head, and so do its signed heads with the key that signed them: the next journal is another one. The other keys stay,
 * so that consoles stay signed in.
 */
const PARTS = [
  ...["journal", "head", "lock", "damaged", "tape"],
  ...["snapshots", "postgres", "venue", "logs", "run"],
  ...["heads", "keys/head.key", "keys/head.pub"],
];

/**
 * Moves the data of a simulation aside, to archive/TIME. Nothing is deleted. Returns the folder, or
 * null if there was nothing.
 */
export async function archiveData(dataDir: string, now: Date): Promise<string | null> {
  const present = PARTS.filter((part) => existsSync(join(dataDir, part)));
  if (present.length === 0) return null;
  if (existsSync(postgresFolder(dataDir))) await stopEmbeddedPostgres(postgresFolder(dataDir));
  const folder = join(dataDir, "archive", now.toISOString().replaceAll(":", "-"));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const part of present) {
    mkdirSync(dirname(join(folder, part)), { recursive: true, mode: 0o700 });
    renameSync(join(dataDir, part), join(folder, part));
  }
  return folder;
}
