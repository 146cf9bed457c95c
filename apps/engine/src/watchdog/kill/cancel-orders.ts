import { describeOrder, describeUnreadable, type Residue } from "@interlock/core/kill/kill-plan";
import type { UnreadableOrder, VenueOrder } from "@interlock/core/order/execution-report";
import type { KillProgress } from "./kill-progress.ts";
import type { KillVenue } from "./kill-venue.ts";

/** Whom to cancel. */
export interface Cancels {
  readonly orders: readonly VenueOrder[];
  /** Their ids are enough. */
  readonly unreadable: readonly UnreadableOrder[];
  /** Nothing is open that must stay, so that one request may cancel everything. */
  readonly everything: boolean;
}

/** From so many orders on, one request cancels everything: one each would use up the venue's requests of a minute. */
const CANCELS_AT_ONCE_MIN = 4;

/** Sends the cancels of one kill, and notes in its progress what was asked for and what was refused. */
export class OrderCanceler {
  readonly #venue: KillVenue;
  readonly #progress: KillProgress;

  constructor(venue: KillVenue, progress: KillProgress) {
    this.#venue = venue;
    this.#progress = progress;
  }

  /** Cancels orders by their ids, or everything at once where there are many of them or one has no id. */
  async cancel({ orders, unreadable, everything }: Cancels): Promise<void> {
    const targets = [...orders, ...unreadable];
    if (targets.length === 0) return;
    const named = targets.flatMap(({ venueOrderId: id }) => id ?? []);
    for (const id of named) this.#progress.cancelsRequested.add(id);
    const atOnce = targets.length >= CANCELS_AT_ONCE_MIN || named.length < targets.length;
    if (everything && atOnce) return this.cancelAll();
    const outcomes = await Promise.all(named.map((id) => this.#venue.cancelOrder(id, "kill")));
    const failed = outcomes.find(({ outcome }) => outcome !== "accepted");
    if (failed !== undefined) this.#progress.trouble = failed.message;
    const refusals = new Map<string, string>();
    for (const [index, id] of named.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined && outcome.outcome !== "accepted")
        refusals.set(id, outcome.message);
    }
    this.#progress.residual = targets.flatMap((order) => leftOf(order, refusals));
  }

  /** Cancels everything with one request, which needs no list of orders. */
  async cancelAll(): Promise<void> {
    const answer = await this.#venue.cancelAllOrders("kill");
    if (!answer.ok) this.#progress.trouble = answer.failure.message;
  }
}

const WITHOUT_ID =
  "the venue's list gives no id to cancel it by, and protective stops beside it are to stay: cancel it at the broker, or kill with the stops included";

function leftOf(
  order: VenueOrder | UnreadableOrder,
  refusals: ReadonlyMap<string, string>,
): readonly Residue[] {
  const what = "side" in order ? describeOrder(order) : describeUnreadable(order);
  if (order.venueOrderId === null) return [{ what, why: WITHOUT_ID }];
  const why = refusals.get(order.venueOrderId);
  return why === undefined ? [] : [{ what, why }];
}
