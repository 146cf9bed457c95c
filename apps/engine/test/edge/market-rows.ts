import { ticker } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { MORNING } from "../rig.ts";

const SPY = ticker("SPY");

const BAR = {
  symbol: SPY,
  startAt: MORNING,
  open: price("100"),
  high: price("101"),
  low: price("100"),
  close: price("100.50"),
  volume: 300,
  tradeCount: 3,
  complete: true,
};

const ORIGINAL = { price: price("190"), size: 100, exchange: "V" };

/** Records of what a market tells besides its prices, with their severity and sentence. */
export const MARKET_ROWS = {
  trading_halted: [
    { halt: { symbol: SPY, since: MORNING, words: "Trading Halt, T1 News Pending" } },
    "warning",
    "Trading in SPY is halted (Trading Halt, T1 News Pending).",
  ],
  halt_ended: [
    { symbol: null, how: "SPY trades again" },
    "info",
    "The halt of the whole market is over: SPY trades again.",
  ],
  trade_amended: [
    {
      amendment: { symbol: SPY, venueAt: MORNING, original: ORIGINAL, corrected: null },
      consequence: "the running bar was made anew",
    },
    "info",
    "A print of 100 SPY at 190.00 was taken back: the running bar was made anew.",
  ],
  bar_revised: [
    { bar: BAR, before: { ...BAR, close: price("101") }, cause: "a print of it was amended" },
    "info",
    "Bar of SPY at 10:00 ET revised to close at 100.50 (its close was 101.00): a print of it was amended.",
  ],
  bars_missing: [
    { from: MORNING, to: MORNING + 120_000, reason: "cut" },
    "warning",
    "No market data came from 10:00 ET to 10:02 ET: there are no bars of these minutes, and nothing is filled in.",
  ],
} as const;
