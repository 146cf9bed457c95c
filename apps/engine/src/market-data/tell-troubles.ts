import { sessionAt } from "@interlock/core/market/calendar";
import { describeCondition } from "@interlock/core/market/market-condition";
import { MINUTE_MS } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import { isAtLimit, isBrokenLong } from "@interlock/core/market/watched-market";
import type { MarketTrouble, SymbolMarket } from "./symbol-market.ts";

/** Time in which the same trouble of a symbol is not told again: a quote may flicker. */
const TELL_AGAIN_MS = MINUTE_MS;

/** Tells people what keeps new risk from a symbol, in the sessions in which it is taken. */
export function tellTrouble(
  decision: Decision,
  market: SymbolMarket,
  trouble: Exclude<MarketTrouble, "price_mismatch">,
): void {
  const { state, time } = decision;
  const toldAt = market.toldAt.get(trouble) ?? Number.NEGATIVE_INFINITY;
  if (time - toldAt < TELL_AGAIN_MS) return;
  if (state.limits?.values.sessions.includes(sessionAt(time)) !== true) return;
  market.toldAt.set(trouble, time);
  decision.alert("warning", describeCondition(market.symbol, trouble));
}

/**
 * Tells of quotes that stand at a band, or have been broken for too long: also by the clock, for time alone does it.
 */
export function tellQuoteTroubles(decision: Decision, market: SymbolMarket): void {
  const { time } = decision;
  if (isBrokenLong(market, time)) tellTrouble(decision, market, "broken_quote");
  if (isAtLimit(market, time)) tellTrouble(decision, market, "limit_state");
}
