import { quantityUnits } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { Limits } from "@interlock/core/risk/limits";
import type { EngineRecord, JournalEntry, RecordOf } from "../../../src/record.ts";
import { OverrideWatch } from "./override-watch.ts";
import { StopBook } from "./stop-book.ts";

/** An order as it was approved. */
export interface ApprovedIntent {
  readonly intent: OrderIntent;
  readonly seq: number;
  readonly at: number;
}

/** What the journal says, read record by record for the auditor's questions and no others. */
export class JournalBook {
  readonly approved = new Map<string, ApprovedIntent>();
  readonly fills = new Map<string, RecordOf<"fill_booked">["fill"]>();
  readonly answers = new Map<string, { readonly accepted: boolean; readonly seq: number }>();
  readonly openBreaks = new Map<string, string | null>();
  /** Ids that stand in more than one record where they may stand in one. */
  readonly repeated: { readonly invariant: string; readonly id: string }[] = [];
  limits: Limits | null = null;
  killHeld = false;
  crashLoop = false;
  kill: RecordOf<"kill_requested"> | null = null;
  recovered = false;
  adopted = false;
  /** Executions that are in the opening balance and are booked by it. */
  readonly inOpening = new Set<string>();
  /** Approved orders that the journal itself says were never sent. */
  readonly unsent = new Set<string>();
  /** Given up, and shown by the venue after that. */
  readonly seenAgain = new Set<string>();
  /** Approved by a process that has ended. */
  readonly forgotten = new Set<string>();
  /** Orders that took the place of ours at the venue, once the journal knows of them. */
  readonly successors = new Set<string>();
  /** Orders of other programs that the journal shows working, with what may still fill of each. */
  readonly strangers = new Map<string, number>();
  /** What holds trading, by its source. */
  readonly holds = new Map<string, string>();
  readonly adoptions: RecordOf<"break_adopted">[] = [];
  readonly stops = new StopBook();
  readonly overrides = new OverrideWatch();
  limitsVersion = 0;
  /** Symbols in which an order of ours was replaced and the break of that is open, by the break's key. */
  readonly replacing = new Map<string, string>();

  /** What halts trading keeps stop-losses from acting too, until a person resumes. */
  get stopsRest(): boolean {
    const { kill, killHeld, crashLoop } = this;
    const removed = kill?.mode === "flatten" || (kill?.mode === "cancel" && kill.includeStops);
    return crashLoop || (killHeld && removed);
  }

  /** Takes the next entry. */
  take({ seq, time, records }: JournalEntry): void {
    for (const record of records) this.#takeRecord(record, seq, time);
  }

  #takeRecord(record: EngineRecord, seq: number, at: number): void {
    this.overrides.take(record, at);
    switch (record.kind) {
      case "order_approved":
        return this.#keepIntent(record.intent, seq, at);
      case "order_advanced":
        return this.#takeEvent(record);
      case "fill_booked":
        if (this.fills.has(record.fill.executionId)) this.#repeat("I4", record.fill.executionId);
        this.fills.set(record.fill.executionId, record.fill);
        this.#noteSeen(record.fill.clientOrderId);
        return;
      case "command_answered":
        if (this.answers.has(record.commandId)) this.#repeat("I9", record.commandId);
        this.answers.set(record.commandId, { accepted: record.accepted, seq });
        return;
      case "external_order_seen":
        this.successors.delete(record.order.clientOrderId);
        if (record.open) this.strangers.set(record.order.clientOrderId, leavesOf(record));
        else this.strangers.delete(record.order.clientOrderId);
        return this.#noteSeen(record.order.clientOrderId);
      case "limits_changed":
        if (record.version !== this.limitsVersion + 1) this.#repeat("I16", `${record.version}`);
        this.limitsVersion = record.version;
        this.limits = record.limits;
        return;
      default:
        return this.#takeStanding(record);
    }
  }

  #takeStanding(record: EngineRecord): void {
    switch (record.kind) {
      case "engine_started":
        this.recovered = false;
        return;
      case "recovered":
        this.recovered = true;
        this.holds.delete("recovery");
        return;
      case "account_adopted":
        this.adopted = true;
        for (const id of record.executionIds) this.inOpening.add(id);
        return;
      case "kill_requested":
        this.killHeld = true;
        this.kill = record;
        return;
      case "trading_resumed":
        this.holds.clear();
        for (const { source, state } of record.control.holds) this.holds.set(source, state);
        this.killHeld = this.holds.has("kill_switch");
        this.crashLoop = this.holds.has("crash_loop");
        return;
      case "trading_held":
        this.holds.set(record.hold.source, record.hold.state);
        if (record.hold.source === "crash_loop") this.crashLoop = true;
        return;
      case "hold_released":
        this.holds.delete(record.source);
        return;
      case "breaker_rearmed":
        this.holds.delete(record.breaker);
        return;
      case "break_opened":
        this.openBreaks.set(record.break.breakId, record.break.symbol);
        if (record.break.kind === "replaced_order")
          this.replacing.set(record.break.breakId, record.break.symbol ?? "");
        return;
      case "break_adopted":
        this.adoptions.push(record);
        this.openBreaks.delete(record.break.breakId);
        return;
      case "break_closed":
        this.openBreaks.delete(record.breakId);
        this.replacing.delete(record.breakId);
        return;
      default:
        return this.stops.take(record);
    }
  }

  #takeEvent({ clientOrderId, event }: RecordOf<"order_advanced">): void {
    if (event.kind === "never_sent") this.#giveUp(clientOrderId);
    if (event.kind !== "replace_requested") return;
    const id = event.replacement.clientOrderId;
    // One that took the place of an order under cancel counts beside it, as an order of nobody knows whom.
    if (!this.strangers.has(id)) this.successors.add(id);
  }

  #keepIntent(intent: OrderIntent, seq: number, at: number): void {
    const id = intent.clientOrderId;
    if (this.approved.has(id)) this.#repeat("I2", id);
    this.approved.set(id, { intent, seq, at });
  }

  /** One that has filled is not given up, whatever is said of it. */
  #giveUp(id: string): void {
    const filled = [...this.fills.values()].some(({ clientOrderId }) => clientOrderId === id);
    if (!filled) this.unsent.add(id);
  }

  #noteSeen(id: string): void {
    if (this.unsent.has(id)) this.seenAgain.add(id);
  }

  #repeat(invariant: string, id: string): void {
    this.repeated.push({ invariant, id });
  }
}

/** What may still fill of an order of another program, in billionths of a share. */
export function leavesOf({ order, open, booked }: RecordOf<"external_order_seen">): number {
  if (!open || order.quantity === null) return 0;
  return quantityUnits(order.quantity) - quantityUnits(booked ?? order.filledQuantity);
}
