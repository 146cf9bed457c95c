import { clientOrderId, type SignalId, type Ticker } from "@interlock/core/ids";
import type { NarrowScope } from "@interlock/core/kill/kill-scope";
import { isOpen, type Order } from "@interlock/core/order/order";
import { formatQuantity } from "@interlock/core/number/quantity";
import { positionOf } from "@interlock/core/portfolio/portfolio";
import { applyEntry } from "../../apply.ts";
import { actorOf } from "../project/rows-of-entry.ts";
import { factsOf } from "../audit/audit-line.ts";
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
  /** Who did it; "engine" where nobody did. */
  readonly by: string;
  readonly sentence: string;
  /** The reason that a person gave; empty where none was. */
  readonly reason: string;
  /** The version of the limits that was in force; null before there was one. */
  readonly limitVersion: number | null;
  /** Shares held in the symbol after a fill; null for what changes no position. */
  readonly heldAfter: string | null;
  readonly record: EngineRecord;
  readonly hash: string;
  readonly previousHash: string;
}

/** Everything that the journal holds about one order, oldest first. */
export interface OrderFile {
  readonly clientOrderId: string;
  /** The last entry that was read: what came later is not in it. */
  readonly upTo: number;
  readonly steps: readonly OrderFileStep[];
}

/** What is remembered on the way through the journal. */
interface Walk {
  readonly id: string;
  readonly state: EngineState;
  readonly steps: OrderFileStep[];
  /** The day's signals: the order names the one that it came from. */
  readonly signals: Map<SignalId, OrderFileStep>;
  /** Overrides as they were granted: an order that used one up names it. */
  readonly grants: Map<string, OrderFileStep>;
  /** Requests for approval that are about the order. */
  readonly requests: Set<string>;
}

const ENTRIES_PER_WORD = 50_000;

/**
 * Gathers everything about an order from the journal alone: its signal, checks and limits, approval or override, every
 * message of the venue, fills, the position after each, kills while it worked. Says now and then how many entries it
 * has read. Throws JournalFaultError on damage.
 */
export function orderFile(
  dataDir: string,
  id: string,
  onProgress: (entries: number) => void = () => undefined,
): OrderFile {
  const walk: Walk = {
    ...{ id, state: initialState(), steps: [] },
    ...{ signals: new Map(), grants: new Map(), requests: new Set() },
  };
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
    if (entry.seq % ENTRIES_PER_WORD === 0) onProgress(entry.seq);
  }
  return { clientOrderId: id, upTo: walk.state.journalSeq, steps: walk.steps };
}

type Place = Pick<OrderFileStep, "seq" | "index" | "at" | "hash" | "previousHash">;

function take(walk: Walk, record: EngineRecord, place: Place): void {
  if (record.kind === "day_opened") walk.signals.clear();
  if (record.kind === "signal_generated")
    walk.signals.set(record.signalId, step(walk, record, place));
  if (record.kind === "override_granted")
    walk.grants.set(record.grant.overrideId, step(walk, record, place));
  if (!concerns(walk, record)) return;
  if (record.kind === "order_approved" || record.kind === "order_denied")
    walk.steps.push(...causesOf(walk, record));
  walk.steps.push(step(walk, record, place));
}

type Decision = Extract<EngineRecord, { readonly kind: "order_approved" | "order_denied" }>;

/** What an order came from: its signal, and the override that it used up. */
function causesOf(walk: Walk, record: Decision): readonly OrderFileStep[] {
  const { signalId } = record.intent;
  const signal = signalId === null ? undefined : walk.signals.get(signalId);
  const used = record.kind === "order_approved" ? record.override?.overrideId : undefined;
  const grant = used === undefined ? undefined : walk.grants.get(used);
  return [signal, grant].filter((cause) => cause !== undefined);
}

function step({ state }: Walk, record: EngineRecord, place: Place): OrderFileStep {
  const { sentence, reason } = factsOf(record);
  return {
    ...place,
    by: actorOf(record),
    sentence,
    reason,
    limitVersion: state.limits?.version ?? null,
    heldAfter: record.kind === "fill_booked" ? heldIn(state, record.fill.symbol) : null,
    record,
  };
}

function heldIn({ portfolio }: EngineState, symbol: Ticker): string {
  return formatQuantity(positionOf(portfolio, symbol).quantity);
}

function concerns(walk: Walk, record: EngineRecord): boolean {
  const { id, state, requests } = walk;
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
    case "approval_requested":
    case "approval_edited":
      return isAbout(walk, record.approval);
    case "approval_decided":
    case "approval_applied":
    case "approval_ended":
      return requests.has(record.approvalId);
    case "kill_requested":
      return isWorking(state, id);
    case "scope_kill_requested":
      return isWorking(state, id) && touches(record.scope, state.orders[id]);
    default:
      return false;
  }
}

type Requested = Extract<EngineRecord, { readonly kind: "approval_requested" }>["approval"];

/** Tells whether a request is about the order, and remembers it: its decisions name the request alone. */
function isAbout({ id, requests }: Walk, { id: approvalId, subject: { act } }: Requested): boolean {
  if (!("clientOrderId" in act) || act.clientOrderId !== id) return false;
  requests.add(approvalId);
  return true;
}

function touches(scope: NarrowScope, order: Order | undefined): boolean {
  if (scope.kind === "symbol") return order?.symbol === scope.symbol;
  return order?.strategyId === scope.strategyId;
}

function isWorking(state: EngineState, id: string): boolean {
  const order = state.orders[clientOrderId(id)];
  return order !== undefined && isOpen(order);
}
