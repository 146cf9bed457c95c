import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseStartError } from "@interlock/db/database-start-error";
import { openDatabase } from "@interlock/db/open-database";
import { type JournalVerification, verifyJournal } from "../../journal/verify-journal.ts";
import { postgresFolder } from "../../supervisor/start/database-keeper.ts";
import type { CommandContext } from "../context.ts";
import { demandJournal } from "../demand-journal.ts";
import { EXIT } from "../exit-code.ts";
import { runningProduct } from "../running-product.ts";
import { type AuditComparison, compareAudit } from "./compare-audit.ts";

/** Checks the journal and, unless told not to, the database's audit rows against it. Returns the exit code. */
export async function verifyAudit(
  { env, terminal }: CommandContext,
  withDatabase: boolean,
): Promise<number> {
  demandJournal(env.dataDir);
  const journal = await verifyJournal(env.dataDir);
  for (const line of describeJournal(journal)) terminal.print(line);
  // Rows can only be held against a journal that is sound as far as they go.
  const audit = withDatabase ? await auditOf(env.dataDir, env.databaseUrl, journal) : null;
  for (const line of describeAudit(audit, journal.ok)) terminal.print(line);
  terminal.result({ journal, audit });
  return journal.ok && audit?.ok !== false ? EXIT.ok : EXIT.found;
}

function describeAudit(audit: AuditComparison | null, journalIsWhole: boolean): readonly string[] {
  if (audit === null) return ["No database was compared with the journal."];
  if (audit.ok) return [`Fills:   ${audit.fills} agree with the journal`, audit.sentence];
  const canRebuild = journalIsWhole && audit.firstBadSeq !== null;
  const wayOut = "The journal is whole: stop Interlock and run ./interlock db rebuild.";
  return canRebuild ? [wayOut, audit.sentence] : [audit.sentence];
}

function describeJournal(journal: JournalVerification): readonly string[] {
  const parts = [
    `Chain:   ${describePart(journal.links)}`,
    `Content: ${describePart(journal.content)}`,
    `Head:    ${describePart(journal.head)}`,
  ];
  const end = `${journal.entries} intact entries, the last is ${journal.lastSeq} with hash ${journal.lastHash}`;
  const unfinished = journal.unfinished === null ? [] : [journal.unfinished.sentence];
  const first =
    journal.firstFault === null
      ? []
      : [`First bad entry: ${journal.firstFault.seq}: ${journal.firstFault.sentence}`];
  return [...parts, end, ...unfinished, ...first];
}

function describePart(part: JournalVerification["links"]): string {
  return part.ok ? "sound" : part.fault.sentence;
}

async function auditOf(
  dataDir: string,
  databaseUrl: string | null,
  journal: JournalVerification,
): Promise<AuditComparison | null> {
  const running = runningProduct(dataDir)?.databaseUrl ?? databaseUrl;
  if (running !== null) return compareAudit({ dataDir, databaseUrl: running, journal });
  if (!existsSync(join(postgresFolder(dataDir), "cluster"))) return null;
  try {
    const database = await openDatabase({ dataDir: postgresFolder(dataDir) });
    try {
      return await compareAudit({ dataDir, databaseUrl: database.connectionString, journal });
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
