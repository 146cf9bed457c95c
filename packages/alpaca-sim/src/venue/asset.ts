import { type Ticker, ticker } from "@interlock/core/ids";
import { uuidOf } from "./identifiers.ts";

/**
 * An instrument that the venue trades. `tape` is the consolidated tape that reports it: A NYSE, B other, C NASDAQ.
 */
export interface Asset {
  readonly id: string;
  readonly symbol: Ticker;
  readonly name: string;
  readonly exchange: "NYSE" | "NASDAQ" | "ARCA";
  readonly tape: "A" | "B" | "C";
  readonly isActive: boolean;
  readonly tradable: boolean;
  readonly marginable: boolean;
  readonly shortable: boolean;
  readonly easyToBorrow: boolean;
  readonly fractionable: boolean;
}

const NAMES: Readonly<Record<string, readonly [string, Asset["exchange"]]>> = {
  AAPL: ["Apple Inc. Common Stock", "NASDAQ"],
  AIG: ["American International Group, Inc.", "NYSE"],
  AMZN: ["Amazon.com, Inc. Common Stock", "NASDAQ"],
  BAC: ["Bank of America Corporation", "NYSE"],
  GOOGL: ["Alphabet Inc. Class A Common Stock", "NASDAQ"],
  IBM: ["International Business Machines Corporation", "NYSE"],
  INTC: ["Intel Corporation Common Stock", "NASDAQ"],
  IWM: ["iShares Russell 2000 ETF", "ARCA"],
  JPM: ["JPMorgan Chase & Co.", "NYSE"],
  KO: ["The Coca-Cola Company", "NYSE"],
  MSFT: ["Microsoft Corporation Common Stock", "NASDAQ"],
  NVDA: ["NVIDIA Corporation Common Stock", "NASDAQ"],
  QQQ: ["Invesco QQQ Trust, Series 1", "NASDAQ"],
  SPY: ["SPDR S&P 500 ETF Trust", "ARCA"],
  TSLA: ["Tesla, Inc. Common Stock", "NASDAQ"],
  XOM: ["Exxon Mobil Corporation", "NYSE"],
};

const TAPES = { NYSE: "A", ARCA: "B", NASDAQ: "C" } as const;

/** Returns the asset of a symbol. Its id depends on the symbol alone, so that it is the same in every session. */
export function assetOf(symbol: string): Asset {
  const known = NAMES[symbol] ?? [`${symbol} Common Stock`, "NYSE"];
  return {
    id: uuidOf(`asset/${symbol}`),
    symbol: ticker(symbol),
    name: known[0],
    exchange: known[1],
    tape: TAPES[known[1]],
    isActive: true,
    tradable: true,
    marginable: true,
    shortable: true,
    easyToBorrow: true,
    fractionable: true,
  };
}
