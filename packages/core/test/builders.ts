import type { Fill } from "../src/fill/fill.ts";
import { NO_GOLIVE } from "../src/golive/golive-guard.ts";
import { clientOrderId, executionId, ticker, venueOrderId } from "../src/ids.ts";
import { isoDate } from "../src/market/civil-date.ts";
import type { Bar } from "../src/market/bar.ts";
import type { Quote } from "../src/market/quote.ts";
import type { MarketTrade } from "../src/market/trade.ts";
import { money, ZERO_MONEY } from "../src/number/money.ts";
import { price } from "../src/number/price.ts";
import { quantity, shares, ZERO_QUANTITY } from "../src/number/quantity.ts";
import { beginOrder, type Order } from "../src/order/order.ts";
import type { OrderIntent } from "../src/order/order-intent.ts";
import { NO_OPEN_ORDERS, OpenOrderBook, type OpenOrders } from "../src/portfolio/open-orders.ts";
import { applyFillToPortfolio, type Portfolio } from "../src/portfolio/portfolio.ts";
import { NO_SYMBOL_FLOW } from "../src/risk/flow/flow-book.ts";
import { NO_ORDER_FLOW } from "../src/risk/flow/order-flow.ts";
import { UNCLASSIFIED } from "../src/portfolio/sector-totals.ts";
import { NO_SIDES } from "../src/portfolio/side-exposure.ts";
import type { AssetGuard } from "../src/risk/assets/asset-guard.ts";
import { QUIET_CONDUCT } from "../src/risk/conduct/conduct-guard.ts";
import type { ExposureGuard, VenueFigures } from "../src/risk/exposure/exposure-guard.ts";
import { ACCOUNT_ALONE } from "../src/risk/levels/level-guard.ts";
import type { Limits } from "../src/risk/limits.ts";
import { OPEN_MARKET } from "../src/risk/market-guard.ts";
import type { RiskContext } from "../src/risk/risk-context.ts";
import type { VolumeFacts } from "../src/risk/volume/volume-guard.ts";
import type { StoppedOut } from "../src/risk/stopped-out.ts";

/** Complete, harmless values for tests: a case sets only what it is about. */

/** 2013-10-08 10:00 in New York, a Tuesday in the regular session. */
export const MORNING = Date.UTC(2013, 9, 8, 14, 0, 0);

export const SPY = ticker("SPY");
export const IBM = ticker("IBM");

/** A buy of 10 SPY, limit 100.05, day. */
export function anIntent(change: Partial<OrderIntent> = {}): OrderIntent {
  return {
    clientOrderId: clientOrderId("order-1"),
    symbol: SPY,
    side: "buy",
    quantity: shares(10),
    pricing: { type: "limit", limitPrice: price("100.05") },
    timeInForce: "day",
    extendedHours: false,
    purpose: "signal",
    strategyId: null,
    signalId: null,
    ...change,
  };
}

/** The order that `anIntent` begins, for 100 shares unless told otherwise. */
export function anOrder(change: Partial<Order> = {}): Order {
  const intent = anIntent({ quantity: change.quantity ?? shares(100) });
  const begun = beginOrder(intent, { at: MORNING, arrivalMid: price("100.00"), replaces: null });
  return { ...begun, ...change };
}

/** SPY 99.99 × 100.01, now. */
export function aQuote(change: Partial<Quote> = {}): Quote {
  return {
    symbol: SPY,
    venueAt: MORNING,
    bid: price("99.99"),
    bidSize: 500,
    ask: price("100.01"),
    askSize: 500,
    ...change,
  };
}

/** A fill of 10 SPY at 100.00, bought. */
export function aFill(change: Partial<Fill> = {}): Fill {
  return {
    executionId: executionId("execution-1"),
    clientOrderId: clientOrderId("order-1"),
    venueOrderId: venueOrderId("venue-1"),
    strategyId: null,
    symbol: SPY,
    side: "buy",
    quantity: shares(10),
    price: price("100.00"),
    fee: ZERO_MONEY,
    venueAt: MORNING,
    ...change,
  };
}

/** The portfolio, after more fills were booked in it. */
export function booked(portfolio: Portfolio, fills: readonly Fill[]): Portfolio {
  for (const fill of fills) applyFillToPortfolio(portfolio, fill);
  return portfolio;
}

/** What these orders of one symbol add up to. */
export function sumOpenOrders(orders: readonly Order[]): OpenOrders {
  const book = new OpenOrderBook();
  for (const [index, order] of orders.entries()) book.track(String(index), order);
  return book.sum;
}

/** A print of 100 SPY at 100.00. */
export function aTrade(change: Partial<MarketTrade> = {}): MarketTrade {
  return {
    symbol: SPY,
    venueAt: MORNING,
    price: price("100.00"),
    size: 100,
    exchange: "P",
    conditions: ["@"],
    ...change,
  };
}

/** A complete bar of SPY that closes at `close` dollars. */
export function aBar(close: string, change: Partial<Bar> = {}): Bar {
  const at = price(close);
  return {
    symbol: SPY,
    startAt: MORNING,
    open: at,
    high: at,
    low: at,
    close: at,
    volume: 100,
    tradeCount: 1,
    complete: true,
    ...change,
  };
}

