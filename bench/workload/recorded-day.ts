import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkoutRoot } from "../../apps/engine/src/config/checkout-root.ts";

/** A market day that the simulated venue can play, and what to tell it. */
export interface MarketDay {
  readonly description: string;
  readonly symbols: readonly string[];
  readonly venueArgs: readonly string[];
}

const SYMBOLS = ["SPY", "IBM", "BAC", "AIG"];
const DATE = "2013-10-08";

/**
 * Returns the recorded day where there is one (INTERLOCK_MARKET_DATA, else beside the checkout), else
 * a generated day.
 */
export function marketDay(from: string): MarketDay {
  const named = process.env.INTERLOCK_MARKET_DATA;
  const folder = resolve(named ?? join(checkoutRoot(), "..", "shared", "market-data"));
  const isThere = SYMBOLS.every((symbol) =>
    existsSync(join(folder, DATE, `${symbol}.quotes.csv.gz`)),
  );
  const played = isThere ? ["--data", folder, "--date", DATE] : ["--generate", "--date", DATE];
  return {
    description: isThere ? `${DATE} as recorded` : "a generated day",
    symbols: SYMBOLS,
    venueArgs: [...played, "--from", from, "--seed", "1", "--speed", "max"],
  };
}
