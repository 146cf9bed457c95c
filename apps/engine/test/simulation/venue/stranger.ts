import type { NewOrder } from "@interlock/alpaca-sim/venue/order/order-record";
import { readOrderRequest } from "@interlock/alpaca-sim/request/read-order-request";
import type { Surroundings } from "../surroundings.ts";
import { middleUnits, SYMBOLS } from "./simulated-market.ts";
import type { VenueFloor } from "../../../src/backtest/venue/venue-floor.ts";

/** Another program that trades on the same account: small orders near the market, canceled after a while. */
export class Stranger {
  readonly #surroundings: Surroundings;
  readonly #floor: VenueFloor;
  readonly #mayTrade: () => boolean;
  #orders = 0;

  constructor(surroundings: Surroundings, floor: VenueFloor, mayTrade: () => boolean) {
    this.#surroundings = surroundings;
    this.#floor = floor;
    this.#mayTrade = mayTrade;
  }

  start(): void {
    this.#surroundings.perMinute(
      () => this.#surroundings.faults.strangers,
      () => this.#trade(),
    );
  }

  #trade(): void {
    const order = this.#draw();
    if (order === null || !this.#mayTrade()) return;
    const reply = this.#floor.give({ kind: "submit", order });
    if (reply.kind !== "order" || !reply.outcome.ok) return;
    const { id } = reply.outcome.value;
    this.#surroundings.scheduler.after(this.#surroundings.between(2_000, 60_000), () =>
      this.#floor.give({ kind: "cancel", orderId: id, stuck: false }),
    );
  }

  #draw(): NewOrder | null {
    const { random } = this.#surroundings;
    const symbol = SYMBOLS[random.below(SYMBOLS.length)];
    if (symbol === undefined) return null;
    const cents = Math.round(middleUnits(this.#floor, symbol) / 10_000) + random.below(9) - 4;
    this.#orders += 1;
    const read = readOrderRequest({
      symbol,
      side: random.unit() < 0.5 ? "buy" : "sell",
      qty: String(1 + random.below(20)),
      type: "limit",
      time_in_force: "day",
      limit_price: (cents / 100).toFixed(2),
      client_order_id: `stranger-${this.#orders}`,
    });
    return read.ok ? read.value : null;
  }
}
