import type { Ticker } from "@interlock/core/ids";
import type { Bar } from "@interlock/core/market/bar";
import { newYorkDate } from "@interlock/core/market/calendar";
import { price } from "@interlock/core/number/price";
import type { UnixMs } from "@interlock/core/time";
import { marketDays } from "../../../src/backtest/venue/floor-client.ts";

/** As much trades every day. */
export function dailyBars(symbol: Ticker, from: UnixMs, to: UnixMs): Bar[] {
  const at = price("100.00");
  const prices = { open: at, high: at, low: at, close: at };
  return marketDays(newYorkDate(from), newYorkDate(to)).map(({ openAt }) => ({
    symbol,
    startAt: openAt,
    ...prices,
    volume: 1_000_000,
    tradeCount: 1,
    complete: true,
  }));
}
