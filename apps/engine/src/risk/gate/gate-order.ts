import { clientOrderId, type SignalId, type StrategyId, type Ticker } from "@interlock/core/ids";
import type { Quantity } from "@interlock/core/number/quantity";
import type { OrderIntent, OrderPurpose } from "@interlock/core/order/order-intent";
import type { Side } from "@interlock/core/order/side";
import { withoutProtective } from "@interlock/core/portfolio/open-orders";
import { checkOrder } from "@interlock/core/risk/check-order";
import { type Denial, describeDenial } from "@interlock/core/risk/denial";
import type { RiskContext } from "@interlock/core/risk/risk-context";
import type { OneShotOverride } from "@interlock/core/risk/override/override";
import type { Decision } from "../../decision.ts";
import { openBook } from "../../views.ts";
import { priceReference } from "../price-reference.ts";
import { riskContextFor } from "../risk-context.ts";

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

/**
 * Puts an intent through the gate, with an override where one was claimed for it. Returns null when it was approved,
 * otherwise the reasons.
 */
export function gate(decision: Decision, draft: Draft, override?: OneShotOverride): string | null {
  const context = riskContextFor(decision, draft);
  if (context === null) return "the engine has no limits in force";
  const intent = intentOf(decision, draft);
  const verdict = checkOrder(intent, context, override);
  const found = priceReference(decision, draft.symbol);
  const reference = found === null ? {} : { reference: found };
  const arrivalMid = decision.views.totals.symbols[draft.symbol]?.referencePrice ?? null;
  if (verdict.kind === "denied") {
    const { denials, measures } = withoutOwnStops(verdict, { intent, context, override });
    const tried = override === undefined ? {} : { overrideId: override.grant.overrideId };
    const told = { intent, denials, measures, arrivalMid, ...reference, ...tried };
    decision.emit({ kind: "order_denied", ...told });
    // Whoever uses an override asked for this order, not the strategy.
    if (override === undefined) killOnParent(decision, denials);
    return denials.map(describeDenial).join(" ");
  }
  const { measures, order } = verdict;
  const { arrivalMid: mid, override: use } = order;
  const spent = use === undefined ? {} : { override: use };
  const told = { intent, measures, arrivalMid: mid, ...reference, ...spent };
  decision.emit({ kind: "order_approved", ...told });
  decision.perform({ kind: "submit_order", order });
  return null;
}

/**
 * A strategy whose orders come to more than it asked for is not trading its opinion any more (SEC 34-70694): it is
 * turned off until a person has found out why, and what it has working is canceled.
 */
function killOnParent(decision: Decision, denials: readonly Denial[]): void {
  const found = denials.find((denial) => denial.code === "parent_quantity");
  if (found === undefined || found.strategyId === null) return;
  const { strategyId } = found;
  if (decision.isOff(strategyId)) return;
  decision.turnOff(strategyId, describeDenial(found));
}

function intentOf(decision: Decision, draft: Draft): OrderIntent {
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

/** Whether an order would pass once our stops at the broker are gone: for one that would not, they stay. */
export function mayFollowStops(
  decision: Decision,
  draft: Draft,
  override?: OneShotOverride,
): boolean {
  if (openBook(decision.views, draft.symbol).sum.protective.count === 0) return false;
  const context = riskContextFor(decision, draft);
  if (context === null) return false;
  const freed = { ...context, openOrders: withoutProtective(context.openOrders) };
  return checkOrder(intentOf(decision, draft), freed, override).kind === "approved";
}

type Denied = Extract<ReturnType<typeof checkOrder>, { readonly kind: "denied" }>;

interface Judged {
  readonly intent: OrderIntent;
  readonly context: RiskContext;
  readonly override: OneShotOverride | undefined;
}

/**
 * Our stops at the broker would have made way for the order: what denies it is the rest, which is what people are told.
 * Where it is denied for the stops alone, it stays denied for them.
 */
function withoutOwnStops(verdict: Denied, { intent, context, override }: Judged): Denied {
  if (intent.purpose === "protect" || context.openOrders.protective.count === 0) return verdict;
  const freed = { ...context, openOrders: withoutProtective(context.openOrders) };
  const again = checkOrder(intent, freed, override);
  return again.kind === "denied" ? again : verdict;
}
