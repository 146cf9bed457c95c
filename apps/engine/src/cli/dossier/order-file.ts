import { clientOrderId, type SignalId } from "@interlock/core/ids";
import { isOpen } from "@interlock/core/order/order";
import { formatQuantity } from "@interlock/core/number/quantity";
import { applyEntry } from "../../apply.ts";
import { sentenceOf } from "../../edge/view/event-line.ts";
import { readFrames } from "../../journal/read-journal.ts";
import { readEntry } from "../../journal/recovery/read-entry.ts";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import { frameHash } from "../../journal/segment/frame.ts";
import type { EngineRecord } from "../../record.ts";
import { type EngineState, initialState } from "../../state.ts";

/** One record that concerns an order, with its place in the chain. */
export interface OrderFileStep {
  readonly seq: number;
  readonly index: number;
  /** The venue's time, in Unix milliseconds. */
  readonly at: number;
  readonly sentence: string;
  /** The version of the limits that was in force; null before there was one. */
  readonly limitVersion: number | null;
  /** Shares held in the symbol after it; null where nothing was ever held. */
  readonly heldAfter: string | null;
  readonly record: EngineRecord;
  readonly hash: string;
  readonly previousHash: string;
}

/** Everything that the journal holds about one order, oldest first. */
export interface OrderFile {
  readonly clientOrderId: string;
  readonly steps: readonly OrderFileStep[];
}

/** What is remembered on the way through the journal. */
interface Walk {
  readonly id: string;
  readonly state: EngineState;
  readonly steps: OrderFileStep[];
  /** The day's signals: the order names the one that it came from. */
  readonly signals: Map<SignalId, OrderFileStep>;
  symbol: string | null;
}

/**
 * Gathers everything about an order from the journal alone: its signal, checks and limits, approval or override, every
 * message of the venue, fills, the position after each, kills while it worked. Throws JournalFaultError on damage.
 */
export function orderFile(dataDir: string, id: string): OrderFile {
  const walk: Walk = { id, state: initialState(), steps: [], signals: new Map(), symbol: null };
  let previousHash = "0".repeat(64);
  for (const frame of readFrames(dataDir, 1)) {
    const entry = readEntry<EngineRecord>(frame);
    if ("code" in entry) throw new JournalFaultError(entry);
    const hash = frameHash(frame).toString("hex");
    applyEntry(walk.state, entry);
    entry.records.forEach((record, index) => {
      const place = { seq: entry.seq, index, at: entry.time, hash, previousHash };
      take(walk, record, place);
    });
    previousHash = hash;
  }
  return { clientOrderId: id, steps: walk.steps };
}

type Place = Pick<OrderFileStep, "seq" | "index" | "at" | "hash" | "previousHash">;

function take(walk: Walk, record: EngineRecord, place: Place): void {
  if (record.kind === "day_opened") walk.signals.clear();
  if (record.kind === "signal_generated")
    walk.signals.set(record.signalId, step(walk, record, place));
  if (!concerns(walk, record)) return;
  if (record.kind === "order_approved" || record.kind === "order_denied") {
    walk.symbol = record.intent.symbol;
    const { signalId } = record.intent;
    const signal = signalId === null ? undefined : walk.signals.get(signalId);
    if (signal !== undefined) walk.steps.push(signal);
  }
  walk.steps.push(step(walk, record, place));
}

function step({ state, symbol }: Walk, record: EngineRecord, place: Place): OrderFileStep {
  const position = Object.values(state.portfolio.positions).find((one) => one.symbol === symbol);
  return {
    ...place,
    sentence: sentenceOf(record),
    limitVersion: state.limits?.version ?? null,
    heldAfter: position === undefined ? null : formatQuantity(position.quantity),
    record,
  };
}

function concerns({ id, state }: Walk, record: EngineRecord): boolean {
  switch (record.kind) {
    case "order_approved":
    case "order_denied":
      return record.intent.clientOrderId === id;
    case "order_advanced":
      return record.clientOrderId === id;
    case "fill_booked":
      return record.fill.clientOrderId === id;
    case "override_granted":
      return record.grant.intent.clientOrderId === id;
    case "command_answered":
      return "clientOrderId" in record.body && record.body.clientOrderId === id;
    case "kill_requested":
    case "scope_kill_requested":
      return isWorking(state, id);
    default:
      return false;
  }
}

function isWorking(state: EngineState, id: string): boolean {
  const order = state.orders[clientOrderId(id)];
  return order !== undefined && isOpen(order);
}