/** Limits in which each number is wide enough for `anIntent` and different from the others. */
export const LIMITS: Limits = {
  maxOrderQuantity: quantity("100"),
  maxOrderNotional: money("11000"),
  maxPositionQuantity: quantity("300"),
  maxPositionNotional: money("33000"),
  maxGrossExposure: money("50000"),
  maxDailyLoss: money("1000"),
  maxOpenOrders: 20,
  maxOrdersPerMinute: 30,
  duplicateIntentWindowMs: 1_000,
  priceCollarBps: 50,
  maxQuoteAgeMs: 2_000,
  maxProjectionLagMs: 5_000,
  stopLossBps: 200,
  breakerRejectsMax: 5,
  breakerRejectsWindowMs: 10_000,
  breakerPriceMoveBps: 500,
  breakerPriceMoveWindowMs: 60_000,
  maxDrawdownBps: 1_000,
  breakerLossStreak: 6,
  breakerRejectShareBps: 5_000,
  breakerSlippageBps: 40,
  trailingStopBps: 300,
  timeStopMinutes: 240,
  maxUncoveredMs: 10_000,
  rollingWindowMs: 60_000,
  maxWindowOrders: 25,
  maxWindowNotional: money("110000"),
  maxSymbolWindowOrders: 15,
  maxSymbolWindowNotional: money("44000"),
  maxNetExposure: money("45000"),
  maxLongExposure: money("47000"),
  maxShortExposure: money("40000"),
  maxConcentrationBps: 4_000,
  maxSectorExposureBps: 5_200,
  maxLeverageBps: 5_500,
  maxAccountAgeMs: 60_000,
  warmUpMs: 1,
  maxCancelsPerMinute: 12,
  maxMessagesPerSecond: 40,
  maxRepeatedFills: 8,
  maxOrderVolumeBps: 10,
  maxPositionVolumeBps: 30,
  sessions: ["regular"],
  shortSelling: true,
  allowUnknownVolume: false,
  restricted: [],
  allowed: [],
};

/** What a stop-loss of a long position left behind: it may not be bought again for now. */
export const STOPPED_OUT: StoppedOut = {
  symbol: SPY,
  side: "buy",
  at: MORNING,
  averageEntry: price("100.02"),
  mark: price("97.01"),
  lossBps: 301,
  limitBps: 200,
};

/** An account of $100,000 by both books, four times that to buy for, and nothing held elsewhere. */
export function anExposure(
  change: Partial<Omit<ExposureGuard, "venue">> & {
    readonly venue?: Partial<VenueFigures> | null;
  } = {},
): ExposureGuard {
  const venue: VenueFigures = {
    askedAt: MORNING,
    equity: money("100000"),
    buyingPower: money("400000"),
    maintenanceMargin: money("0"),
    reserved: ZERO_MONEY,
  };
  return {
    elsewhere: NO_SIDES,
    equity: money("100000"),
    ...change,
    venue: change.venue === null ? null : { ...venue, ...change.venue },
  };
}

/** SPY as the venue lists it: traded, and easy to borrow. */
export const BORROWABLE: AssetGuard = {
  facts: {
    symbol: SPY,
    tradable: true,
    shortable: true,
    easyToBorrow: true,
    fractionable: true,
    at: MORNING,
  },
  borrowRefused: false,
};

/** SPY of which ten million shares trade in a session. */
export const VOLUME: VolumeFacts = {
  symbol: SPY,
  shares: 10_000_000,
  sessions: 20,
  lastSession: isoDate("2013-10-07"),
  at: MORNING,
};

/** Nothing else held in the sector, which is none. */
export const NO_SECTOR: RiskContext["sector"] = { sector: UNCLASSIFIED, elsewhere: ZERO_MONEY };

/** A quiet regular session, flat, in which `anIntent` passes every check. */
export function aContext(change: Partial<RiskContext> = {}): RiskContext {
  return {
    time: MORNING,
    limits: LIMITS,
    levels: ACCOUNT_ALONE,
    tradingState: "active",
    haltClosings: "none",
    reduceOnly: null,
    golive: NO_GOLIVE,
    stop: null,
    session: "regular",
    permission: "both",
    reconciliationBreaks: 0,
    corporateAction: null,
    projectionLagMs: 0,
    market: OPEN_MARKET,
    asset: BORROWABLE,
    quote: aQuote(),
    referencePrice: price("100.00"),
    position: ZERO_QUANTITY,
    // All that the account holds is the asker's, unless a test says otherwise.
    ownPosition: change.position ?? ZERO_QUANTITY,
    openOrders: NO_OPEN_ORDERS,
    openOrderCount: 0,
    exposureElsewhere: ZERO_MONEY,
    exposure: anExposure(),
    conduct: QUIET_CONDUCT,
    unmarkedPositions: 0,
    unpricedOrders: 0,
    volume: VOLUME,
    sector: NO_SECTOR,
    parent: null,
    recentOrders: [],
    accountFlow: NO_ORDER_FLOW,
    symbolFlow: NO_SYMBOL_FLOW,
    dayPnl: ZERO_MONEY,
    ...change,
  };
}
