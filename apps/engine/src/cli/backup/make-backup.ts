import { existsSync, readdirSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Environment } from "../../config/system-config.ts";
import { JOURNAL_FORMAT } from "../../journal/journal-entry.ts";
import { syncFolder } from "../../journal/segment/log-storage.ts";
import { listSegments } from "../../journal/segment/segment-folder.ts";
import { verifyJournal } from "../../journal/verify-journal.ts";
import { CommandFailure } from "../context.ts";
import {
  type BackedUpFile,
  BACKUP_VERSION,
  type BackupManifest,
  encodeManifest,
  manifestPath,
} from "./backup-manifest.ts";
import { copyFile, writeText } from "./copy-file.ts";
import type { Identity } from "./identity-rows.ts";

/** What is backed up, and where to. */
export interface BackupPlan {
  readonly dataDir: string;
  readonly to: string;
  readonly environment: Environment;
  /** People of the database; null to leave them out. */
  readonly identity: Identity | null;
}

/** People, beside the copied files. */
export const IDENTITY_FILE = "identity.json";

/**
 * Backs a data folder up, also while its engine writes: the head first, then the newest snapshot, then the journal,
 * which only grows, so that the copy reaches at least as far as both. The copy is verified, and gets its name only when
 * it is whole. Throws CommandFailure with a sentence.
 */
export async function makeBackup(plan: BackupPlan): Promise<BackupManifest> {
  const { to } = plan;
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new CommandFailure(`${to} is not empty: name a new folder with --to.`);
  const draft = `${to}.unfinished-${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    const manifest = await fill(draft, plan);
    await writeText(draft, relative(draft, manifestPath(draft)), encodeManifest(manifest));
    await syncFolder(draft);
    await rename(draft, to);
    return manifest;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function fill(draft: string, plan: BackupPlan): Promise<BackupManifest> {
  const { dataDir, environment, identity } = plan;
  const files: BackedUpFile[] = [];
  for (const paths of partsInOrder(dataDir))
    for (const path of paths()) files.push(await copyFile({ from: dataDir, to: draft, path }));
  const { ok, firstFault, lastSeq, lastHash } = await verifyJournal(draft);
  if (!ok) {
    throw new CommandFailure(
      `Nothing was backed up, because the journal is damaged: ${firstFault?.sentence ?? "see verify-audit"}`,
    );
  }
  if (identity !== null)
    files.push(await writeText(draft, IDENTITY_FILE, JSON.stringify(identity.rows)));
  return {
    format: "interlock-backup",
    version: BACKUP_VERSION,
    createdAt: new Date().toISOString(),
    environment,
    versions: { node: process.version, journal: JOURNAL_FORMAT.version },
    journal: { lastSeq, lastHash },
    migrations: identity === null ? null : [...identity.migrations],
    files,
  };
}

/**
 * Each part is listed when its turn comes. Of the snapshots only the newest is taken: an engine that writes deletes old
 * ones meanwhile. The tape is left out: it serves replay only. The simulated venue comes last: a venue that knows more
 * than the journal is what every start expects.
 */
function partsInOrder(dataDir: string): (() => string[])[] {
  return [
    () => present(dataDir, ["head"]),
    () =>
      filesUnder(dataDir, "snapshots")
        .filter((path) => path.endsWith(".json"))
        .slice(-1),
    () =>
      listSegments(join(dataDir, "journal"), JOURNAL_FORMAT.name).map(
        ({ name }) => `journal/${name}`,
      ),
    () => filesUnder(dataDir, "keys").filter((path) => !path.endsWith(".new")),
    () => present(dataDir, ["run/kill-latch.json"]),
    () => filesUnder(dataDir, "run/kill-latches").filter((path) => path.endsWith(".json")),
    () => filesUnder(dataDir, "venue"),
  ];
}

function present(dataDir: string, paths: readonly string[]): string[] {
  return paths.filter((path) => existsSync(join(dataDir, path)));
}

function filesUnder(dataDir: string, part: string): string[] {
  const folder = join(dataDir, part);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dataDir, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
