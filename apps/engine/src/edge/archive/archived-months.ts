import { createHash, type KeyObject } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import type { AuditEntryRow } from "@interlock/db/projection/rows";
import { isMonth, type Month, type MonthlyTable } from "@interlock/db/retention/month";
import { journalName } from "../../journal/heads/journal-name.ts";
import { AuditDigest } from "./audit-digest.ts";
import {
  ARCHIVE_MANIFEST,
  type ArchiveManifest,
  decodeArchiveManifest,
} from "./archive-manifest.ts";

/** Where a data folder keeps the months that were taken out of its database. */
export function archiveFolder(dataDir: string): string {
  return join(dataDir, "ledger-archive");
}

/** A month with a manifest that the owner of the key has signed. */
export interface ArchivedMonth {
  readonly folder: string;
  readonly manifest: ArchiveManifest;
}

/** What stands in a data folder's archive. */
export interface Archive {
  /** Months whose manifest is as it was signed, by their name. */
  readonly months: ReadonlyMap<Month, ArchivedMonth>;
  /** What is wrong with the others, a sentence each. */
  readonly faults: readonly string[];
}

/** Reads which months are archived, by their signed manifests; their files are checked by `checkArchived`. */
export function readArchive(dataDir: string, key: KeyObject | null): Archive {
  const folder = archiveFolder(dataDir);
  const months = new Map<Month, ArchivedMonth>();
  const faults: string[] = [];
  const journal = existsSync(folder) ? journalName(dataDir) : null;
  for (const month of existsSync(folder) ? readdirSync(folder).filter(isMonth).sort() : []) {
    const read = readMonth(join(folder, month), key);
    if (typeof read === "string") faults.push(`The archive of ${month} is not believed: ${read}.`);
    else if (read.manifest.month !== month)
      faults.push(`The archive of ${month} is that of ${read.manifest.month}.`);
    else if (read.manifest.journal !== journal)
      faults.push(`The archive of ${month} was made from another journal.`);
    else months.set(month, read);
  }
  return { months, faults };
}

function readMonth(folder: string, key: KeyObject | null): ArchivedMonth | string {
  const path = join(folder, ARCHIVE_MANIFEST);
  if (key === null) return "there is no public key to check it with";
  if (!existsSync(path)) return "it has no manifest";
  const read = decodeArchiveManifest(readFileSync(path, "utf8"), key);
  return read.ok ? { folder, manifest: read.value } : read.error;
}

/** Reads which months are archived, and checks the files of each against its signed manifest. */
export async function checkArchive(dataDir: string, key: KeyObject | null): Promise<Archive> {
  const { months, faults } = readArchive(dataDir, key);
  const sound = new Map<Month, ArchivedMonth>();
  const found = [...faults];
  for (const [month, archived] of months) {
    const fault = await archiveFault(archived);
    if (fault === null) sound.set(month, archived);
    else found.push(fault);
  }
  return { months: sound, faults: found };
}

/** Says what is wrong with the files of an archived month; null when they are what its manifest names. */
export async function archiveFault({ folder, manifest }: ArchivedMonth): Promise<string | null> {
  const { month } = manifest;
  for (const { file, sha256, table, rows } of manifest.tables) {
    const path = join(folder, file);
    if (!existsSync(path)) return `The archive of ${month} lacks its file ${file}.`;
    if ((await hashOfFile(path)) !== sha256)
      return `The archive of ${month}: ${file} is not what was signed.`;
    let found = 0;
    for await (const lines of archivedRows({ folder, manifest }, table)) found += lines.length;
    if (found !== rows) return `The archive of ${month}: ${file} has ${found} rows, not ${rows}.`;
  }
  const digest = new AuditDigest();
  for await (const row of archivedAuditRows({ folder, manifest })) digest.take(row);
  return digest.end() === manifest.audit
    ? null
    : `The archive of ${month}: its audit rows are not those that were signed.`;
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

const LINES_PER_PAGE = 1_000;

/** Reads the rows of a table of an archived month, each as a line of JSON, in pages. */
export async function* archivedRows(
  { folder, manifest }: ArchivedMonth,
  table: MonthlyTable,
): AsyncGenerator<readonly string[]> {
  const file = manifest.tables.find((one) => one.table === table)?.file ?? "";
  const input = createReadStream(join(folder, file)).pipe(createGunzip());
  input.setEncoding("utf8");
  let page: string[] = [];
  for await (const line of linesOf(input)) {
    page.push(line);
    if (page.length < LINES_PER_PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Lines end with a line feed alone: words in a row may hold what else begins a line, such as U+2028. */
async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of pieces) {
    const lines = `${rest}${piece}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

async function* archivedAuditRows(month: ArchivedMonth): AsyncGenerator<AuditEntryRow> {
  for await (const lines of archivedRows(month, "audit_entries"))
    for (const line of lines) yield asAuditRow(line);
}

/** A row as Postgres writes it into JSON. */
const storedRow = z.object({
  journal_seq: z.number().int(),
  record_index: z.number().int(),
  at: z.string(),
  kind: z.string(),
  actor: z.string(),
  payload: z.unknown(),
  entry_hash: z.string(),
  previous_hash: z.string(),
});

function asAuditRow(line: string): AuditEntryRow {
  const row = storedRow.parse(JSON.parse(line));
  return {
    journalSeq: row.journal_seq,
    recordIndex: row.record_index,
    at: Date.parse(row.at),
    kind: row.kind,
    actor: row.actor,
    payload: row.payload,
    entryHash: row.entry_hash,
    previousHash: row.previous_hash,
  };
}
