import type { Ticker } from "../ids.ts";

/**
 * What keeps new risk from a symbol although it is not known to be halted, from the plainest to the most doubtful:
 * a quote at its price band; a quote that has been crossed or locked for too long; a price that jumped and that no
 * second reading proves; after a halt, no quote yet; a stream that came back, and no sign yet that the symbol trades.
 */
export type MarketCondition =
  | "open"
  | "limit_state"
  | "broken_quote"
  | "price_jump"
  | "awaits_quote"
  | "status_unknown";

/** Conditions by the numbers that stand for them. */
export const MARKET_CONDITIONS: readonly MarketCondition[] = [
  "open",
  "limit_state",
  "broken_quote",
  "price_jump",
  "awaits_quote",
  "status_unknown",
];

/** How long a quote may be crossed or locked before its symbol counts as untradable. */
export const BROKEN_QUOTE_MS = 5_000;

/** Says in one sentence what keeps new risk from a symbol, and when it goes on. */
export function describeCondition(symbol: Ticker, condition: MarketCondition): string {
  switch (condition) {
    case "open":
      return `${symbol} trades.`;
    case "limit_state":
      return `The quote of ${symbol} stands at its limit band, and a pause may follow: new risk waits until it has left the band.`;
    case "broken_quote":
      return `The quote of ${symbol} has been crossed or locked for ${BROKEN_QUOTE_MS / 1_000} s: new risk waits for a regular one.`;
    case "price_jump":
      return `The price of ${symbol} jumped, and no second reading has shown it yet: new risk waits for one.`;
    case "awaits_quote":
      return `${symbol} was halted and trades again: new risk waits for the first regular quote since.`;
    case "status_unknown":
      return `Whether ${symbol} trades is not known since the market data came back: new risk waits for its status or a trade in it.`;
  }
}
