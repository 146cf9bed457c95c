import type { NewOrder } from "@interlock/alpaca-sim/venue/order/order-record";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { WriterStanding } from "../../../src/execution/alpaca-performer.ts";
import type { Quote } from "@interlock/core/market/quote";
import { quantityUnits } from "@interlock/core/number/quantity";
import type { InputBody } from "../../../src/input.ts";
import type { CommandBody } from "../../../src/operator/operator-command.ts";
import type { EngineRecord, JournalEntry, RecordOf } from "../../../src/record.ts";
import type { EngineProcess } from "../engine/engine-process.ts";
import type { SimulatedDisk } from "../engine/simulated-journal.ts";
import type { VenueFloor } from "../../../src/backtest/venue/venue-floor.ts";
import { CEILINGS } from "../engine/simulated-settings.ts";
import { ApprovalWatch } from "./approval-watch.ts";
import { auditAlerts, auditCeilings, auditNumbers } from "./audit-entry.ts";
import { auditExposure } from "./audit-exposure.ts";
import { auditFill } from "./audit-fill.ts";
import { auditKillProof } from "./audit-kill.ts";
import { auditGate } from "./audit-gate.ts";
import { auditCancelRefusal, auditParent, auditRefusal } from "./audit-refusal.ts";
import { auditApproval, grows } from "./audit-limits.ts";
import { auditStops } from "./audit-stops.ts";
import type { Evidence } from "./evidence.ts";
import { Findings } from "./findings.ts";
import { JournalBook } from "./journal-book.ts";
import { reckonedBefore } from "./reckoned.ts";
import { Truth } from "./truth.ts";
import { dayAt, sessionAtWall } from "./wall-clock.ts";

/** No engine of a few symbols has that many requests under way: each queue in front of them is bounded. */
const REQUESTS_MAX = 60;
const ENDED: readonly string[] = ["filled", "canceled", "expired", "rejected", "replaced"];

/**
 * Watches a simulation from outside: what is journaled, what leaves, and what the venue says is true. It shares no
 * rule with the engine.
 */
export class Auditor implements Evidence {
  readonly findings: Findings;
  readonly truth: Truth;
  readonly floor: VenueFloor;
  readonly now: () => number;
  /** What was decided, durable or not. */
  book = new JournalBook();
  /** Whether the engine was told that it hears reports of orders. */
  orderStreamUp = false;
  isAlone = true;
  isBent = false;
  readonly quotes = new Map<string, Quote>();
  readonly #disk: SimulatedDisk;
  readonly #firstDay: number;
  readonly #asked = new Map<string, CommandBody>();
  #agreements = new ApprovalWatch();
  readonly #posted = new Set<string>();
  readonly #lingering = new Set<string>();
  readonly #ended = new Map<string, string>();
  #writer: () => WriterStanding = () => "only";

  constructor(floor: VenueFloor, disk: SimulatedDisk, now: () => number) {
    this.findings = new Findings(now);
    this.truth = new Truth(floor);
    this.floor = floor;
    this.now = now;
    this.#disk = disk;
    this.#firstDay = dayAt(now());
  }

  get session() {
    return sessionAtWall(this.now());
  }

  get isFirstDay(): boolean {
    return dayAt(this.now()) === this.#firstDay;
  }

  /** A process began on what is durable: what was decided and lost has never been. */
  began(writer: () => WriterStanding): void {
    this.#writer = writer;
    this.orderStreamUp = false;
    this.#ended.clear();
    this.quotes.clear();
    this.book = new JournalBook();
    this.#agreements = new ApprovalWatch();
    for (const entry of this.#disk.readAfter(0)) {
      this.book.take(entry);
      this.#agreements.take(entry);
    }
    // What another process approved and did not send is sent by nobody.
    for (const id of this.book.approved.keys()) this.book.forgotten.add(id);
  }

  readonly isGivenUp = (id: string): boolean => {
    const { approved, successors, strangers, unsent, seenAgain } = this.book;
    if (!approved.has(id)) return !successors.has(id) && !strangers.has(id);
    return this.#lingering.has(id) && unsent.has(id) && !seenAgain.has(id);
  };

  readonly isReckoned: Evidence["isReckoned"] = ({ id, clientOrderId }) => {
    const { approved, successors, fills, inOpening } = this.book;
    const isOurs = approved.has(clientOrderId) || successors.has(clientOrderId);
    return (isOurs && !this.isGivenUp(clientOrderId)) || fills.has(id) || inOpening.has(id);
  };

  /** Tells whether the first byte of an order has left. */
  readonly isPosted = (id: string): boolean => this.#posted.has(id);

  /**
   * Another program is about to trade: false before the first sight of the account, whose figures are several answers
   * that have to be of one time.
   */
  admitStranger(): boolean {
    if (!this.book.adopted) return false;
    this.isAlone = false;
    return true;
  }

  /** The broker is about to take an execution back or to move money: false before the first sight of the account. */
  admitBending(): boolean {
    if (!this.book.adopted) return false;
    this.isBent = true;
    return true;
  }

  /** The engine hears something. */
  heard(body: InputBody): void {
    if (body.kind === "connection" && body.channel === "order_stream") this.orderStreamUp = body.up;
    if (body.kind === "command") this.#asked.set(body.command.commandId, body.command.body);
    if (body.kind === "quote") this.#hearQuote(body.quote);
    if (body.kind === "latest_quotes") for (const quote of body.quotes) this.#hearQuote(quote);
  }

