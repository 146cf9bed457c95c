import { renderTradeUpdate } from "../../render/render-order.ts";
import type { OrderEvent } from "../../venue/order/order-event.ts";
import type { Faults } from "../faults.ts";
import type { TradingClient } from "./trading-client.ts";

/**
 * Reports about orders on their way to the clients that listen, in the order in which things happened. There is no
 * replay: what happens while nobody listens is told to nobody.
 */
export class Reports {
  readonly clients = new Set<TradingClient>();
  readonly #faults: Faults;
  #queue: OrderEvent[] = [];

  /** `faults` may lose or double reports. */
  constructor(faults: Faults) {
    this.#faults = faults;
  }

  /** Clients that have asked for trade_updates. */
  get listeners(): TradingClient[] {
    return [...this.clients].filter((client) => client.isListening);
  }

  /** Adds reports behind those that wait. */
  push(events: readonly OrderEvent[]): void {
    this.#queue.push(...events);
  }

  /** Sends the report that has waited longest, with a ping behind it; false when none waits. */
  deliverNext(): boolean {
    const event = this.#queue.shift();
    if (event === undefined) return false;
    const listeners = this.listeners;
    if (listeners.length === 0) return true;
    const copies = this.#faults.copiesOfNextUpdate();
    const message = { stream: "trade_updates", data: renderTradeUpdate(event) };
    for (const client of listeners) {
      client.peer.together(() => {
        for (let copy = 0; copy < copies; copy++) client.tell(message);
        if (copies > 0) client.peer.ping();
      });
    }
    return true;
  }
}
