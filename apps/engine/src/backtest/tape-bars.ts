import type { BarRecord } from "@interlock/alpaca-sim/tape/bars/bar-record";
import type { TapeSource } from "@interlock/alpaca-sim/tape/tape-source";
import type { Ticker } from "@interlock/core/ids";
import type { Bar } from "@interlock/core/market/bar";
import { priceFromUnits } from "@interlock/core/number/price";
import type { UnixMs } from "@interlock/core/time";

/** Returns the daily bars of a symbol that begin from the one time to the other: of days before the tape's alone. */
export function dailyBarsOf(
  source: TapeSource,
  symbol: Ticker,
  { from, to }: { readonly from: UnixMs; readonly to: UnixMs },
): readonly Bar[] {
  return source.history
    .days(symbol)
    .filter(({ startAt }) => startAt >= from && startAt <= to)
    .map((record) => barOf(symbol, record));
}

function barOf(symbol: Ticker, { startAt, volume, count, ...prices }: BarRecord): Bar {
  return {
    symbol,
    startAt,
    open: priceFromUnits(prices.open),
    high: priceFromUnits(prices.high),
    low: priceFromUnits(prices.low),
    close: priceFromUnits(prices.close),
    volume,
    tradeCount: count ?? 0,
    complete: true,
  };
}
