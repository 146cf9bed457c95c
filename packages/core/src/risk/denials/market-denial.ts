import type { Ticker } from "../../ids.ts";
import { describeCondition, type MarketCondition } from "../../market/market-condition.ts";
import type { QuoteCondition } from "../../market/quote.ts";
import { describeHalt, type TradingHalt } from "../../market/trading-status.ts";
import { formatPrice, type Price } from "../../number/price.ts";
import type { Side } from "../../order/side.ts";
import { type AtLevel, limitOf } from "../levels/at-level.ts";

/** Why an order was refused for its market, or for its price in it. Plain data, like every denial. */
export type MarketDenial =
  | { readonly code: "trading_halt"; readonly halt: TradingHalt }
  | {
      readonly code: "market_condition";
      readonly symbol: Ticker;
      readonly condition: MarketCondition;
    }
  | { readonly code: "price_tick"; readonly price: Price; readonly tick: Price }
  | {
      readonly code: "price_band";
      readonly symbol: Ticker;
      readonly side: Side;
      readonly price: Price;
      readonly lower: Price;
      readonly upper: Price;
    }
  | { readonly code: "reference_quote"; readonly condition: QuoteCondition | "missing" }
  | (AtLevel & { readonly code: "quote_age"; readonly ageMs: number; readonly limitMs: number })
  | (AtLevel & {
      readonly code: "price_collar";
      readonly price: Price;
      readonly reference: Price;
      readonly deviationBps: number;
      readonly limitBps: number;
    });

/** Says in one sentence what of the market, or of the price in it, refused the order. */
export function describeMarket(denial: MarketDenial): string {
  switch (denial.code) {
    case "trading_halt":
      return `${describeHalt(denial.halt)} No order is sent, a closing one neither; it goes on when the market resumes.`;
    case "market_condition":
      return describeCondition(denial.symbol, denial.condition);
    case "price_tick":
      return `Price ${formatPrice(denial.price)} is not on a tick of ${formatPrice(denial.tick)}.`;
    case "price_band":
      return describeBand(denial);
    case "reference_quote":
      return describeReferenceQuote(denial.condition);
    case "quote_age":
      return `The last quote is ${denial.ageMs} ms old; ${limitOf(denial)} is ${denial.limitMs} ms.`;
    case "price_collar":
      return describeCollar(denial);
  }
}

type DenialOf<C extends MarketDenial["code"]> = Extract<MarketDenial, { readonly code: C }>;

function describeBand({ symbol, side, price, lower, upper }: DenialOf<"price_band">): string {
  const bands = `${formatPrice(lower)} to ${formatPrice(upper)}`;
  const rule = side === "buy" ? "no bid may lie above them" : "no offer may lie below them";
  return `Price ${formatPrice(price)} is outside the limit bands of ${symbol}, ${bands}: ${rule}.`;
}

function describeReferenceQuote(condition: QuoteCondition | "missing"): string {
  switch (condition) {
    case "missing":
      return "There is no quote to measure the order against, nor a fresh trade for a limit order.";
    case "one_sided":
      return "The quote has only one side: only a limit order passes, near a fresh last trade.";
    case "locked":
    case "crossed":
    case "regular":
      return `The quote is ${condition}, which is no reference for an order.`;
  }
}

function describeCollar(denial: DenialOf<"price_collar">): string {
  const distance = `${denial.deviationBps.toFixed(1)} bps from the midpoint ${formatPrice(denial.reference)}`;
  return `Price ${formatPrice(denial.price)} is ${distance}; ${limitOf(denial)} is ${denial.limitBps} bps.`;
}
