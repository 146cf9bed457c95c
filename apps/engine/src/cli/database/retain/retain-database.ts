import type { DatabaseClient } from "@interlock/db/in-transaction";
import { type Month, monthOf } from "@interlock/db/retention/month";
import { formatFault } from "../../../config/config-fault.ts";
import type { Env } from "../../../config/env.ts";
import { loadConfig } from "../../../config/load-config.ts";
import { ownCommand } from "../../../config/own-command.ts";
import { type Archive, readArchive } from "../../../edge/archive/archived-months.ts";
import { openHeadKey } from "../../../journal/heads/head-key.ts";
import { verifyAnchored } from "../../../journal/heads/verify-anchored.ts";
import type { JournalVerification } from "../../../journal/verify-journal.ts";
import { compareAudit } from "../../audit/compare-audit.ts";
import { findHeads } from "../../audit/head-sources.ts";
import { type CommandContext, CommandFailure } from "../../context.ts";
import { demandJournal } from "../../demand-journal.ts";
import { EXIT } from "../../exit-code.ts";
import { runningProduct } from "../../running-product.ts";
import { userName } from "../../user-name.ts";
import { lookAtLedger, refuseWhileRunning, withLedgerOwner } from "../ledger-owner.ts";
import { moveFailure } from "./move-month.ts";
import {
  type ArchiveHands,
  archiveMonth,
  type DueMonth,
  type FreeMonth,
  planRetention,
  type RetentionGround,
} from "./retain-ledger.ts";

/** A statement on all rows of a month may take so long. */
const STATEMENT_TIMEOUT_MS = 30 * 60_000;

/** What is asked for: a look, or the deed. */
export interface RetentionRequest {
  readonly apply: boolean;
}

/**
 * Says which months of the ledger are older than the configuration keeps them and, when asked to, archives them.
 * Nothing leaves the database that was not verified: the journal sound and anchored, every row what the journal says.
 * Returns the exit code; throws CommandFailure with a sentence.
 */
export async function retainDatabase(
  { env, terminal }: CommandContext,
  { apply }: RetentionRequest,
): Promise<number> {
  const { dataDir } = env;
  demandJournal(dataDir);
  if (apply) refuseWhileRunning(dataDir);
  const years = retentionYears(env);
  const heads = findHeads(env, {});
  const { journal, anchor } = await verifyAnchored(dataDir, heads);
  if (!journal.ok) throw notVerified(journal.firstFault?.sentence ?? "the journal does not verify");
  if (!anchor.ok || anchor.seq === null) throw notVerified(`the journal is ${anchor.sentence}`);
  const archive = readArchive(dataDir, heads.key);
  const ground = { dataDir, anchoredSeq: anchor.seq };
  const place = { ...env, statementTimeoutMs: STATEMENT_TIMEOUT_MS };
  const open = apply ? withLedgerOwner : lookAtLedger;
  return open(place, async (pool, databaseUrl) => {
    const client = await pool.connect();
    try {
      const before = monthYearsBefore(await newestInstant(client), years);
      const { due, expected } = await planRetention(client, before, ground);
      if (due.length > 0) await demandSoundRows({ dataDir, databaseUrl, journal, archive });
      for (const line of describe(due, before, years)) terminal.print(line);
      const foul = due.find(({ isSound }) => !isSound);
      if (apply && foul !== undefined)
        throw new CommandFailure(`Nothing leaves the database: ${foul.month} is not verified.`);
      const free = due.filter(({ refusal }) => refusal === "");
      const taken = free.map((month) => ({ client, expected, due: month }));
      if (apply) await takeAllOut(taken, ground, terminal);
      else if (free.length > 0) terminal.print(dryRunText(dataDir));
      terminal.result({ before, applied: apply, months: due.map(planned) });
      return due.length === free.length ? EXIT.ok : EXIT.found;
    } finally {
      // With the connection go the rows that were expected.
      client.release(true);
    }
  });
}

function dryRunText(dataDir: string): string {
  const isRunning = runningProduct(dataDir) !== null;
  const first = isRunning ? `stop Interlock with ${ownCommand(dataDir, "stop")}, then ` : "";
  return `Nothing was changed: ${first}run it again with --apply to archive them.`;
}

async function takeAllOut(
  months: readonly FreeMonth[],
  ground: RetentionGround,
  terminal: CommandContext["terminal"],
): Promise<void> {
  const key = openHeadKey(ground.dataDir);
  for (const month of months)
    terminal.print(await takeOut(month, { ...ground, key, by: userName(), now: Date.now }));
}

async function takeOut(free: FreeMonth, hands: ArchiveHands): Promise<string> {
  const { month } = free.due;
  try {
    const { tables } = await archiveMonth(free, hands);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    return `${month}: ${rows} rows are archived, and no longer in the database.`;
  } catch (error) {
    const sentences = {
      stayed: `${month} stays in the database`,
      moved: `${month} is archived, and no longer in the database`,
      unknown: `Whether ${month} is still in the database is not known`,
      again: "./interlock db retain",
    };
    throw new CommandFailure(moveFailure(error, sentences));
  }
}

async function demandSoundRows(parts: {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly journal: JournalVerification;
  readonly archive: Archive;
}): Promise<void> {
  const { ok, sentence } = await compareAudit(parts);
  if (!ok) throw notVerified(sentence);
}

function notVerified(why: string): CommandFailure {
  return new CommandFailure(
    `Nothing leaves the database while not everything is verified: ${why} Run ./interlock verify-audit.`,
  );
}

function retentionYears({ environment, root }: Env): number {
  const reading = loadConfig({ environment, root });
  if (reading.ok) return reading.config.system.ledger.retentionYears;
  throw new CommandFailure(reading.faults.map(formatFault).join("\n"), EXIT.usage);
}

/** The venue's time counts, as it does in every row: a simulation of the past is not old. */
async function newestInstant(client: DatabaseClient): Promise<number> {
  const { rows } = await client.query<{ at: Date | null }>("select at from projection_checkpoint");
  return rows[0]?.at?.getTime() ?? 0;
}

/** Returns the month that begins the time to keep: what is before it is older than `years`. */
export function monthYearsBefore(at: number, years: number): Month {
  const month = monthOf(at);
  return `${String(Number(month.slice(0, 4)) - years).padStart(4, "0")}${month.slice(4)}`;
}

function describe(due: readonly DueMonth[], before: Month, years: number): readonly string[] {
  if (due.length === 0)
    return [`The database holds no month before ${before}: ${years} years are kept.`];
  return due.map(({ month, journaled: { counts }, refusal }) => {
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return refusal === ""
      ? `${month}: ${rows} rows are older than ${years} years, and verified.`
      : `${month} stays in the database: ${refusal}.`;
  });
}

function planned({ month, journaled, refusal }: DueMonth) {
  return { month, rows: journaled.counts, refusal };
}
