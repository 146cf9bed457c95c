import type { Quote } from "@interlock/core/market/quote";
import type { BoardWriter } from "../../edge/market-board.ts";
import type { Views } from "../../views.ts";

/**
 * Brings the board to what the engine took of the venue's latest quotes: one that it passed over would send the console
 * back in time, and one that is no mark for it, e.g. yesterday's, is none there either.
 */
export function showLatest(
  board: Pick<BoardWriter, "quote">,
  { markets }: Pick<Views, "markets">,
  quotes: readonly Quote[],
): void {
  for (const quote of quotes) {
    const market = markets.get(quote.symbol);
    if (market?.quote === quote) board.quote(quote, market.quoteMarks);
  }
}
