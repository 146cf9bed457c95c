import { emptyRecord } from "../record-of-names.ts";
import { idsOf, type StrategyId, type Ticker } from "../ids.ts";
import { ZERO_MONEY } from "../number/money.ts";
import type { DayBaseline, PnlBook } from "../portfolio/valuation.ts";
import { addPnl, makePnl, ZERO_PNL } from "../position/pnl.ts";

/**
 * Returns a day's baseline with what a holding was worth at the prior close under its new symbol: the day's P&L of
 * account and strategies stays what it was, and goes on under the new name.
 */
export function renameInBaseline(day: DayBaseline, from: Ticker, to: Ticker): DayBaseline {
  const byStrategy = emptyRecord<StrategyId, PnlBook>();
  for (const id of idsOf(day.byStrategy))
    byStrategy[id] = rename(day.byStrategy[id] ?? {}, from, to);
  return { ...day, bySymbol: rename(day.bySymbol, from, to), byStrategy };
}

/** What was realized stays with the symbol that realized it. */
function rename(book: PnlBook, from: Ticker, to: Ticker): PnlBook {
  const old = book[from];
  if (old === undefined) return book;
  const { realized, unrealized, fees } = old;
  const moved = makePnl({ realized: ZERO_MONEY, unrealized, fees: ZERO_MONEY });
  const left = makePnl({ realized, unrealized: ZERO_MONEY, fees });
  return { ...book, [from]: left, [to]: addPnl(book[to] ?? ZERO_PNL, moved) };
}
