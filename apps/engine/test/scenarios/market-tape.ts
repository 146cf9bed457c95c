import { ticker } from "@interlock/core/ids";
import { formatQuantity } from "@interlock/core/number/quantity";
import { price } from "@interlock/core/number/price";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { EngineSettings } from "../../src/settings.ts";
import { Rig } from "../rig.ts";

/** A market of SPY, minute by minute, in which every order fills at once and in full at the price of the minute. */
export class MarketTape {
  readonly rig: Rig;
  readonly done: OrderIntent[] = [];

  constructor(settings: EngineSettings) {
    this.rig = new Rig().ready({ settings });
  }

  /** Six readings of one price, ten seconds apart. */
  minute(at: number): void {
    this.rig.snapshot();
    for (let n = 0; n < 6; n += 1) {
      this.rig.time += 10_000;
      this.rig.quote("SPY", (at - 0.01).toFixed(2), (at + 0.01).toFixed(2));
      const print = { price: price(at.toFixed(2)), size: 100, exchange: "V", conditions: [] };
      const trade = { symbol: ticker("SPY"), venueAt: this.rig.time, ...print };
      this.rig.give({ kind: "trade", trade });
      this.rig.give({ kind: "clock" });
      this.#fill(at);
      if (this.rig.views.snapshots.askedAt !== null) this.rig.snapshot();
    }
  }

  #fill(at: number): void {
    const sent = this.rig.asked("submit_order").slice(this.done.length);
    for (const { order } of sent) {
      const { intent } = order;
      this.done.push(intent);
      this.rig.accept(intent);
      this.rig.fill(intent, {
        id: `x${this.done.length}`,
        quantity: formatQuantity(intent.quantity),
        price: at.toFixed(2),
      });
    }
  }
}
