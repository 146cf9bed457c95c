import { sessionAt } from "@interlock/core/market/calendar";
import { quantityUnits } from "@interlock/core/number/quantity";
import type { Order } from "@interlock/core/order/order";
import { positionOf } from "@interlock/core/portfolio/portfolio";
import { BREAKERS, BREAKER_LABELS } from "@interlock/core/risk/breakers/breaker";
import { limitsFor } from "@interlock/core/risk/levels/limits-for";
import { allows, FREE_LISTS } from "@interlock/core/risk/lists/symbol-lists";
import type { Decision } from "../../decision.ts";

/**
 * Why a strategy's working order must not fill any more, as the reason of its cancel; null for one that may. What stops
 * new risk also stops what was sent before it and would add risk now: a breaker, a strategy that was turned off, a
 * symbol that came onto a list. An order toward flat stays.
 */
export function stoppedEntry(decision: Decision, order: Order): string | null {
  if (!addsRisk(decision, order)) return null;
  const breaker = BREAKERS.find((one) => decision.isHeldBy(one));
  if (breaker !== undefined) return `breaker tripped: ${BREAKER_LABELS[breaker]}`;
  if (decision.isHeldBy("approval")) return "no go-live approval is in force";
  const { strategyId } = order;
  if (strategyId !== null && decision.isOff(strategyId)) return "its strategy is disabled";
  return listedAgainst(decision, order);
}

function addsRisk({ state }: Decision, { side, symbol }: Order): boolean {
  const held = quantityUnits(positionOf(state.portfolio, symbol).quantity);
  return side === "buy" ? held >= 0 : held <= 0;
}

function listedAgainst({ state, time }: Decision, order: Order): string | null {
  if (state.limits === null) return null;
  const { symbol, strategyId } = order;
  const scope = { symbol, strategyId, session: sessionAt(time) };
  const { levels } = limitsFor(state.limits, scope);
  const own = levels.ownLists ?? FREE_LISTS;
  if (levels.lists.restricted.has(symbol) || own.restricted.has(symbol))
    return `${symbol} is restricted`;
  return allows(levels.lists, symbol) && allows(own, symbol) ? null : `${symbol} is not allowed`;
}
