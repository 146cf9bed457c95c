import { checkOrder } from "@interlock/core/risk/check-order";
import { type Denial, describeDenial } from "@interlock/core/risk/denial";
import type { OneShotOverride } from "@interlock/core/risk/override/override";
import type { Decision } from "../../decision.ts";
import { priceReference } from "../price-reference.ts";
import { riskContextFor } from "../risk-context.ts";
import { withoutOwnStops } from "./beside-stops.ts";
import { type Draft, intentOf } from "./draft.ts";

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
