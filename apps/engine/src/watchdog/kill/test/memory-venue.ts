import { answered, unanswered, type VenueAnswer } from "@interlock/alpaca/rest/venue-answer";
import type { CancelOutcome, SubmitOutcome } from "@interlock/alpaca/rest/order-outcome";
import type { OrderEvidence } from "@interlock/alpaca/rest/look-up-order";
import { type ClientOrderId, ticker, type VenueOrderId } from "@interlock/core/ids";
import { openOrder } from "@interlock/core/kill/test/venue-shows";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import { price } from "@interlock/core/number/price";
import { addQuantity, negateQuantity, signOfQuantity } from "@interlock/core/number/quantity";
import type {
  UnreadableOrder,
  UnreadablePosition,
  VenueOrder,
  VenuePosition,
} from "@interlock/core/order/execution-report";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import type { KillVenue } from "../kill-venue.ts";

/** 2013-10-08, in days since 1970. */
const TUESDAY = 15_986;

/** Returns an instant of a regular Tuesday in New York, e.g. `tuesdayAt(10, 30)`. */
export function tuesdayAt(hour: number, minute = 0): number {
  return newYorkInstant(TUESDAY, hour * 60 + minute);
}

/** An account in memory: cancels and market orders take effect at once unless a case says otherwise. */
export class MemoryVenue implements KillVenue {
  orders: VenueOrder[] = [];
  unreadable: UnreadableOrder[] = [];
  unreadPositions: UnreadablePosition[] = [];
  held: VenuePosition[] = [];
  /** Questions that fail for as long as they stand here. */
  readonly broken = new Set<"orders" | "positions" | "clock">();
  venueAt = tuesdayAt(10);
  /** Number of requests from now on that fail as if the venue were broken. */
  failures = 0;
  /** What becomes of the next submissions; an accepted one fills when it is a market order. */
  readonly fates: ("accepted" | "rejected" | "unknown" | "unknown_but_there")[] = [];
  readonly canceled: VenueOrderId[] = [];
  readonly submitted: ApprovedOrder[] = [];
  cancelAllCalls = 0;
  lastClose = "180";
  /** How long after an execution the list of positions still shows what was held before it. Milliseconds. */
  positionLagMs = 0;
  /** The last market orders that filled, and what was held before them. */
  #before: readonly { readonly until: number; readonly held: readonly VenuePosition[] }[] = [];
  readonly #taken = new Map<ClientOrderId, VenueOrder>();

  /** Times that the open orders were asked for. */
  looks = 0;

  async openOrders() {
    this.looks += 1;
    const list = { orders: [...this.orders], unreadable: [...this.unreadable] };
    return this.broken.has("orders") ? this.#broken() : this.#answer(list);
  }

  async positions() {
    if (this.broken.has("positions")) return this.#broken();
    const lagging = this.#before.find(({ until }) => performance.now() < until);
    const shown = lagging?.held ?? this.held;
    const positions = shown.filter((one) => signOfQuantity(one.quantity) !== 0);
    return this.#answer({ positions, unreadable: [...this.unreadPositions] });
  }

  async clock() {
    if (this.broken.has("clock")) return this.#broken();
    const { venueAt } = this;
    return this.#answer({ venueAt, isOpen: true, nextOpenAt: venueAt, nextCloseAt: venueAt });
  }

  async cancelOrder(target: VenueOrderId): Promise<CancelOutcome> {
    if (this.#fails()) return { outcome: "unknown", message: "The venue answered 503.", raw: "" };
    this.canceled.push(target);
    this.orders = this.orders.filter((order) => order.venueOrderId !== target);
    this.unreadable = this.unreadable.filter((order) => order.venueOrderId !== target);
    return { outcome: "accepted", message: "", raw: "" };
  }

  async cancelAllOrders() {
    this.cancelAllCalls += 1;
    this.orders = [];
    this.unreadable = [];
    return this.#answer([]);
  }

  async getOrderByClientOrderId(id: ClientOrderId): Promise<OrderEvidence> {
    if (this.#fails()) return { found: "unknown", reason: "The venue answered 503." };
    const order = this.#taken.get(id);
    if (order === undefined) return { found: "no", raw: "" };
    const resting = this.orders.some((open) => open.clientOrderId === id);
    const ended = order.status === "accepted" && !resting;
    return { found: "yes", order: ended ? { ...order, status: "canceled" } : order, raw: "" };
  }

  async submitOrder(order: ApprovedOrder): Promise<SubmitOutcome> {
    this.submitted.push(order);
    const fate = this.fates.shift() ?? "accepted";
    if (fate === "rejected") {
      return { outcome: "rejected", code: "1", message: "not today", raw: "", retryAt: null };
    }
    if (fate !== "unknown") this.#take(order);
    if (fate !== "accepted") return { outcome: "unknown", reason: "no answer", raw: "" };
    const resting = openOrder(order.intent.clientOrderId);
    return { outcome: "accepted", order: resting, raw: "", adopted: false, deviations: [] };
  }

  async bars() {
    const close = price(this.lastClose);
    const bar = {
      symbol: ticker("IBM"),
      startAt: this.venueAt,
      open: close,
      high: close,
      low: close,
      close,
      volume: 1,
      tradeCount: 1,
      complete: true,
    };
    return this.#answer({ bars: [bar], refused: [] });
  }

  /** A market order fills; any other rests. */
  #take({ intent }: ApprovedOrder): void {
    const { clientOrderId: id, symbol, side, quantity: shares } = intent;
    const order = openOrder(id, { symbol, side, quantity: shares });
    this.#taken.set(id, order);
    if (intent.pricing.type !== "market") {
      this.orders.push(order);
      return;
    }
    this.#taken.set(id, { ...order, status: "filled", filledQuantity: shares });
    const until = performance.now() + this.positionLagMs;
    this.#before = [...this.#before, { until, held: this.held }];
    const change = intent.side === "buy" ? intent.quantity : negateQuantity(intent.quantity);
    this.held = this.held.map((one) =>
      one.symbol === intent.symbol ? { ...one, quantity: addQuantity(one.quantity, change) } : one,
    );
  }

  #fails(): boolean {
    if (this.failures === 0) return false;
    this.failures -= 1;
    return true;
  }

  #answer<T>(value: T): VenueAnswer<T> {
    return this.#fails() ? this.#broken() : answered(value);
  }

  #broken() {
    const message = "The venue answered 503.";
    return unanswered({ kind: "venue_error", message, retryAt: null, raw: "" });
  }
}
