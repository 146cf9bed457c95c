import { idsOf } from "@interlock/core/ids";
import { isoDateOf } from "./trading-day.ts";
import { subtractMoney } from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import type { Ticker } from "@interlock/core/ids";
import { liveDayPnl, liveEquity } from "@interlock/core/portfolio/live-totals";
import { openDay } from "@interlock/core/portfolio/valuation";
import { MINUTE_MS } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { EquityMark } from "../record.ts";

/**
 * Stage 5: equity and the day's P&L at the marks of this instant.
 *
 * 1. A market day opens once, with the account valued at the marks of the moment: P&L counts from there, and neither
 *    a restart nor midnight resets it.
 * 2. Equity is journaled once a minute of market time: the curve and the peak come from the journal, not from memory.
 */
export function markPortfolio(decision: Decision): void {
  const { state, time } = decision;
  if (!state.adopted || (state.day !== null && time - state.lastMarkAt < MINUTE_MS)) return;
  const date = isoDateOf(time);
  if (date !== null && state.day?.date !== date) {
    decision.emit({
      kind: "day_opened",
      baseline: openDay(state.portfolio, date, currentMarks(decision)),
    });
  }
  if (state.day !== null) decision.emit({ kind: "equity_marked", mark: markNow(decision) });
}

function currentMarks(decision: Decision): Record<Ticker, Price> {
  const marks: Record<Ticker, Price> = {};
  for (const symbol of idsOf(decision.views.totals.symbols)) {
    const price = decision.views.totals.symbols[symbol]?.referencePrice;
    if (price != null) marks[symbol] = price;
  }
  return marks;
}

/** Returns the account's figures at the present marks. Must not be called before a day is open. */
export function markNow({ state, views }: Pick<Decision, "state" | "views">): EquityMark {
  const { portfolio, day } = state;
  const { totals } = views;
  const pnl = day === null ? null : liveDayPnl(portfolio, totals, day);
  const zero = subtractMoney(portfolio.cash, portfolio.cash);
  return {
    equity: liveEquity(portfolio, totals),
    cash: portfolio.cash,
    realized: pnl?.realized ?? zero,
    unrealized: pnl?.unrealized ?? zero,
    fees: pnl?.fees ?? zero,
    grossExposure: totals.grossExposure,
    netExposure: totals.marketValue,
  };
}
