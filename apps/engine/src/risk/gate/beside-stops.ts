import type { OrderIntent } from "@interlock/core/order/order-intent";
import { withoutProtective } from "@interlock/core/portfolio/open-orders";
import { checkOrder } from "@interlock/core/risk/check-order";
import type { OneShotOverride } from "@interlock/core/risk/override/override";
import type { RiskContext } from "@interlock/core/risk/risk-context";
import type { Decision } from "../../decision.ts";
import { openBook } from "../../views.ts";
import { riskContextFor } from "../risk-context.ts";
import { type Draft, intentOf } from "./draft.ts";

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

/** An order that was denied, with what it was judged by. */
export interface Judged {
  readonly intent: OrderIntent;
  readonly context: RiskContext;
  readonly override: OneShotOverride | undefined;
}

/**
 * Our stops at the broker would have made way for the order: what denies it is the rest, which is what people are told.
 * Where it is denied for the stops alone, it stays denied for them.
 */
export function withoutOwnStops(verdict: Denied, { intent, context, override }: Judged): Denied {
  if (intent.purpose === "protect" || context.openOrders.protective.count === 0) return verdict;
  const freed = { ...context, openOrders: withoutProtective(context.openOrders) };
  const again = checkOrder(intent, freed, override);
  return again.kind === "denied" ? again : verdict;
}
