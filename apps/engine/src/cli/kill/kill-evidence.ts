import { millisecondsText, momentText } from "@interlock/core/market/clock-text";
import { describeScope } from "@interlock/core/kill/kill-scope";
import { type KillReceipt, RECEIPT_STAGES, stageMs } from "@interlock/core/kill/kill-receipt";
import { countOf } from "@interlock/core/number/count-of";
import { readJournal } from "../../journal/read-journal.ts";
import { killsOf, scopeOfKill } from "../../kill-in-force.ts";
import { applyKill, type KillRecord } from "../../operator/kill/apply-kill.ts";
import type { EngineRecord } from "../../record.ts";
import type { KillState } from "../../records/kill-record.ts";
import { initialState } from "../../state.ts";
import type { KeptReport } from "../../watchdog/kill/kept-reports.ts";

/**
 * Reads kills out of a journal with their receipts, oldest first. It needs no engine and no database: what is told is
 * what was durable. Throws JournalFaultError on damage.
 */
export function killsInJournal(dataDir: string): KillState[] {
  const state = initialState();
  const kills = new Map<string, KillState>();
  for (const { records, time } of readJournal<EngineRecord>(dataDir, 1)) {
    for (const record of records) {
      if (!isOfKill(record)) continue;
      applyKill(state, record, time);
      for (const kill of killsOf(state)) kills.set(kill.killId, kill);
    }
  }
  return [...kills.values()];
}

const KILL_KINDS: ReadonlySet<string> = new Set<KillRecord["kind"]>([
  "kill_requested",
  "scope_kill_requested",
  "scope_resumed",
  "kill_evidence",
  "kill_advanced",
  "kill_closes_requested",
]);

function isOfKill(record: EngineRecord): record is KillRecord {
  return KILL_KINDS.has(record.kind);
}

/** Says a kill's receipt in lines: each stage with its time, each order with when it was asked about and gone. */
export function receiptLines(kill: KillState): string[] {
  const { killId, mode, by, drill, receipt } = kill;
  const what = `${mode} of ${describeScope(scopeOfKill(kill))}, by ${by}`;
  const head = `Receipt ${killId}: ${what}${drill === true ? ", a drill" : ""}, ${kill.stage}.${raisedText(kill)}`;
  if (receipt === undefined) return [head, "  It is of before receipts were kept."];
  return [head, ...stageLines(receipt), ...orderLines(receipt)];
}

/** Says in the same lines what the watchdog did itself and saw at the venue, by its host's clock. */
export function watchdogLines(report: Omit<KeptReport, "detail" | "keptStops">): string[] {
  const { killId, mode, by, stage, receipt, gateClosedMs, cancels } = report;
  const what = report.scope === undefined ? mode : `${mode} of ${report.scope}`;
  const at = report.requestedAt === null ? "" : ` at ${momentText(report.requestedAt, Date.now())}`;
  const head = `Receipt of the watchdog for ${killId}: ${what}, by ${by}${at}, ${stage}.${raisedText(report)}`;
  if (receipt === undefined)
    return [
      head,
      `  Gate seen closed by the watchdog after ${gateClosedMs ?? "?"} ms; ${cancels.requested} cancels asked for, ${cancels.confirmed} gone at the venue.`,
    ];
  const stages = receipt.stages.map((one) => stageLine(WATCHDOG_WORDS, one.stage, one));
  return [head, ...stages, ...orderLines(receipt)];
}

function raisedText({ by, mode, raised }: Pick<KeptReport, "by" | "mode" | "raised">): string {
  if (raised === undefined) return "";
  return ` ${by} asked for ${raised.from}; ${raised.by} made it ${mode}: ${raised.reason}.`;
}

function stageLines(receipt: KillReceipt): string[] {
  return RECEIPT_STAGES.flatMap((stage) => {
    const reached = receipt.stages[stage];
    return reached === undefined
      ? []
      : stageLine(ENGINE_WORDS, stage, { at: reached.at, tookMs: stageMs(receipt, stage) });
  });
}

/** One kill closes the gate at three times: decided, durable, and seen from outside. Each has its own name. */
const ENGINE_WORDS: StageWords = {
  requested: "requested and decided",
  gate_closed: "gate closed on disk",
};
const WATCHDOG_WORDS: StageWords = { gate_closed: "gate seen closed" };
type StageWords = Readonly<Record<string, string>>;

interface StageTime {
  readonly at: number;
  readonly tookMs: number | null;
}

function stageLine(words: StageWords, stage: string, { at, tookMs }: StageTime): string {
  const name = words[stage] ?? stage.replaceAll("_", " ");
  const took =
    tookMs === null ? "not measured" : `after ${tookMs.toFixed(tookMs < 100 ? 1 : 0)} ms`;
  return `  ${name.padEnd(22)} ${clock(at)}  ${took}`;
}

function orderLines({ orders }: Pick<KillReceipt, "orders">): string[] {
  const gone = orders.filter(({ confirmedAt }) => confirmedAt !== null).length;
  const head = `  ${countOf(orders.length, "cancel")} asked for, ${gone} gone at the venue`;
  return [
    head,
    ...orders.map(({ id, what, askedAt, confirmedAt }) => {
      const end = confirmedAt === null ? "not gone yet" : `gone ${clock(confirmedAt)}`;
      return `    ${what} (${id}): asked ${clock(askedAt)}, ${end}`;
    }),
  ];
}

/** The time of day in New York, as the console shows it, by whichever clock it was noted. */
function clock(at: number): string {
  return `${millisecondsText(at)} ET`;
}
