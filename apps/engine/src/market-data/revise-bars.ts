import type { Bar } from "@interlock/core/market/bar";
import { barOfTrades, markGap, minuteOf, rebuildRunning } from "@interlock/core/market/bar-builder";
import type { TradeAmendment } from "@interlock/core/market/trade-amendment";
import type { Decision } from "../decision.ts";
import type { SymbolMarket } from "./symbol-market.ts";

/**
 * What turns out otherwise after it was told: a print that is corrected or taken back, a bar that the venue makes anew.
 *
 * 1. The running minute is made anew out of its trades; a closed one is a revision, which is journaled beside the bar
 *    that strategies saw. They see each minute once; a restart warms them up with the revised one.
 * 2. Where not all trades of the minute are kept, the running one counts as incomplete, and a closed one waits for the
 *    venue's own revision.
 *
 * Returns whether the symbol's last trade is another one now, so that it may have to be marked anew.
 */
export function amendTrade(decision: Decision, amendment: TradeAmendment): boolean {
  const market = decision.views.markets.get(amendment.symbol);
  if (market === undefined) return false;
  const found = market.recentTrades.amend(amendment);
  if (found === null) {
    const consequence = "the print is no longer kept: its bar waits for the venue's revision";
    decision.emit({ kind: "trade_amended", amendment, consequence });
    return false;
  }
  const startAt = minuteOf(found.venueAt);
  const isRunning = startAt >= market.bars.closedUntil;
  const consequence = isRunning
    ? amendRunning(decision, market, startAt)
    : "the bar of its minute was closed, and is revised";
  decision.emit({ kind: "trade_amended", amendment, consequence });
  if (!isRunning) amendClosed(decision, market, startAt);
  if (market.lastTrade !== found) return false;
  market.lastTrade = market.recentTrades.latest();
  return true;
}

function amendRunning(decision: Decision, market: SymbolMarket, startAt: number): string {
  const trades = market.recentTrades.ofMinute(startAt);
  if (trades === null) {
    markGap(market.bars, decision.time);
    return "the running bar counts as incomplete: not all its trades are kept";
  }
  rebuildRunning(market.bars, trades);
  return "the running bar was made anew";
}

function amendClosed(decision: Decision, market: SymbolMarket, startAt: number): void {
  const trades = market.recentTrades.ofMinute(startAt);
  const bar = trades === null ? null : barOfTrades(trades);
  if (bar !== null) reviseBar(decision, bar, "a print of it was amended");
}

/** Takes a bar that was told before and is otherwise now. One whose minute is still running here is passed over. */
export function reviseBar(decision: Decision, bar: Bar, cause: string): void {
  const market = decision.views.markets.get(bar.symbol);
  if (market === undefined || bar.startAt >= market.bars.closedUntil) return;
  const kept = decision.state.bars[bar.symbol] ?? [];
  const oldest = kept[0];
  if (oldest === undefined || bar.startAt < oldest.startAt) return;
  const before = kept.find(({ startAt }) => startAt === bar.startAt) ?? null;
  if (before !== null && isSame(before, bar)) return;
  decision.emit({ kind: "bar_revised", bar, before, cause });
}

function isSame(one: Bar, other: Bar): boolean {
  return (
    one.open === other.open &&
    one.high === other.high &&
    one.low === other.low &&
    one.close === other.close &&
    one.volume === other.volume &&
    one.tradeCount === other.tradeCount
  );
}
