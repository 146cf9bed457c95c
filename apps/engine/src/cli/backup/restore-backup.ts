import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseStartError } from "@interlock/db/database-start-error";
import { openDatabase } from "@interlock/db/open-database";
import { verifyJournal } from "../../journal/verify-journal.ts";
import { markRestored } from "../../journal/recovery/restored-mark.ts";
import { prepareDataFolder } from "../../supervisor/data-folder.ts";
import { postgresFolder } from "../../supervisor/start/database-keeper.ts";
import { CommandFailure } from "../context.ts";
import { type BackupManifest, readManifest } from "./backup-manifest.ts";
import { copyFile } from "./copy-file.ts";
import {
  findForeignRows,
  parseIdentityRows,
  readIdentity,
  writeIdentity,
} from "./identity-rows.ts";
import { IDENTITY_FILE } from "./make-backup.ts";

/** What is restored, and where to. */
export interface RestorePlan {
  readonly from: string;
  readonly dataDir: string;
  /** An existing Postgres; null for the embedded one of the data folder. */
  readonly databaseUrl: string | null;
}

/**
 * Restores a backup into a data folder that holds nothing. Everything is checked and laid out beside it first; the
 * folder gets its name at the end, so that a restore that was interrupted leaves nothing that could be started. Throws
 * CommandFailure with a sentence.
 */
export async function restoreBackup(plan: RestorePlan): Promise<BackupManifest> {
  const { from, dataDir } = plan;
  const read = readManifest(from);
  if (!read.ok) throw new CommandFailure(read.error);
  demandEmpty(dataDir);
  const draft = `${dataDir}.restoring-${process.pid}`;
  try {
    await mkdir(dirname(draft), { recursive: true });
    const prepared = prepareDataFolder(draft);
    if (!prepared.ok) throw new CommandFailure(prepared.error);
    await copyAll(read.value, from, draft);
    const { createdAt } = read.value;
    markRestored(draft, `restored from the backup of ${createdAt}`);
    await restorePeople(read.value, draft, plan);
    await putInPlace(draft, dataDir);
    return read.value;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Folders without a file in them are what a start that was refused leaves behind. */
function demandEmpty(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  const entries = readdirSync(dataDir, { withFileTypes: true, recursive: true });
  if (!entries.every((entry) => entry.isDirectory())) throw notEmpty(dataDir);
}

/** Gives the folder its name. Only empty folders make room for it: whatever came meanwhile stays. */
async function putInPlace(draft: string, dataDir: string): Promise<void> {
  try {
    for (const folder of foldersUnder(dataDir)) await rmdir(folder);
    await rename(draft, dataDir);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (["ENOTEMPTY", "EEXIST"].includes(code)) throw notEmpty(dataDir);
    if (code === "EBUSY")
      throw new CommandFailure(
        `${dataDir} is where another disk begins and cannot be replaced: name a folder inside it with --data-dir.`,
      );
    throw error;
  }
}

/** The innermost first, the folder itself last. */
function foldersUnder(dataDir: string): string[] {
  if (!existsSync(dataDir)) return [];
  const inside = readdirSync(dataDir, { recursive: true, encoding: "utf8" });
  return [...inside.map((name) => join(dataDir, name)), dataDir].sort(
    (a, b) => b.length - a.length,
  );
}

function notEmpty(dataDir: string): CommandFailure {
  return new CommandFailure(
    `The data folder ${dataDir} is not empty, and a restore overwrites nothing: move it away, or name another with --data-dir.`,
  );
}

async function copyAll(manifest: BackupManifest, from: string, draft: string): Promise<void> {
  for (const { path, bytes, sha256 } of manifest.files) {
    if (!existsSync(join(from, path))) throw damaged(from, `${path} is missing`);
    const copied = await copyFile({ from, to: draft, path });
    if (copied.bytes !== bytes || copied.sha256 !== sha256)
      throw damaged(from, `${path} is not what was written`);
  }
  const { ok, firstFault } = await verifyJournal(draft);
  if (ok) return;
  const why = firstFault?.sentence ?? "its journal does not verify";
  if (firstFault?.code !== "newer_version") throw damaged(from, why);
  throw new CommandFailure(`${why} Restore it with that version.`);
}

function damaged(from: string, why: string): CommandFailure {
  return new CommandFailure(`The backup in ${from} is damaged: ${why}. Use another backup.`);
}

/** The ledger is projected again from the journal; only what Postgres alone knows is written. */
async function restorePeople(
  manifest: BackupManifest,
  draft: string,
  { from, databaseUrl }: RestorePlan,
): Promise<void> {
  if (manifest.migrations === null) return;
  const rows = parseIdentityRows(readFileSync(join(draft, IDENTITY_FILE), "utf8"));
  const database = await openOrRefuse(draft, databaseUrl);
  try {
    const url = database.connectionString;
    const { migrations } = await readIdentity(url);
    const unknown = manifest.migrations.find((name) => !migrations.includes(name));
    if (unknown !== undefined) {
      throw new CommandFailure(
        `The backup in ${from} is of a newer version of Interlock, whose database has the migration ${unknown}: restore it with that version.`,
      );
    }
    const foreign = await findForeignRows(url);
    if (foreign !== null) {
      throw new CommandFailure(
        `The database that DATABASE_URL names holds ${foreign} already, and a restore overwrites nothing: name an empty database.`,
      );
    }
    await writeIdentity(url, rows);
  } finally {
    await database.embedded?.stop();
  }
  await rm(join(draft, IDENTITY_FILE));
}

async function openOrRefuse(draft: string, databaseUrl: string | null) {
  try {
    return await openDatabase({
      dataDir: postgresFolder(draft),
      ...(databaseUrl === null ? {} : { databaseUrl }),
    });
  } catch (error) {
    if (error instanceof DatabaseStartError) throw new CommandFailure(error.message);
    throw error;
  }
}
