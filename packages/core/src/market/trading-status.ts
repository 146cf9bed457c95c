import type { Ticker } from "../ids.ts";
import type { UnixMs } from "../time.ts";

/**
 * What a market says of trading in one of its symbols. `quoting`: quotes are taken again and nothing trades yet.
 * `unclear`: a code that nobody here knows, so that it is not known whether the symbol trades.
 */
export type TradingPhase = "halted" | "quoting" | "trading" | "unclear";

/** One message of a market about trading in a symbol. */
export interface TradingStatus {
  readonly symbol: Ticker;
  readonly venueAt: UnixMs;
  readonly phase: TradingPhase;
  /** Whether the reason is a circuit breaker of the whole market, levels 1 to 3. */
  readonly marketWide: boolean;
  /** The market's words with its codes, e.g. "Trading Halt, LUDP Volatility Trading Pause". */
  readonly words: string;
}

/** Trading stopped by the market itself: in one symbol, or in all where `symbol` is null. */
export interface TradingHalt {
  readonly symbol: Ticker | null;
  readonly since: UnixMs;
  /** The market's words. */
  readonly words: string;
}

/** Says in one sentence what stands still, and why by the market's words. */
export function describeHalt({ symbol, words }: Pick<TradingHalt, "symbol" | "words">): string {
  return symbol === null
    ? `The whole market is halted (${words}).`
    : `Trading in ${symbol} is halted (${words}).`;
}
