import { clockText } from "@interlock/core/market/clock-text";
import { describeHalt } from "@interlock/core/market/trading-status";
import { formatPrice } from "@interlock/core/number/price";
import type { MarketRecord } from "../../records/market-record.ts";

/** Says in one sentence what a market told besides its prices. */
export function marketSentence(record: MarketRecord): string {
  switch (record.kind) {
    case "trading_halted":
      return describeHalt(record.halt);
    case "halt_ended":
      return `The halt of ${record.symbol ?? "the whole market"} is over: ${record.how}.`;
    case "bar_revised": {
      const { bar, before, cause } = record;
      const was = before === null ? "there was none" : `its close was ${formatPrice(before.close)}`;
      return `Bar of ${bar.symbol} at ${clockText(bar.startAt)} ET revised to close at ${formatPrice(bar.close)} (${was}): ${cause}.`;
    }
    case "trade_amended": {
      const { symbol, original, corrected } = record.amendment;
      const print = `A print of ${original.size} ${symbol} at ${formatPrice(original.price)}`;
      const became =
        corrected === null
          ? "was taken back"
          : `was corrected to ${corrected.size} at ${formatPrice(corrected.price)}`;
      return `${print} ${became}: ${record.consequence}.`;
    }
    case "bars_missing":
      return `No market data came from ${clockText(record.from)} ET to ${clockText(record.to)} ET: there are no bars of these minutes, and nothing is filled in.`;
  }
}
