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

/** Returns the folder of recorded days (INTERLOCK_MARKET_DATA, else beside the checkout); null where it has none. */
export function recordedFolder(): string | null {
  const named = process.env.INTERLOCK_MARKET_DATA;
  const folder = resolve(named ?? join(checkoutRoot(), "..", "shared", "market-data"));
  const isThere = SYMBOLS.every((symbol) =>
    existsSync(join(folder, DATE, `${symbol}.quotes.csv.gz`)),
  );
  return isThere ? folder : null;
}

/** Returns the recorded day where there is one, else a generated day. */
export function marketDay(from: string): MarketDay {
  const folder = recordedFolder();
  const played =
    folder === null ? ["--generate", "--date", DATE] : ["--data", folder, "--date", DATE];
  return {
    description: folder === null ? "a generated day" : `${DATE} as recorded`,
    symbols: SYMBOLS,
    venueArgs: [...played, "--from", from, "--seed", "1", "--speed", "max"],
  };
}
