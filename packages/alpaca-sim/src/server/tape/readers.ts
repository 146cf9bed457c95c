import type { DataClient } from "../stream/data-client.ts";
import type { Feed } from "../stream/feed.ts";
import type { Reports } from "../stream/reports.ts";

/** Whether those are there whom the tape is played to. */
export class Readers {
  readonly #feeds: readonly Feed[];
  readonly #reports: Reports;
  #hadListener = false;

  /** Watches the live feeds and the trade_updates stream. */
  constructor(feeds: readonly Feed[], reports: Reports) {
    this.#feeds = feeds;
    this.#reports = reports;
  }

  /**
   * Says whom the tape is missing: a subscriber of market data, or, once there was one, a listener of trade updates.
   * Null when none is missing.
   */
  missing(): string | null {
    if (!this.#feeds.some((feed) => feed.clients.some(isReading))) {
      return "a subscription to market data";
    }
    if (this.#reports.listeners.length > 0) this.#hadListener = true;
    else if (this.#hadListener) return "a listener to trade updates";
    return null;
  }
}

function isReading(client: DataClient): boolean {
  return client.peer.isOpen && !client.subscriptions.isEmpty;
}
