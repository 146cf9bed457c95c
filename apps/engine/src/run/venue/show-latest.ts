import { idsOf, type Ticker } from "@interlock/core/ids";
import type { Quote } from "@interlock/core/market/quote";
import { type Reading, standingMove } from "@interlock/core/risk/breakers/price-window";
import type { UnixMs } from "@interlock/core/time";
import type { BoardWriter } from "../../edge/market-board.ts";
import { conditionOf } from "@interlock/core/market/watched-market";
import type { Views } from "../../views.ts";

/** Brings the board to what keeps new risk from each symbol now: time alone may change it. */
export function showConditions(
  board: Pick<BoardWriter, "condition">,
  { markets }: Pick<Views, "markets">,
  time: UnixMs,
): void {
  for (const [symbol, market] of markets) board.condition(symbol, conditionOf(market, time));
}

/** Brings the board to how far each price has moved within the circuit breaker's window: a move ages by itself. */
export function showMoves(
  board: Pick<BoardWriter, "move">,
  { riskWatch }: Pick<Views, "riskWatch">,
  reading: Reading,
): void {
  for (const symbol of idsOf<Ticker>(riskWatch.prices)) {
    const window = riskWatch.prices[symbol];
    if (window !== undefined) board.move(symbol, standingMove(window, reading));
  }
}

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
