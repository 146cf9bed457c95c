import { updateMark } from "@interlock/core/portfolio/live-totals";
import type { EdgeBook } from "./follow/edge-book.ts";
import { type MarketBoard, readRow } from "./market-board.ts";
import { boardPrice } from "./view/decimal-text.ts";

/** Marks the edge's book at what the board shows now. */
export function markFromBoard(book: EdgeBook, board: MarketBoard): void {
  board.symbols.forEach((symbol, index) => {
    const mark = boardPrice(readRow(board, index).markUnits);
    if (mark !== null) updateMark(book.views.totals, symbol, mark);
  });
}
