import { closeWorkMs } from "@interlock/core/kill/closing-work";
import {
  absoluteQuantity,
  type Quantity,
  quantityUnits,
  signOfQuantity,
} from "@interlock/core/number/quantity";
import { isTerminal } from "@interlock/core/order/order-status";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import type { KillVenue } from "../kill-venue.ts";

/** What may follow a closing order: nothing yet, the same order under its id once more, or another one. */
export type AfterClosing = "wait" | "again" | "next";

/** How long things at the venue may take. Milliseconds. */
export interface ClosingPatience {
  /** A closing limit that has not filled by then is canceled and placed again. */
  readonly workMs: number;
  /** The venue's lists may show what was before an execution for that long. */
  readonly lagMs: number;
}

/** The venue is asked for one order so many times in the time that its lists may lag, and no more often. */
const ASKED_PER_LAG = 10;

/**
 * A closing order that was sent, until it is over. The venue's lists follow its executions with a lag: a filled order
 * is no longer listed as open while its shares are still listed as held, and whoever believed the two lists would sell
 * the same shares twice. So nothing else is sent in the symbol before the order itself is known to have ended and the
 * position has moved by its fill, or the lists have had their time.
 */
export class SentClosing {
  readonly order: ApprovedOrder;
  /** Monotonic time at which it was sent last. */
  readonly sentAt = performance.now();
  /** True while nothing says whether the venue has it. */
  inDoubt = true;
  readonly #before: Quantity;
  readonly #patience: ClosingPatience;
  #ended: { readonly filled: Quantity; readonly knownAt: number } | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;

  /** `before` is the signed position that the venue showed when the order was made. */
  constructor(order: ApprovedOrder, before: Quantity, patience: ClosingPatience) {
    this.order = order;
    this.#before = before;
    this.#patience = patience;
  }

  /** The same order under the same id, to be sent once more. */
  again(): SentClosing {
    return new SentClosing(this.order, this.#before, this.#patience);
  }

  /** Whether it may be left to work at the venue. */
  isYoung(): boolean {
    const { pricing } = this.order.intent;
    return performance.now() - this.sentAt < closeWorkMs(pricing.type, this.#patience.workMs);
  }

  /** Says what may follow, where the venue lists no open order in the symbol and shows the position `shown`. */
  async judge(shown: Quantity, venue: KillVenue): Promise<AfterClosing> {
    if (this.#ended === null) {
      const { lagMs } = this.#patience;
      if (performance.now() - this.#askedAt < lagMs / ASKED_PER_LAG) return "wait";
      this.#askedAt = performance.now();
      const evidence = await venue.getOrderByClientOrderId(this.order.intent.clientOrderId, "kill");
      if (evidence.found === "unknown") return "wait";
      if (evidence.found === "no") return this.#afterAbsence(shown);
      await this.#take(evidence.order, venue);
    }
    return this.#afterEnd(shown);
  }

  async #take(order: VenueOrder, venue: KillVenue): Promise<void> {
    this.inDoubt = false;
    if (order.status !== "unknown" && isTerminal(order.status)) {
      this.#ended = { filled: order.filledQuantity, knownAt: performance.now() };
      return;
    }
    if (!this.isYoung()) await venue.cancelOrder(order.venueOrderId, "kill");
  }

  #afterEnd(shown: Quantity): AfterClosing {
    if (this.#ended === null) return "wait";
    const { filled, knownAt } = this.#ended;
    const side = signOfQuantity(this.#before);
    const left = side * quantityUnits(this.#before) - quantityUnits(filled);
    const moved = side * quantityUnits(shown) <= left;
    return moved || performance.now() - knownAt >= this.#patience.lagMs ? "next" : "wait";
  }

  /**
   * One "no" is no proof. The same id again can do no harm, as long as it closes no more than is held: the venue takes
   * an id once.
   */
  #afterAbsence(shown: Quantity): AfterClosing {
    const late = performance.now() - this.sentAt >= this.#patience.lagMs;
    if (!this.inDoubt && !late) return "wait";
    const { quantity } = this.order.intent;
    const fits =
      signOfQuantity(shown) === signOfQuantity(this.#before) &&
      quantityUnits(quantity) <= quantityUnits(absoluteQuantity(shown));
    if (fits) return "again";
    return late ? "next" : "wait";
  }
}
