import type { Ticker } from "../ids.ts";
import type { TradingSession } from "../market/calendar.ts";
import { describeCondition, type MarketCondition } from "../market/market-condition.ts";
import type { QuoteCondition } from "../market/quote.ts";
import { describeHalt, type TradingHalt } from "../market/trading-status.ts";
import { countOf } from "../number/count-of.ts";
import { formatDollars, type Money } from "../number/money.ts";
import { formatPrice, type Price } from "../number/price.ts";
import type { Quantity } from "../number/quantity.ts";
import type { OrderPricing } from "../order/order-intent.ts";
import type { Side } from "../order/side.ts";
import { type ConductDenial, describeConduct } from "./conduct/conduct-denial.ts";
import { describeExposure, type ExposureDenial } from "./exposure/exposure-denial.ts";
import { describeFlow, type FlowDenial } from "./flow/flow-denial.ts";
import { describeLevel, type LimitLevel } from "./levels/limit-levels.ts";
import type { SymbolPermission } from "./risk-context.ts";
import { describeShares as shares } from "../number/describe-shares.ts";
import { describeStrategyDenial, type StrategyDenial } from "./levels/strategy-denial.ts";
import { describeStopCause, type StoppedOut } from "./stopped-out.ts";
import type { TradingState } from "./trading-state.ts";

/** Whose limit it was; absent where it is the account's. */
interface AtLevel {
  readonly level?: LimitLevel;
}

/**
 * Why risk refused an order: a closed union, each member with the numbers that decided. Its code is the name of the
 * check. Plain data: it is journaled, projected, counted by code and shown.
 */
export type Denial =
  | {
      readonly code: "trading_state";
      readonly state: TradingState;
      readonly reducing: boolean;
      /** What a kill of a part of the account stops, e.g. "NVDA"; absent where all of it is held. */
      readonly scope?: string;
    }
  | {
      readonly code: "stop_loss";
      readonly phase: "closing" | "stopped_out";
      readonly stop: StoppedOut;
    }
  | {
      readonly code: "symbol_permission";
      readonly symbol: Ticker;
      readonly side: Side;
      readonly permission: SymbolPermission;
    }
  | { readonly code: "reconciliation_break"; readonly symbol: Ticker; readonly breaks: number }
  | {
      readonly code: "corporate_action";
      readonly symbol: Ticker;
      /** The action with its day, e.g. "SPY 2-for-1 split on 2026-11-24". */
      readonly action: string;
      /** Shares that a person may close meanwhile. */
      readonly closable: Quantity;
    }
  | { readonly code: "projection_lag"; readonly lagMs: number; readonly limitMs: number }
  | {
      readonly code: "session";
      readonly session: TradingSession;
      readonly type: OrderPricing["type"];
      readonly allowed: readonly TradingSession[];
    }
  | { readonly code: "trading_halt"; readonly halt: TradingHalt }
  | {
      readonly code: "market_condition";
      readonly symbol: Ticker;
      readonly condition: MarketCondition;
    }
  | { readonly code: "duplicate_intent"; readonly ageMs: number; readonly windowMs: number }
  | (AtLevel & { readonly code: "order_rate"; readonly orders: number; readonly limit: number })
  | (AtLevel & { readonly code: "open_orders"; readonly open: number; readonly limit: number })
  | { readonly code: "self_trade"; readonly side: Side; readonly opposite: Quantity }
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
    })
  | (AtLevel & {
      readonly code: "order_quantity";
      readonly quantity: Quantity;
      readonly limit: Quantity;
    })
  | (AtLevel & { readonly code: "order_notional"; readonly notional: Money; readonly limit: Money })
  | {
      readonly code: "crosses_zero";
      readonly side: Side;
      readonly quantity: Quantity;
      readonly closable: Quantity;
    }
  | { readonly code: "valuation"; readonly positions: number; readonly orders: number }
  | (AtLevel & {
      readonly code: "position_quantity";
      readonly quantity: Quantity;
      readonly limit: Quantity;
    })
  | (AtLevel & {
      readonly code: "position_notional";
      readonly notional: Money;
      readonly limit: Money;
    })
  | (AtLevel & { readonly code: "gross_exposure"; readonly exposure: Money; readonly limit: Money })
  | (AtLevel & { readonly code: "daily_loss"; readonly loss: Money; readonly limit: Money })
  | StrategyDenial
  | FlowDenial
  | ConductDenial
  | ExposureDenial
  /** A check could not be computed. What cannot be checked does not pass. */
  | { readonly code: "risk_check_failed"; readonly message: string };

