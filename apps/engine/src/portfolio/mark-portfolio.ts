import { emptyRecord } from "@interlock/core/record-of-names";
import type { Ticker } from "@interlock/core/ids";
import { subtractMoney } from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import { quantityUnits } from "@interlock/core/number/quantity";
import type { Position } from "@interlock/core/position/position";
import { liveDayPnl, liveEquity } from "@interlock/core/portfolio/live-totals";
import { openDay } from "@interlock/core/portfolio/valuation";
import { MINUTE_MS } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { EquityMark } from "../record.ts";
import { baselineMarks } from "./prior-close.ts";
import { isoDateOf } from "./trading-day.ts";

/**
 * Stage 5: equity and the day's P&L at the marks of this instant.
 *
 * 1. A market day opens once, with the account valued at the prior close: P&L counts from there, and neither a restart
 *    nor midnight resets it. It waits for the books to be compared and for a price of everything held.
 * 2. Equity is journaled once a minute of market time, with the marks behind it: the curve, the peak and the marks of
 *    the next start come from the journal, not from memory. No figure is journaled while something held has no price
 *    of today: the last fill's would be written into the curve and the peak as if it were true.
 *
 * See docs/INVARIANTS.md (I18).
 */
export function markPortfolio(decision: Decision): void {
  const { state, time, views } = decision;
  if (!state.adopted || !state.recovered) return;
  if (state.day !== null && time - state.lastMarkAt < MINUTE_MS) return;
  openDayWhenDue(decision);
  if (state.day === null || views.totals.unmarked > 0) return;
  const marks = marksOfHeld(decision);
  if (marks !== null) decision.emit({ kind: "positions_marked", marks });
  decision.emit({ kind: "equity_marked", mark: markNow(decision) });
}

function openDayWhenDue(decision: Decision): void {
  const { state, time } = decision;
  const date = isoDateOf(time);
  if (date === null || state.day?.date === date) return;
  const marks = baselineMarks(decision, date);
  if (marks === null) return;
  decision.emit({ kind: "day_opened", baseline: openDay(state.portfolio, date, marks) });
}

/** The price of everything held; null when there is nothing to say: nothing is held, nor was at the last mark. */
function marksOfHeld({ state, views }: Decision): Record<Ticker, Price> | null {
  const marks = emptyRecord<Ticker, Price>();
  let count = 0;
  for (const { symbol, quantity } of Object.values<Position>(state.portfolio.positions)) {
    const price = views.totals.symbols[symbol]?.referencePrice;
    if (quantityUnits(quantity) === 0 || price == null) continue;
    marks[symbol] = price;
    count += 1;
  }
  return count === 0 && Object.keys(state.marks).length === 0 ? null : marks;
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
