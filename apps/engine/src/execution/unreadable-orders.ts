import type { UnreadableOrder } from "@interlock/core/order/execution-report";
import type { Sides } from "./breaks.ts";
import type { Answer } from "./break-evidence.ts";
import type { Decision } from "../decision.ts";
import { closeBreak, openBreak } from "./breaks.ts";

const UNREADABLE_KEY = "unreadable:";
const NOTHING_OF_OURS = { quantity: null, averagePrice: null, cash: null };

/**
 * An open order whose terms cannot be read may trade at any moment, for shares and money that nobody has counted: it is
 * a break of its symbol, or of the whole account where it names none. It ends when the venue lists the order no more.
 */
export function compareUnreadable(decision: Decision, answer: Answer): void {
  const { unreadableOrders = [] } = answer.snapshot;
  const keys = new Set(unreadableOrders.map(keyOf));
  for (const order of unreadableOrders) {
    openBreak(decision, {
      key: keyOf(order),
      kind: "order_conflict",
      symbol: order.symbol,
      ours: "no such order, or one that we cannot recognize",
      venue: `works an order that cannot be read: ${order.why}`,
      sides: sidesOf(order, answer),
    });
  }
  for (const key of Object.keys(decision.state.breaks))
    if (key.startsWith(UNREADABLE_KEY) && !keys.has(key))
      closeBreak(decision, key, "the venue lists the order no more");
}

function keyOf({ venueOrderId, clientOrderId, symbol }: UnreadableOrder): string {
  return `${UNREADABLE_KEY}${venueOrderId ?? clientOrderId ?? symbol ?? "without an id"}`;
}

function sidesOf({ raw }: UnreadableOrder, { snapshot, askedAt }: Answer): Sides {
  return {
    ours: { ...NOTHING_OF_OURS, orders: [] },
    venue: { ...NOTHING_OF_OURS, askedAt, at: snapshot.venueAt, raw: [raw] },
  };
}