/** The name of a denial, for counters and filters. */
export type DenialCode = Denial["code"];

/** Says in one sentence what was refused, with the value and the limit. */
export function describeDenial(denial: Denial): string {
  switch (denial.code) {
    case "trading_state":
      return describeTradingState(denial);
    case "stop_loss":
      return describeStop(denial);
    case "symbol_permission":
      return describePermission(denial);
    case "reconciliation_break":
      return `${denial.symbol} has ${countOf(denial.breaks, "unexplained difference")} to the venue: no new risk in it.`;
    case "corporate_action":
      return describeCorporateAction(denial);
    case "projection_lag":
      return `The database is ${denial.lagMs} ms behind the journal; the limit is ${denial.limitMs} ms.`;
    case "session":
      return describeSession(denial);
    case "trading_halt":
      return `${describeHalt(denial.halt)} No order is sent, a closing one neither; it goes on when the market resumes.`;
    case "market_condition":
      return describeCondition(denial.symbol, denial.condition);
    case "duplicate_intent":
      return `The same order was approved ${denial.ageMs} ms ago; repeats are refused for ${denial.windowMs} ms.`;
    case "order_rate":
      return `This would be order ${denial.orders} within a minute; ${limitOf(denial)} is ${denial.limit}.`;
    case "warm_up":
    case "cancel_rate":
    case "message_rate":
    case "session_order_type":
      return describeConduct(denial);
    case "window_orders":
    case "symbol_window_orders":
    case "sliced_quantity":
    case "sliced_notional":
    case "window_notional":
    case "symbol_window_notional":
      return describeFlow(denial);
    case "open_orders":
      return `This would be open order ${denial.open}; ${limitOf(denial)} is ${denial.limit}.`;
    case "self_trade":
      return describeSelfTrade(denial);
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
    case "order_quantity":
      return `The order is for ${shares(denial.quantity)}; ${limitOf(denial)} is ${shares(denial.limit)}.`;
    case "order_notional":
      return `The order is worth ${formatDollars(denial.notional)}; ${limitOf(denial)} is ${formatDollars(denial.limit)}.`;
    case "crosses_zero":
      return describeCrossing(denial);
    case "valuation":
      return describeValuation(denial);
    case "position_quantity":
      return `The position could reach ${shares(denial.quantity)}; ${limitOf(denial)} is ${shares(denial.limit)}.`;
    case "position_notional":
      return `The position could reach ${formatDollars(denial.notional)}; ${limitOf(denial)} is ${formatDollars(denial.limit)}.`;
    case "gross_exposure":
      return `Gross exposure could reach ${formatDollars(denial.exposure)}; ${limitOf(denial)} is ${formatDollars(denial.limit)}.`;
    case "net_exposure":
    case "long_exposure":
    case "short_exposure":
    case "equity":
    case "concentration":
    case "leverage":
    case "buying_power":
    case "margin_deficit":
      return describeExposure(denial);
    case "daily_loss":
      return `The day's loss is ${formatDollars(denial.loss)}; ${limitOf(denial)} is ${formatDollars(denial.limit)}.`;
    case "strategy_position_quantity":
    case "strategy_position_notional":
    case "strategy_gross_exposure":
    case "strategy_open_orders":
    case "strategy_order_rate":
    case "strategy_daily_loss":
      return describeStrategyDenial(denial);
    case "risk_check_failed":
      return `The order could not be checked: ${denial.message}.`;
  }
}

