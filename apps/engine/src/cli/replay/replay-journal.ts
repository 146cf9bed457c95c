import { formatMoney } from "@interlock/core/number/money";
import { formatQuantity, quantityUnits } from "@interlock/core/number/quantity";
import { isOpen } from "@interlock/core/order/order";
import type { Position } from "@interlock/core/position/position";
import { applyEntry } from "../../apply.ts";
import { readJournal } from "../../journal/read-journal.ts";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import type { EngineRecord } from "../../record.ts";
import { redecide } from "../../replay/redecide.ts";
import { stateHash } from "../../run/state-hash.ts";
import { type EngineState, initialState } from "../../state.ts";
import { type CommandContext, CommandFailure, type CommonOptions } from "../context.ts";
import { demandJournal } from "../demand-journal.ts";
import { EXIT } from "../exit-code.ts";

/** What `replay` was told. */
export interface ReplayFlags extends CommonOptions {
  readonly seq?: number;
  readonly state?: boolean;
  readonly decide?: boolean;
}

/** Applies the journal up to an entry and prints the state that it makes. Returns the exit code. */
export function replayJournal({ env, terminal }: CommandContext, flags: ReplayFlags): number {
  demandJournal(env.dataDir);
  const until = flags.seq ?? Number.POSITIVE_INFINITY;
  const state = initialState();
  const entries = reading(() => applyUntil(state, env.dataDir, until));
  if (flags.seq !== undefined && state.journalSeq < flags.seq) {
    throw new CommandFailure(
      `The journal in ${env.dataDir} ends at entry ${state.journalSeq}, before ${flags.seq}.`,
    );
  }
  const summary = summarize(state, entries);
  for (const line of flags.state === true ? [JSON.stringify(state)] : summary.lines)
    terminal.print(line);
  const decided = flags.decide === true ? reading(() => redecide(env.dataDir)) : null;
  if (decided !== null) terminal.print(describeDecided(decided));
  terminal.result(flags.state === true ? state : { ...summary.json, decided });
  return decided !== null && decided.difference !== null ? EXIT.found : EXIT.ok;
}

/** Reads the journal; a fault in it ends the command with the sentence that names it. */
function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof JournalFaultError) throw new CommandFailure(error.fault.sentence);
    throw error;
  }
}

function applyUntil(state: EngineState, dataDir: string, until: number): number {
  let entries = 0;
  if (until === 0) return entries;
  for (const entry of readJournal<EngineRecord>(dataDir, 1)) {
    applyEntry(state, entry);
    entries += 1;
    // The next entry is not even read: it may be a damaged one.
    if (entry.seq >= until) break;
  }
  return entries;
}

function summarize(state: EngineState, entries: number) {
  const positions = Object.values<Position>(state.portfolio.positions).filter(
    (position) => quantityUnits(position.quantity) !== 0,
  );
  const working = Object.values(state.orders).filter(isOpen);
  const json = {
    entries,
    journalSeq: state.journalSeq,
    venueTime: state.time,
    stateHash: stateHash(state),
    trading: state.trading.state,
    equity: state.lastMark === null ? null : formatMoney(state.lastMark.equity),
    positions: positions.map((position) => ({
      symbol: position.symbol,
      quantity: formatQuantity(position.quantity),
    })),
    workingOrders: working.map((order) => order.clientOrderId),
  };
  const lines = [
    `${entries} entries applied, to entry ${state.journalSeq}${timeOf(state)}.`,
    `Trading ${json.trading}; equity ${json.equity ?? "not marked yet"}; ${working.length} working orders.`,
    ...json.positions.map(({ symbol, quantity }) => `  ${symbol} ${quantity}`),
    `State ${json.stateHash}`,
  ];
  return { json, lines };
}

/** Before the first entry no time is known. */
function timeOf({ journalSeq, time }: EngineState): string {
  return journalSeq === 0 ? "" : `, venue time ${new Date(time).toISOString()}`;
}

function describeDecided({
  inputs,
  journalHash,
  decidedHash,
  difference,
}: ReturnType<typeof redecide>): string {
  if (difference !== null) return `Decided again, ${inputs} inputs: it differs: ${difference}.`;
  return `Decided again, ${inputs} inputs: the same records.\nJournal ${journalHash}\nDecided ${decidedHash}`;
}
