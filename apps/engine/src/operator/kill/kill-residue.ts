import {
  type Residue,
  describeOrder,
  describePosition,
  describeUnreadable,
} from "@interlock/core/kill/kill-plan";
import { type KillScope, describeScope } from "@interlock/core/kill/kill-scope";
import { formatQuantity } from "@interlock/core/number/quantity";
import type {
  UnreadableOrder,
  VenueOrder,
  VenuePosition,
} from "@interlock/core/order/execution-report";
import type { Order } from "@interlock/core/order/order";

/** What is left of a kill, in words: each order and each position with why it is still there. */

/** Shares that others of the account hold against. */
export function leftAgainst(position: VenuePosition): Residue {
  const why =
    "others of the account hold as much against it, so that closing it would open a position: close theirs too, or resume";
  return { what: describePosition(position), why };
}

/** An order that is being canceled. */
export function leftOpen(order: VenueOrder): Residue {
  return { what: describeOrder(order), why: `${order.venueStatus} at the venue` };
}

/** One whose terms cannot be read. */
export function leftUnread(order: UnreadableOrder): Residue {
  return { what: describeUnreadable(order), why: order.why };
}

/** One that may be of a symbol, which the venue does not name. */
export function leftUnknown(order: UnreadableOrder, scope: KillScope): Residue {
  const why = `the venue names no symbol of it, so it may be of ${describeScope(scope)}: cancel it at the broker, or kill everything`;
  return { what: describeUnreadable(order), why };
}

/** One of ours of which nobody knows whether it arrived, or ended. */
export function leftInDoubt(order: Order): Residue {
  const { side, quantity, symbol, clientOrderId, venueOrderId } = order;
  const why =
    venueOrderId === null
      ? "it is not known yet whether it reached the venue; it is asked for"
      : "the venue shows it no more, and has not reported its end: it may have filled";
  return {
    what: `${side} ${formatQuantity(quantity)} ${symbol} (${clientOrderId})`,
    why,
  };
}
