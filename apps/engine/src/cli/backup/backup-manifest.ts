import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { fail, ok, type Result } from "@interlock/core/result";

/** Version of what a backup holds and how. It rises when an older program could misread a newer backup. */
export const BACKUP_VERSION = 1;

const FORMAT = "interlock-backup";
const FILE = "manifest.json";

const backedUpFile = z.object({
  /** Inside the backup and inside a data folder alike, with slashes. */
  path: z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))/),
  bytes: z.number().int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackedUpFile = z.infer<typeof backedUpFile>;

const manifest = z.object({
  format: z.literal(FORMAT),
  version: z.literal(BACKUP_VERSION),
  createdAt: z.iso.datetime(),
  environment: z.enum(["sim", "paper", "live"]),
  /** Versions of what made it: of Node, and of the journal's entries. */
  versions: z.object({ node: z.string(), journal: z.number().int() }),
  journal: z.object({ lastSeq: z.number().int(), lastHash: z.string() }),
  /** Migrations of the database that the people were read from; null when it was left out. */
  migrations: z.array(z.string()).nullable(),
  files: z.array(backedUpFile),
});
/** What a backup says of itself: its place in the journal, and every file with its hash. */
export type BackupManifest = z.infer<typeof manifest>;

const sealed = z.object({ seal: z.string(), manifest: z.unknown() });
const anyVersion = z.looseObject({ format: z.literal(FORMAT), version: z.number() });

/** Returns the manifest as the file that closes a backup: a changed letter shows. */
export function encodeManifest(content: BackupManifest): string {
  return `${JSON.stringify({ seal: sealOf(content), manifest: content }, null, 2)}\n`;
}

/** Returns the path of a backup's manifest. */
export function manifestPath(folder: string): string {
  return join(folder, FILE);
}

/** Reads a backup's manifest. Fails with a sentence when there is none, or when it is damaged or newer. */
export function readManifest(folder: string): Result<BackupManifest> {
  let text: string;
  try {
    text = readFileSync(manifestPath(folder), "utf8");
  } catch {
    return fail(`There is no backup in ${folder}: name the folder that ./interlock backup made.`);
  }
  const damaged = `The backup in ${folder} is damaged: its ${FILE} is not what was written. Use another backup.`;
  const file = sealed.safeParse(parseJson(text));
  if (!file.success || sealOf(file.data.manifest) !== file.data.seal) return fail(damaged);
  const version = anyVersion.safeParse(file.data.manifest);
  if (!version.success) return fail(damaged);
  if (version.data.version > BACKUP_VERSION) {
    return fail(
      `The backup in ${folder} was made by a newer version of Interlock (format ${version.data.version}; this one reads up to ${BACKUP_VERSION}): restore it with that version.`,
    );
  }
  const read = manifest.safeParse(file.data.manifest);
  return read.success ? ok(read.data) : fail(damaged);
}

function sealOf(content: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(content) ?? "")
    .digest("hex");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
