import { updateMark } from "@interlock/core/portfolio/live-totals";
import { type Price, priceFromUnits } from "@interlock/core/number/price";
import type { EdgeBook } from "./follow/edge-book.ts";
import { type BoardRow, type MarketBoard, readRow } from "./market-board.ts";

/** Marks the edge's book at what the board shows now. */
export function markFromBoard(book: EdgeBook, board: MarketBoard): void {
  board.symbols.forEach((symbol, index) => {
    const mark = markOf(readRow(board, index));
    if (mark !== null) updateMark(book.views.totals, symbol, mark);
  });
}

/** Midpoint of a regular quote, before the first one the last trade: the rule of the trading thread. */
function markOf({ bidUnits, askUnits, lastUnits }: BoardRow): Price | null {
  if (bidUnits > 0 && askUnits > bidUnits)
    return priceFromUnits(Math.floor((bidUnits + askUnits) / 2));
  return lastUnits > 0 ? priceFromUnits(lastUnits) : null;
}