type DenialOf<C extends DenialCode> = Extract<Denial, { readonly code: C }>;

function describeTradingState(denial: DenialOf<"trading_state">): string {
  if (denial.scope !== undefined)
    return `A kill stops ${denial.scope}: no order of it that adds risk passes until it is resumed.`;
  if (denial.state === "halted") {
    return "Trading is halted: only closing orders of people and stop-losses pass, and during a kill only its own.";
  }
  return `Trading is ${denial.state}: only orders toward flat pass, and this one is not.`;
}

function describeStop({ phase, stop }: DenialOf<"stop_loss">): string {
  const { symbol, side, averageEntry, mark } = stop;
  const lost = `${stop.lossBps.toFixed(1)} bps at ${formatPrice(mark)} from ${formatPrice(averageEntry)}`;
  const why = stop.cause === undefined ? "" : ` (${describeStopCause(stop.cause)})`;
  const fired = `The stop-loss of ${symbol} fired: ${lost}, limit ${stop.limitBps} bps${why}.`;
  if (phase === "closing")
    return `${fired} It is closing the position; nothing else is sent meanwhile.`;
  const again =
    "once its own target has been at zero or on the other side, or on the next market day";
  return `${fired} The strategy may ${side} again ${again}.`;
}

function describeCorporateAction({
  symbol,
  action,
  closable,
}: DenialOf<"corporate_action">): string {
  const rule = `a person may close up to ${shares(closable)}, and no other order in ${symbol} passes`;
  return `${action}: until the venue shows what it made of the position, ${rule}.`;
}

function describePermission({ symbol, side, permission }: DenialOf<"symbol_permission">): string {
  switch (permission) {
    case "none":
      return `${symbol} is not among the symbols that may be traded.`;
    case "close_only":
      return `${symbol} may only be closed, and this order opens.`;
    case "long_only":
      return `${symbol} may not be sold short, and this ${side} would.`;
    case "both":
      return `${symbol} may be traded on both sides.`;
  }
}

function describeSession(denial: DenialOf<"session">): string {
  if (denial.session === "closed") return "The market is closed.";
  if (!denial.allowed.includes(denial.session)) {
    return `The session is ${denial.session}; risk is allowed in ${denial.allowed.join(", ")}.`;
  }
  // As denials of before tell it: the order's type has a check of its own now.
  const rule = "only limit orders marked for extended hours trade";
  return `The session is ${denial.session}, where ${rule}; this ${denial.type} order is not one.`;
}

function describeBand({ symbol, side, price, lower, upper }: DenialOf<"price_band">): string {
  const bands = `${formatPrice(lower)} to ${formatPrice(upper)}`;
  const rule = side === "buy" ? "no bid may lie above them" : "no offer may lie below them";
  return `Price ${formatPrice(price)} is outside the limit bands of ${symbol}, ${bands}: ${rule}.`;
}

function describeSelfTrade({ side, opposite }: DenialOf<"self_trade">): string {
  const other = side === "buy" ? "sell" : "buy";
  return `The ${side} could trade with our own open ${other} orders for ${shares(opposite)}.`;
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

function describeCrossing({ side, quantity, closable }: DenialOf<"crosses_zero">): string {
  const rest = `only ${shares(closable)} can be closed besides what open orders close already`;
  return `The ${side} of ${shares(quantity)} would go through zero: ${rest}.`;
}

function describeValuation({ positions, orders }: DenialOf<"valuation">): string {
  const held = `${countOf(positions, "position")} without a price since the start`;
  const open = `open orders without any price in ${countOf(orders, "symbol")}`;
  const what = orders === 0 ? held : positions === 0 ? open : `${held}, and ${open}`;
  return `The book has ${what}: loss and exposure cannot be measured. New risk waits for a quote.`;
}

function limitOf({ level }: AtLevel): string {
  return level === undefined ? "the limit" : `the limit of ${describeLevel(level)}`;
}
