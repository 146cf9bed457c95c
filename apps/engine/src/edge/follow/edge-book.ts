import type { ClientOrderId } from "@interlock/core/ids";
import type { Fill } from "@interlock/core/fill/fill";
import type { UnixMs } from "@interlock/core/time";
import { apply, markEntry } from "../../apply.ts";
import type { EngineRecord, EquityMark, JournalEntry } from "../../record.ts";
import { type EngineState, initialState } from "../../state.ts";
import { emptyViews, followRecord, rebuildTotals, type Views } from "../../views.ts";
import { KillGate } from "./kill-gate.ts";

/** One step in an order's life, as its dossier shows it. */
export interface OrderStep {
  readonly journalSeq: number;
  readonly at: UnixMs;
  readonly record: EngineRecord;
  /** The version of the limits that were in force then; null before there were any. */
  readonly limitVersion: number | null;
}

/** A denied intent of the day: it never became an order. */
export type DeniedIntent = Extract<EngineRecord, { readonly kind: "order_denied" }> & {
  readonly at: UnixMs;
  readonly journalSeq: number;
};

/** A point of the equity curve. */
export interface CurvePoint {
  readonly at: UnixMs;
  readonly mark: EquityMark;
  readonly fills: number;
}

/** A record with its place and time. */
export interface SeenRecord {
  readonly journalSeq: number;
  readonly at: UnixMs;
  readonly record: EngineRecord;
}

const EVENTS_KEPT = 200;
const DENIED_KEPT = 500;
const POINTS_KEPT = 2_000;

/**
 * The edge's own copy of the engine's state, folded from the journal by the same `apply`, with what consoles want
 * besides: the day's steps of each order, denied intents, fills, the equity curve, the latest events. All bounded:
 * what is older is in the database.
 */
export class EdgeBook {
  readonly state: EngineState;
  readonly views: Views = emptyViews();
  readonly steps = new Map<ClientOrderId, OrderStep[]>();
  readonly signals = new Map<string, SeenRecord>();
  readonly events: SeenRecord[] = [];
  readonly killGate = new KillGate();
  denied: DeniedIntent[] = [];
  fills: Fill[] = [];
  curve: CurvePoint[] = [];
  #fillsSincePoint = 0;

  constructor(state: EngineState = initialState()) {
    this.state = state;
    rebuildTotals(this.views, state);
  }

  /** Takes the next journal entry. */
  take(entry: JournalEntry): void {
    const { state, views } = this;
    for (const record of entry.records) {
      apply(state, record, entry.time);
      followRecord(views, state, record);
      this.#remember({ journalSeq: entry.seq, at: entry.time, record });
    }
    markEntry(state, entry);
    this.killGate.follow(entry);
  }

  /** Remembers an entry from before the state that this book began with, oldest first. */
  recall(entry: JournalEntry): void {
    for (const record of entry.records)
      this.#remember({ journalSeq: entry.seq, at: entry.time, record });
  }

  #remember(seen: SeenRecord): void {
    const { record, at, journalSeq } = seen;
    switch (record.kind) {
      case "bar_closed":
      case "positions_marked":
      case "best_price_seen":
      case "high_water_raised":
        return;
      case "equity_marked":
        return this.#addPoint(at, record.mark);
      case "day_opened":
        return this.#openDay();
      case "signal_generated":
        this.signals.set(record.signalId, seen);
        break;
      case "order_approved":
      case "order_denied":
        this.#addStep(record.intent.clientOrderId, seen);
        break;
      case "order_advanced":
        this.#addStep(record.clientOrderId, seen);
        break;
      case "fill_booked":
        this.#addStep(record.fill.clientOrderId, seen);
        this.fills.push(record.fill);
        this.#fillsSincePoint += 1;
        break;
      default:
        break;
    }
    if (record.kind === "order_denied")
      this.denied = [...this.denied, { ...record, at, journalSeq }].slice(-DENIED_KEPT);
    if (record.kind === "reconciled" || isRoutine(record)) return;
    this.#dropSameDenial(record);
    this.events.push(seen);
    if (this.events.length > EVENTS_KEPT) this.events.shift();
  }

  /** A strategy that is refused says the same at every bar: the latest refusal of each kind is enough to read. */
  #dropSameDenial(record: EngineRecord): void {
    if (record.kind !== "order_denied") return;
    const kind = denialKind(record);
    const before = this.events.findIndex(
      (seen) => seen.record.kind === "order_denied" && denialKind(seen.record) === kind,
    );
    if (before >= 0) this.events.splice(before, 1);
  }

  #addStep(id: ClientOrderId, seen: SeenRecord): void {
    const steps = this.steps.get(id);
    const step = { ...seen, limitVersion: this.state.limits?.version ?? null };
    if (steps === undefined) this.steps.set(id, [step]);
    else steps.push(step);
  }

  #addPoint(at: UnixMs, mark: EquityMark): void {
    this.curve.push({ at, mark, fills: this.#fillsSincePoint });
    this.#fillsSincePoint = 0;
    if (this.curve.length > POINTS_KEPT) this.curve.shift();
  }

  /** A new day begins: what belongs to the one before stays in the database only. */
  #openDay(): void {
    this.denied = [];
    this.fills = [];
    this.curve = [];
    this.signals.clear();
    for (const id of this.steps.keys())
      if (this.state.orders[id] === undefined) this.steps.delete(id);
  }
}

function denialKind({
  intent,
  denials,
}: Extract<EngineRecord, { readonly kind: "order_denied" }>): string {
  return [intent.strategyId, intent.symbol, intent.side, ...denials.map(({ code }) => code)].join();
}

/** Steps that say nothing new to a person reading the feed: a break is told by the alert that comes with it. */
function isRoutine(record: EngineRecord): boolean {
  if (record.kind === "break_opened" || record.kind === "signal_suppressed") return true;
  return (
    record.kind === "order_advanced" &&
    (record.event.kind === "venue_status" || record.event.kind === "submitted")
  );
}
