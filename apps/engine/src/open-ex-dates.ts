import type { Ticker } from "@interlock/core/ids";
import type { Decision } from "./decision.ts";
import { beginActions } from "./execution/corporate/begin-actions.ts";
import { openSymbolMarket } from "./market-data/symbol-market.ts";
import { putToSleep } from "./signals/strategy-runtime.ts";

/**
 * Opens the ex-dates that have come: a symbol's market is watched as one that was never seen, and its strategies warm
 * up anew. Indicators of the old scale would see a split as a fall of the market; converted ones would mix with bars
 * that the venue may or may not adjust later. Nothing is certain but what trades from now on.
 */
export function openExDates(decision: Decision): void {
  const symbols = beginActions(decision);
  if (symbols.length === 0) return;
  const { markets } = decision.views;
  for (const symbol of symbols)
    if (markets.has(symbol)) markets.set(symbol, openSymbolMarket(symbol, decision.time));
  restartStrategies(decision, new Set(symbols));
}

function restartStrategies({ views }: Decision, symbols: ReadonlySet<Ticker>): void {
  for (const runtime of views.strategies)
    if ([...runtime.watched].some((symbol) => symbols.has(symbol))) putToSleep(runtime);
}
