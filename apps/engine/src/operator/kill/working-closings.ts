import { closeWorkMs } from "@interlock/core/kill/closing-work";
import { isWithin } from "@interlock/core/kill/kill-scope";
import { isOpen } from "@interlock/core/order/order";
import type { Decision } from "../../decision.ts";
import { killInForce, killsOf, scopeOfKill } from "../../kill-in-force.ts";

/**
 * Client order ids of the closing orders that a flatten in force leaves to work for a while. No other kill cancels
 * them: two kills of which one closes what the other cancels would never get done.
 */
export function workingClosings({ state, time }: Decision): ReadonlySet<string> {
  const scopes = killsOf(state)
    .filter((kill) => kill.mode === "flatten" && killInForce(state, scopeOfKill(kill)) === kill)
    .map(scopeOfKill);
  const working = Object.values(state.orders).filter(
    (order) =>
      order.purpose === "flatten" &&
      isOpen(order) &&
      time - order.createdAt < closeWorkMs(order.pricing.type) &&
      scopes.some((scope) => isWithin(order, scope)),
  );
  return new Set(working.map(({ clientOrderId }) => clientOrderId));
}
