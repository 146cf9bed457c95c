import { formatQuantity, quantityUnits } from "@interlock/core/number/quantity";
import type { OneShotOverride } from "@interlock/core/risk/override/override";
import type { Decision } from "../../decision.ts";
import { makeWay } from "../broker-stop/make-way.ts";
import { cutExit } from "../closable.ts";
import { mayFollowStops } from "./beside-stops.ts";
import { gate } from "./gate-order.ts";

/**
 * Sends the order of an override that was claimed for it: through the gate like every other, on the market and the book
 * of this moment. Returns null when it was approved, otherwise why not; then the override is not spent.
 */
export function decideOverride(decision: Decision, override: OneShotOverride): string | null {
  const { clientOrderId: _denied, ...draft } = override.grant.intent;
  const exists = cutExit(decision, draft);
  if (quantityUnits(exists) < quantityUnits(draft.quantity))
    return `the venue shows only ${formatQuantity(exists)} of the shares that it would close.`;
  const way = "it makes way for an order that a person lets pass";
  if (mayFollowStops(decision, draft, override) && makeWay(decision, draft.symbol, way))
    return "a stop at the broker holds the shares and is being canceled; use it again in a few seconds.";
  return gate(decision, draft, override);
}
