import { CancelPace, CANCELS_PER_MINUTE, cancelMinutes } from "@interlock/core/kill/cancel-pace";
import { describeOrder, describeUnreadable, type Residue } from "@interlock/core/kill/kill-plan";
import type { UnreadableOrder, VenueOrder } from "@interlock/core/order/execution-report";
import { countOf } from "@interlock/core/number/count-of";
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
  readonly #pace = new CancelPace();
  readonly #askedAt = new Map<string, number>();

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
    const now = performance.now();
    const asked = inTurn(named, this.#askedAt).slice(0, this.#pace.room(now));
    this.#pace.took(asked.length, now);
    for (const id of asked) this.#askedAt.set(id, now);
    const outcomes = await Promise.all(asked.map((id) => this.#venue.cancelOrder(id, "kill")));
    const failed = outcomes.find(({ outcome }) => outcome !== "accepted");
    if (failed !== undefined) this.#progress.trouble = failed.message;
    if (asked.length < named.length)
      this.#progress.trouble = waitWords(named.length - asked.length);
    const refusals = new Map<string, string>();
    for (const [index, id] of asked.entries()) {
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

/** Those asked about longest ago, or never, first. */
function inTurn<T extends string>(ids: readonly T[], askedAt: ReadonlyMap<string, number>): T[] {
  const when = (id: T) => askedAt.get(id) ?? Number.NEGATIVE_INFINITY;
  return [...ids].sort((one, other) => when(one) - when(other));
}

function waitWords(waiting: number): string {
  return `${countOf(waiting, "order")} must be canceled one by one: about ${cancelMinutes(waiting)} min more at ${CANCELS_PER_MINUTE} a minute.`;
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
