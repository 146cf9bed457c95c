import { emptyRecord } from "@interlock/core/record-of-names";
import type { Ticker } from "@interlock/core/ids";
import { type IsoDate, marketDay } from "@interlock/core/market/calendar";
import { priorSessionClose } from "@interlock/core/market/session-close";
import type { Price } from "@interlock/core/number/price";
import { quantityUnits } from "@interlock/core/number/quantity";
import type { Position } from "@interlock/core/position/position";
import type { Decision } from "../decision.ts";
import type { EngineState } from "../state.ts";

/**
 * Prices from which a market day's P&L counts, for everything held; null while one is not known.
 *
 * On the day of a split or the like it is the close of the day before on the scale of the books. Otherwise it is the
 * close of the market day before, as the venue names it, or as the last bar of that day's session shows it;
 * without either the last mark that was journaled. The first day of a ledger begins at the marks of the moment: what
 * was held before has no history here.
 */
export function baselineMarks(decision: Decision, date: IsoDate): Record<Ticker, Price> | null {
  const { state, views } = decision;
  const marks = emptyRecord<Ticker, Price>();
  for (const { symbol, quantity } of Object.values<Position>(state.portfolio.positions)) {
    if (quantityUnits(quantity) === 0) continue;
    const row = views.totals.symbols[symbol];
    const now = row === undefined || row.markSource === "provisional" ? null : row.referencePrice;
    const mark = state.day === null ? now : (priorClose(state, symbol, date) ?? now);
    if (mark === null) return null;
    marks[symbol] = mark;
  }
  return marks;
}

function priorClose(state: EngineState, symbol: Ticker, date: IsoDate): Price | null {
  const adjusted = state.corporate.priorCloses[symbol];
  if (adjusted?.date === date) return adjusted.price;
  return (
    venueClose(state, symbol, date) ??
    priorSessionClose(state.bars[symbol] ?? [], date) ??
    state.marks[symbol] ??
    null
  );
}

/** The venue's own figure, where it was said on the day itself: one from the evening before names another close. */
function venueClose({ reconciliation }: EngineState, symbol: Ticker, date: IsoDate): Price | null {
  const opensAt = marketDay(date)?.preOpenAt;
  if (reconciliation === null || opensAt === undefined || reconciliation.at < opensAt) return null;
  return reconciliation.venuePositions.find((one) => one.symbol === symbol)?.priorClose ?? null;
}
