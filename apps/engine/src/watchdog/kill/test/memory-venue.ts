import { answered, unanswered, type VenueAnswer } from "@interlock/alpaca/rest/venue-answer";
import type { CancelOutcome, SubmitOutcome } from "@interlock/alpaca/rest/order-outcome";
import { ticker, type VenueOrderId } from "@interlock/core/ids";
import { openOrder } from "@interlock/core/kill/test/venue-shows";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import { price } from "@interlock/core/number/price";
import { addQuantity, negateQuantity, signOfQuantity } from "@interlock/core/number/quantity";
import type { VenueOrder, VenuePosition } from "@interlock/core/order/execution-report";
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
  held: VenuePosition[] = [];
  venueAt = tuesdayAt(10);
  /** Number of requests from now on that fail as if the venue were broken. */
  failures = 0;
  /** What becomes of the next submissions; an accepted one fills when it is a market order. */
  readonly fates: ("accepted" | "rejected" | "unknown" | "unknown_but_there")[] = [];
  readonly canceled: VenueOrderId[] = [];
  readonly submitted: ApprovedOrder[] = [];
  cancelAllCalls = 0;
  lastClose = "180";

  async openOrders() {
    return this.#answer([...this.orders]);
  }

  async positions() {
    return this.#answer(this.held.filter((one) => signOfQuantity(one.quantity) !== 0));
  }

  async clock() {
    const { venueAt } = this;
    return this.#answer({ venueAt, isOpen: true, nextOpenAt: venueAt, nextCloseAt: venueAt });
  }

  async cancelOrder(target: VenueOrderId): Promise<CancelOutcome> {
    if (this.#fails()) return { outcome: "unknown", message: "The venue answered 503.", raw: "" };
    this.canceled.push(target);
    this.orders = this.orders.filter((order) => order.venueOrderId !== target);
    return { outcome: "accepted", message: "", raw: "" };
  }

  async cancelAllOrders() {
    this.cancelAllCalls += 1;
    this.orders = [];
    return this.#answer([]);
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
    if (intent.pricing.type !== "market") {
      const { clientOrderId: id, symbol, side, quantity: shares } = intent;
      this.orders.push(openOrder(id, { symbol, side, quantity: shares }));
      return;
    }
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
    if (!this.#fails()) return answered(value);
    const message = "The venue answered 503.";
    return unanswered({ kind: "venue_error", message, retryAt: null, raw: "" });
  }
}
