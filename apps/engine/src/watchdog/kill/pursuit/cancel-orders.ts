import type { VenueOrderId } from "@interlock/core/ids";
import {
  type CancelPace,
  CANCELS_PER_MINUTE,
  cancelMinutes,
} from "@interlock/core/kill/cancel-pace";
import { describeOrder, describeUnreadable, type Residue } from "@interlock/core/kill/kill-plan";
import type { UnreadableOrder, VenueOrder } from "@interlock/core/order/execution-report";
import { countOf } from "@interlock/core/number/count-of";
import type { KillProgress } from "./kill-progress.ts";
import type { KillVenue } from "../kill-venue.ts";

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

/** What a kill cancels with, and where it notes what it asked for and what was refused. */
export interface CancelerParts {
  readonly venue: KillVenue;
  readonly progress: KillProgress;
  /** That of the account: other kills of this process send from the same minute. */
  readonly pace: () => CancelPace;
}

/** Sends the cancels of one kill. */
export class OrderCanceler {
  readonly #parts: CancelerParts;
  readonly #askedAt = new Map<string, number>();

  constructor(parts: CancelerParts) {
    this.#parts = parts;
  }

  /** Cancels orders by their ids, or everything at once where there are many of them or one has no id. */
  async cancel({ orders, unreadable, everything }: Cancels): Promise<void> {
    const targets = [...orders.map(targetOf), ...unreadable.map(unreadTargetOf)];
    if (targets.length === 0) return;
    const named = targets.flatMap(({ id, what }) => (id === null ? [] : { id, what }));
    const atOnce = targets.length >= CANCELS_AT_ONCE_MIN || named.length < targets.length;
    if (!everything || !atOnce) return this.#cancelEach(targets, named);
    this.#parts.progress.receipt.asked(named);
    return this.cancelAll();
  }

  /** Cancels everything with one request, which needs no list of orders. */
  async cancelAll(): Promise<void> {
    const { venue, progress } = this.#parts;
    progress.cancelsWaiting = 0;
    const answer = await venue.cancelAllOrders("kill");
    if (!answer.ok) progress.trouble = answer.failure.message;
  }

  async #cancelEach(targets: readonly Target[], named: readonly NamedTarget[]): Promise<void> {
    const { venue, progress } = this.#parts;
    const pace = this.#parts.pace();
    const now = performance.now();
    const asked = inTurn(named, this.#askedAt).slice(0, pace.room(now));
    pace.took(asked.length, now);
    for (const { id } of asked) this.#askedAt.set(id, now);
    progress.receipt.asked(asked);
    const outcomes = await Promise.all(asked.map(({ id }) => venue.cancelOrder(id, "kill")));
    const refusals = new Map<string, string>();
    for (const [index, { id }] of asked.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined && outcome.outcome !== "accepted")
        refusals.set(id, outcome.message);
    }
    // What failed waits for its turn like what was never asked about.
    for (const id of refusals.keys()) this.#askedAt.delete(id);
    progress.cancelsWaiting = named.filter(({ id }) => !this.#askedAt.has(id)).length;
    const [refusal] = refusals.values();
    if (refusal !== undefined) progress.trouble = refusal;
    if (asked.length < named.length) progress.trouble = waitWords(named.length - asked.length);
    progress.residual = targets.flatMap((target) => leftOf(target, refusals));
  }
}

/** An order to cancel, and how it is named for a person. */
interface Target {
  readonly id: VenueOrderId | null;
  readonly what: string;
}
type NamedTarget = Target & { readonly id: VenueOrderId };

function targetOf(order: VenueOrder): Target {
  return { id: order.venueOrderId, what: describeOrder(order) };
}

function unreadTargetOf(order: UnreadableOrder): Target {
  return { id: order.venueOrderId, what: describeUnreadable(order) };
}

/** Those asked about longest ago, or never, first. */
function inTurn(
  targets: readonly NamedTarget[],
  askedAt: ReadonlyMap<string, number>,
): readonly NamedTarget[] {
  const when = ({ id }: NamedTarget) => askedAt.get(id) ?? 0;
  return [...targets].sort((one, other) => when(one) - when(other));
}

function waitWords(waiting: number): string {
  return `${countOf(waiting, "order")} must be canceled one by one: about ${cancelMinutes(waiting)} min more at ${CANCELS_PER_MINUTE} a minute.`;
}

const WITHOUT_ID =
  "the venue's list gives no id to cancel it by, and protective stops beside it are to stay: cancel it at the broker, or kill with the stops included";

function leftOf({ id, what }: Target, refusals: ReadonlyMap<string, string>): readonly Residue[] {
  if (id === null) return [{ what, why: WITHOUT_ID }];
  const why = refusals.get(id);
  return why === undefined ? [] : [{ what, why }];
}
