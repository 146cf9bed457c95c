import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseStartError } from "@interlock/db/database-start-error";
import { openDatabase } from "@interlock/db/open-database";
import type { AnchorVerdict } from "../../journal/heads/judge-heads.ts";
import { verifyAnchored } from "../../journal/heads/verify-anchored.ts";
import type { JournalVerification } from "../../journal/verify-journal.ts";
import { postgresFolder } from "../../supervisor/start/database-keeper.ts";
import type { CommandContext } from "../context.ts";
import { type Archive, checkArchive } from "../../edge/archive/archived-months.ts";
import { demandJournal } from "../demand-journal.ts";
import { EXIT } from "../exit-code.ts";
import { runningProduct } from "../running-product.ts";
import { type AuditComparison, compareAudit } from "./compare-audit.ts";
import { findHeads, type NamedSources } from "./head-sources.ts";

/** What is verified, and against what. */
export interface AuditScope extends NamedSources {
  readonly withDatabase: boolean;
  readonly range: { readonly from: number; readonly to: number } | undefined;
}

/**
 * Checks the journal, holds it against its published heads and, unless told not to, the database's audit rows against
 * it. Returns the exit code.
 */
export async function verifyAudit(
  { env, terminal }: CommandContext,
  { withDatabase, range, ...named }: AuditScope,
): Promise<number> {
  demandJournal(env.dataDir);
  const heads = findHeads(env, named);
  const onProgress = progress((entries) => terminal.note(`${entries} entries checked`));
  const { journal, anchor } = await verifyAnchored(env.dataDir, { ...heads, range, onProgress });
  for (const line of describeJournal(journal, anchor)) terminal.print(line);
  const archive = await checkArchive(env.dataDir, heads.key);
  for (const line of describeArchive(archive)) terminal.print(line);
  // Rows can only be held against a journal that is sound as far as they go.
  const audit = withDatabase && range === undefined ? await auditOf(env, journal, archive) : null;
  for (const line of describeAudit(audit, journal.ok)) terminal.print(line);
  terminal.result({ journal, anchor, audit, archive: [...archive.months.keys()] });
  const isSound = journal.ok && anchor.ok && archive.faults.length === 0;
  return isSound && audit?.ok !== false ? EXIT.ok : EXIT.found;
}

const SAY_EVERY_MS = 5_000;

/** A long check says how far it is, a short one nothing. */
function progress(say: (entries: number) => void): (entries: number) => void {
  let saidAt = performance.now();
  return (entries) => {
    if (performance.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = performance.now();
    say(entries);
  };
}

function describeArchive({ months, faults }: Archive): readonly string[] {
  if (months.size === 0) return faults;
  const names = [...months.keys()];
  return [`Archive: ${names.length} months, ${names[0]} to ${names.at(-1)}`, ...faults];
}

function describeAudit(audit: AuditComparison | null, journalIsWhole: boolean): readonly string[] {
  if (audit === null) return ["No database was compared with the journal."];
  if (audit.ok) return [`Fills:   ${audit.fills} agree with the journal`, audit.sentence];
  const canRebuild = journalIsWhole && audit.firstBadSeq !== null;
  const wayOut = "The journal is whole: stop Interlock and run ./interlock db rebuild.";
  return canRebuild ? [wayOut, audit.sentence] : [audit.sentence];
}

function describeJournal(journal: JournalVerification, anchor: AnchorVerdict): readonly string[] {
  const parts = [
    `Links:   ${describePart(journal.links)}`,
    `Content: ${describePart(journal.content)}`,
    `Anchors: ${anchor.sentence}`,
    `Head:    ${describePart(journal.head)}`,
    ...anchor.notes.map((note) => `Note:    ${note}`),
  ];
  const checked = journal.firstSeq > 1 ? `, from entry ${journal.firstSeq} on` : "";
  const end = `${journal.entries} intact entries${checked}, the last is ${journal.lastSeq} with hash ${journal.lastHash}`;
  const unfinished = journal.unfinished === null ? [] : [journal.unfinished.sentence];
  return [...parts, end, ...unfinished, ...describeFirst(journal, anchor)];
}

/** The chain names the entry itself; heads only the part of the log in which it is. */
function describeFirst(journal: JournalVerification, anchor: AnchorVerdict): readonly string[] {
  if (journal.firstFault !== null)
    return [`First bad entry: ${journal.firstFault.seq}: ${journal.firstFault.sentence}`];
  if (anchor.firstBadSeq === null) return [];
  return [`First bad entry: ${anchor.firstBadSeq} or a later one: ${anchor.sentence}`];
}

function describePart(part: JournalVerification["links"]): string {
  return part.ok ? "sound" : part.fault.sentence;
}

async function auditOf(
  { dataDir, databaseUrl }: CommandContext["env"],
  journal: JournalVerification,
  archive: Archive,
): Promise<AuditComparison | null> {
  const running = runningProduct(dataDir)?.databaseUrl ?? databaseUrl;
  if (running !== null) return compareAudit({ dataDir, databaseUrl: running, journal, archive });
  if (!existsSync(join(postgresFolder(dataDir), "cluster"))) return null;
  try {
    const database = await openDatabase({ dataDir: postgresFolder(dataDir) });
    try {
      return await compareAudit({
        dataDir,
        databaseUrl: database.connectionString,
        journal,
        archive,
      });
    } finally {
      if (database.embedded?.attached === false) await database.embedded.stop();
    }
  } catch (error) {
    if (!(error instanceof DatabaseStartError)) throw error;
    return {
      ok: false,
      rows: 0,
      fills: 0,
      firstBadSeq: null,
      sentence: `Audit rows: not compared: ${error.message}`,
    };
  }
}
