import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import type { KillState } from "../../records/kill-record.ts";
import {
  type KeptReport,
  keptReports,
  latestReport,
  readReport,
} from "../../watchdog/kill/kept-reports.ts";
import { type CommandContext, CommandFailure } from "../context.ts";
import { demandJournal } from "../demand-journal.ts";
import { EXIT } from "../exit-code.ts";
import { closingLines } from "./kill-closings.ts";
import { killsInJournal, receiptLines, watchdogLines } from "./kill-evidence.ts";

/** Prints what is kept of a kill: out of the journal, or the watchdog's own report of it. */
export function showReceipt(context: CommandContext, id: string): number {
  if (id === "latest") return showLatest(context);
  const { env, terminal } = context;
  const report = readReport(env.dataDir, id, terminal.note);
  if (report !== null) {
    for (const line of watchdogLines(report)) terminal.print(line);
    terminal.result(report);
    return EXIT.ok;
  }
  demandJournal(env.dataDir);
  const kills = killsInJournal(env.dataDir);
  const kill = kills.find(({ killId }) => killId === id);
  if (kill === undefined) throw nothingKept(context, id, kills);
  printKill(context, kill);
  terminal.result(kill);
  return EXIT.ok;
}

function printKill({ env, terminal }: CommandContext, kill: KillState): void {
  for (const line of receiptLines(kill)) terminal.print(line);
  for (const line of closingLines(env.dataDir, kill)) terminal.print(line);
}

/**
 * The engine's last kill and the watchdog's, both where there are both: one may be of a kill that the other never saw,
 * and a simulated market's clock cannot say which came later.
 */
function showLatest(context: CommandContext): number {
  const { env, terminal } = context;
  const report: KeptReport | null = latestReport(env.dataDir, terminal.note);
  if (report === null) demandJournal(env.dataDir);
  const kills = report === null ? killsInJournal(env.dataDir) : killsThatCanBeRead(context);
  const kill = kills.at(-1);
  if (kill === undefined && report === null) throw nothingKept(context, "latest", kills);
  if (kill !== undefined) printKill(context, kill);
  if (report !== null) for (const line of watchdogLines(report)) terminal.print(line);
  terminal.result({ ...kill, watchdog: report });
  return EXIT.ok;
}

/** With a journal that is damaged the watchdog's report is the only evidence: it is shown all the same. */
function killsThatCanBeRead({ env, terminal }: CommandContext): readonly KillState[] {
  try {
    return killsInJournal(env.dataDir);
  } catch (error) {
    if (!(error instanceof JournalFaultError)) throw error;
    terminal.note(`The engine's receipts cannot be read: ${error.message}`);
    return [];
  }
}

function nothingKept(
  { env }: CommandContext,
  id: string,
  kills: readonly KillState[],
): CommandFailure {
  const ids = kills.map(({ killId }) => killId);
  const known = [...ids.slice(-10), ...keptReports(env.dataDir).slice(-10)].join(", ");
  return new CommandFailure(
    `Nothing is kept of a kill ${id}. ${known === "" ? "There was none yet." : `There are ${known}.`}`,
  );
}