  #hearQuote(quote: Quote): void {
    if (quote.venueAt >= (this.quotes.get(quote.symbol)?.venueAt ?? 0))
      this.quotes.set(quote.symbol, quote);
  }

  /** Records were decided, and are not text yet. */
  recorded(records: readonly EngineRecord[]): void {
    auditNumbers(this, records);
    auditAlerts(this, records);
    for (const record of records)
      if (record.kind === "limits_changed") auditCeilings(this, record, CEILINGS);
  }

  /** An entry was decided. */
  decided(payload: string, process: EngineProcess): void {
    const entry = JSON.parse(payload) as JournalEntry;
    for (const fault of this.#agreements.take(entry)) this.findings.add("I29", fault);
    for (const [index, record] of entry.records.entries()) {
      this.#auditGate(record, entry.records.slice(index), process);
      if (record.kind === "fill_booked") auditFill(this, record.fill);
      this.book.take({ ...entry, records: [record] });
      if (record.kind === "kill_advanced" && record.stage === "proven") auditKillProof(this);
      if (record.kind === "break_adopted" && this.#isAheadOfLog(record)) this.isBent = true;
      if (record.kind === "order_advanced") this.#auditEnd(record, process);
    }
    for (const { invariant, id } of this.book.repeated.splice(0))
      this.findings.add(invariant, `${id} stands in the journal twice`);
  }

  /** `records` are this one and those after it in its entry: the process reckons with all of them already. */
  #auditGate(record: EngineRecord, records: readonly EngineRecord[], process: EngineProcess): void {
    const { book } = this;
    const reckoned = (symbol: string) => reckonedBefore(process.views, symbol, { records, book });
    if (record.kind === "order_approved") {
      auditApproval(this, record);
      auditGate(this, record, reckoned(record.intent.symbol));
    }
    if (record.kind === "order_denied") {
      auditRefusal(this, record.intent, reckoned(record.intent.symbol));
      // What a person lets pass is no wish of the strategy, which may have asked for something else since.
      if (record.overrideId === undefined) auditParent(this, record);
    }
    const asked =
      record.kind === "command_answered" ? this.#asked.get(record.commandId) : undefined;
    if (asked !== undefined && record.kind === "command_answered" && !record.accepted)
      auditCancelRefusal(this, asked, process);
  }

  /** The engine has finished an input. */
  cycled(process: EngineProcess): void {
    if (this.book.adopted && !this.isBent) auditExposure(this, process);
    if (process.inFlight > REQUESTS_MAX)
      this.findings.add("I15", `${process.inFlight} requests are under way`);
  }

  /** The first byte of an order leaves. */
  posted(order: NewOrder): void {
    const id = order.clientOrderId ?? "";
    const approved = this.book.approved.get(id);
    if (approved === undefined || approved.seq > this.#disk.entries.length)
      this.findings.add("I1", `${id} left before its intent was durable`);
    else if (!isAsApproved(order, approved.intent))
      this.findings.add("I1", `${id} left with other terms than were journaled`);
    if (approved !== undefined) auditStops(this, approved.intent);
    if (this.#posted.has(id)) this.findings.add("I2", `${id} was sent twice`);
    this.#posted.add(id);
    this.#auditWriter(order, approved?.intent.purpose);
    this.truth.posted(order);
  }

  #auditWriter(order: NewOrder, purpose: OrderIntent["purpose"] | undefined): void {
    const id = order.clientOrderId ?? "";
    if (this.#writer() === "another" && purpose !== "flatten")
      this.findings.add("I13", `${id} left although another engine writes the account`);
    if (!this.isBent && this.#writer() !== "only" && grows(this.truth.holdings(this), order))
      this.findings.add("I13", `${id} adds risk while nobody can say who writes the account`);
  }

  postLingers(clientOrderId: string): void {
    this.#lingering.add(clientOrderId);
  }

  postEnded(clientOrderId: string): void {
    this.truth.postEnded(clientOrderId);
  }

  /** A person was given an answer. */
  answered(commandId: string, accepted: boolean): void {
    const answer = this.book.answers.get(commandId);
    const durable = answer?.accepted === accepted && answer.seq <= this.#disk.entries.length;
    if (!durable) this.findings.add("I9", `${commandId} was answered before that was durable`);
  }

  /** A person took the venue's side before its log had listed the executions: they will be booked beside that. */
  #isAheadOfLog({ taken }: RecordOf<"break_adopted">): boolean {
    const { fills, inOpening } = this.book;
    return (
      taken.kind === "position" &&
      this.truth.executions.some(
        ({ id, symbol }) => symbol === taken.symbol && !fills.has(id) && !inOpening.has(id),
      )
    );
  }

  /** An order that has ended stays ended. */
  #auditEnd({ clientOrderId }: RecordOf<"order_advanced">, { state }: EngineProcess): void {
    const status = state.orders[clientOrderId]?.status ?? "";
    const before = this.#ended.get(clientOrderId);
    if (before !== undefined && status !== before)
      this.findings.add("I5", `${clientOrderId} was ${before} and is ${status}`);
    if (ENDED.includes(status)) this.#ended.set(clientOrderId, status);
  }
}

function isAsApproved(
  order: NewOrder,
  intent: Pick<NewOrder, "symbol" | "side" | "quantity">,
): boolean {
  return (
    order.symbol === intent.symbol &&
    order.side === intent.side &&
    order.quantity !== null &&
    intent.quantity !== null &&
    quantityUnits(order.quantity) === quantityUnits(intent.quantity)
  );
}
