import type { Ticker } from "../ids.ts";
import type { TradingSession } from "../market/calendar.ts";
import type { Money } from "../number/money.ts";
import type { Quantity } from "../number/quantity.ts";

/**
 * What an operator sets and risk enforces. Every limit is finite; there is no word for "unlimited". Versions of it are
 * data with an author and a reason; `LIMIT_FIELDS` says what each line means. Plain data.
 */
export interface Limits {
  readonly maxOrderQuantity: Quantity;
  readonly maxOrderNotional: Money;
  readonly maxPositionQuantity: Quantity;
  readonly maxPositionNotional: Money;
  readonly maxGrossExposure: Money;
  readonly maxDailyLoss: Money;
  readonly maxOpenOrders: number;
  readonly maxOrdersPerMinute: number;
  readonly duplicateIntentWindowMs: number;
  readonly priceCollarBps: number;
  readonly maxQuoteAgeMs: number;
  readonly maxProjectionLagMs: number;
  readonly stopLossBps: number;
  readonly breakerRejectsMax: number;
  readonly breakerRejectsWindowMs: number;
  readonly breakerPriceMoveBps: number;
  readonly breakerPriceMoveWindowMs: number;
  readonly maxDrawdownBps: number;
  readonly breakerLossStreak: number;
  readonly breakerRejectShareBps: number;
  readonly breakerSlippageBps: number;
  readonly trailingStopBps: number;
  readonly timeStopMinutes: number;
  readonly maxUncoveredMs: number;
  /** The span over which the window limits add orders up. */
  readonly rollingWindowMs: number;
  readonly maxWindowOrders: number;
  readonly maxWindowNotional: Money;
  /** Of one strategy in one symbol. */
  readonly maxSymbolWindowOrders: number;
  readonly maxSymbolWindowNotional: Money;
  readonly maxNetExposure: Money;
  readonly maxLongExposure: Money;
  readonly maxShortExposure: Money;
  readonly maxConcentrationBps: number;
  readonly maxSectorExposureBps: number;
  readonly maxLeverageBps: number;
  readonly maxAccountAgeMs: number;
  readonly warmUpMs: number;
  readonly maxCancelsPerMinute: number;
  readonly maxMessagesPerSecond: number;
  readonly maxRepeatedFills: number;
  /** Of one order, and of one position in the worst case, as a share of the average daily volume. */
  readonly maxOrderVolumeBps: number;
  readonly maxPositionVolumeBps: number;
  /** Sessions in which risk may be taken, in the order of the day. */
  readonly sessions: readonly TradingSession[];
  /** Whether anything may be sold that is not held. */
  readonly shortSelling: boolean;
  /** Whether new risk may be taken in a symbol whose average daily volume nobody knows. */
  readonly allowUnknownVolume: boolean;
  /** Symbols in which no new risk may be taken (15c3-5 (c)(2)(ii)), in alphabetical order. */
  readonly restricted: readonly Ticker[];
  /** The only symbols in which new risk may be taken, in alphabetical order; empty: every one of the universe. */
  readonly allowed: readonly Ticker[];
}

/** The name of one limit. */
export type LimitKey = keyof Limits;
