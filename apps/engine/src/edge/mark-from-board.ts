import { priceInBooks } from "@interlock/core/corporate/corporate-hold";
import { updateMark } from "@interlock/core/portfolio/live-totals";
import type { EdgeBook } from "./follow/edge-book.ts";
import { type MarketBoard, readRow } from "./market-board.ts";
import { boardPrice } from "./view/decimal-text.ts";

/**
 * Marks the edge's book at what the board shows now, by the rule of the trading thread: a price from before the day of
 * a split or the like is none of today's shares, and one of that day is converted while the books hold the old ones.
 */
export function markFromBoard({ state, views }: EdgeBook, board: MarketBoard): void {
  board.symbols.forEach((symbol, index) => {
    const { markUnits, markAt } = readRow(board, index);
    const shown = boardPrice(markUnits);
    if (shown === null || markAt < (state.corporate.scaleSince[symbol] ?? 0)) return;
    const mark = priceInBooks(views.waitingActions.get(symbol), shown);
    if (mark !== null) updateMark(views.totals, symbol, mark);
  });
}
