import { renderTradeUpdate } from "../../render/render-order.ts";
import type { OrderEvent } from "../../venue/order/order-event.ts";
import type { Faults } from "../faults/faults.ts";
import { UpdateRules } from "../faults/update-rules.ts";
import { PastEvents } from "./past-events.ts";
import type { TradingClient } from "./trading-client.ts";

/**
 * Reports about orders on their way to the clients that listen, in the order in which things happened. There is no
 * replay: what happens while nobody listens is told to nobody.
 */
export class Reports {
  readonly clients = new Set<TradingClient>();
  /** The scripted faults of this stream. */
  readonly rules = new UpdateRules();
  /** What happened so far. */
  readonly past = new PastEvents();
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
    this.past.add(events);
    this.#queue.push(...events);
  }

  /** Sends the report that has waited longest, with a ping behind it; false when none waits. */
  deliverNext(): boolean {
    const event = this.#queue.shift();
    if (event === undefined) return false;
    if (this.listeners.length === 0) return true;
    const copies = this.#faults.copiesOfNextUpdate();
    if (copies === 0) return true;
    const { now, later } = this.rules.pass({
      event: event.name,
      symbol: event.order.symbol,
      clientOrderId: event.order.clientOrderId,
      data: renderTradeUpdate(event),
    });
    this.#tell(copies === 1 ? now : now.flatMap((data) => [data, data]));
    if (later !== null) setTimeout(() => this.#tell([later.data]), later.ms).unref();
    return true;
  }

  /** Sends the last updates again, in the order in which they went out. */
  replay(count: number): void {
    this.#tell(this.rules.lastSent(count));
  }

  /** Takes the scripted faults away; what they held back is sent now. */
  clearRules(): void {
    this.#tell(this.rules.clear());
  }

  #tell(updates: readonly unknown[]): void {
    if (updates.length === 0) return;
    for (const client of this.listeners) {
      client.peer.together(() => {
        for (const data of updates) client.tell({ stream: "trade_updates", data });
        client.peer.ping();
      });
    }
  }
}
