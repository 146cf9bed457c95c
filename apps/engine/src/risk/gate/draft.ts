import { clientOrderId, type SignalId, type StrategyId, type Ticker } from "@interlock/core/ids";
import type { Quantity } from "@interlock/core/number/quantity";
import type { OrderIntent, OrderPurpose } from "@interlock/core/order/order-intent";
import type { Side } from "@interlock/core/order/side";
import type { Decision } from "../../decision.ts";

/** How an order is priced, and whether outside the regular session. */
export type Terms = Pick<OrderIntent, "pricing" | "extendedHours">;

/** A wish for an order, before it has an id. */
export interface Draft extends Terms {
  readonly symbol: Ticker;
  readonly side: Side;
  readonly quantity: Quantity;
  readonly purpose: OrderPurpose;
  /** For the day, unless it says otherwise. */
  readonly timeInForce?: OrderIntent["timeInForce"];
  readonly strategyId: StrategyId | null;
  readonly signalId: SignalId | null;
}

/** Gives a draft the next id of an order; until a record counts it, the id stays the next one. */
export function intentOf(decision: Decision, draft: Draft): OrderIntent {
  return {
    ...draft,
    clientOrderId: nextOrderId(decision),
    timeInForce: draft.timeInForce ?? "day",
  };
}

/** Unique for ever on the account: the journal's own random name and a number that only grows in it. */
function nextOrderId(decision: Decision) {
  const { instance, counters } = decision.state;
  return clientOrderId(`il-${instance}-${(counters.order + 1).toString(36).padStart(6, "0")}`);
}
