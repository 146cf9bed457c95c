import { UNCLASSIFIED } from "@interlock/core/portfolio/sector-totals";
import { clientOrderId, ticker } from "@interlock/core/ids";
import { money, ZERO_MONEY } from "@interlock/core/number/money";
import { type Price, price, priceFromUnits, priceUnits } from "@interlock/core/number/price";
import { quantity, shares, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { NO_OPEN_ORDERS } from "@interlock/core/portfolio/open-orders";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import { NO_SIDES } from "@interlock/core/portfolio/side-exposure";
import { QUIET_CONDUCT } from "@interlock/core/risk/conduct/conduct-guard";
import type { ExposureGuard } from "@interlock/core/risk/exposure/exposure-guard";
import type { Limits } from "@interlock/core/risk/limits";
import { NO_SYMBOL_FLOW } from "@interlock/core/risk/flow/flow-book";
import { NO_ORDER_FLOW } from "@interlock/core/risk/flow/order-flow";
import { checkOrder } from "@interlock/core/risk/check-order";
import { ACCOUNT_ALONE } from "@interlock/core/risk/levels/level-guard";
import { NO_GOLIVE } from "@interlock/core/golive/golive-guard";
import { OPEN_MARKET } from "@interlock/core/risk/market-guard";

/** Complete, harmless values: a test sets only what it is about. */

/** 2026-11-20 10:00 in New York, a Friday in the regular session. */
export const NOW = Date.UTC(2026, 10, 20, 15, 0, 0);

/** A buy of 10 AAPL, limit 150.25, day. */
export function anIntent(change: Partial<OrderIntent> = {}): OrderIntent {
  return {
    clientOrderId: clientOrderId("cid-1"),
    symbol: ticker("AAPL"),
    side: "buy",
    quantity: shares(10),
    pricing: { type: "limit", limitPrice: price("150.25") },
    timeInForce: "day",
    extendedHours: false,
    purpose: "signal",
    strategyId: null,
    signalId: null,
    ...change,
  };
}

const WIDE_LIMITS: Limits = {
  maxOrderQuantity: quantity("1000"),
  maxOrderNotional: money("1000000"),
  maxPositionQuantity: quantity("1000"),
  maxPositionNotional: money("1000000"),
  maxGrossExposure: money("1000000"),
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
  rollingWindowMs: 10000,
  maxWindowOrders: 600,
  maxWindowNotional: money("1000000"),
  maxSymbolWindowOrders: 400,
  maxSymbolWindowNotional: money("400000"),
  maxNetExposure: money("500000"),
  maxLongExposure: money("500000"),
  maxShortExposure: money("500000"),
  maxConcentrationBps: 10000,
  maxSectorExposureBps: 40000,
  maxLeverageBps: 40000,
  maxAccountAgeMs: 86400000,
  warmUpMs: 1,
  maxCancelsPerMinute: 100,
  maxMessagesPerSecond: 100,
  maxRepeatedFills: 100,
  maxOrderVolumeBps: 10000,
  maxPositionVolumeBps: 40000,
  allowUnknownVolume: true,
  sessions: ["regular"],
  shortSelling: true,
  restricted: [],
  allowed: [],
};

const RICH_ACCOUNT: ExposureGuard = {
  elsewhere: NO_SIDES,
  equity: money("1000000"),
  venue: {
    askedAt: NOW,
    equity: money("1000000"),
    buyingPower: money("1000000"),
    maintenanceMargin: null,
    reserved: ZERO_MONEY,
  },
};

/** The intent approved by the real gate, in a quiet market around a price, with wide limits. */
export function anApprovedOrder(
  change: Partial<OrderIntent> = {},
  around: Price = price("150.25"),
): ApprovedOrder {
  const intent = anIntent(change);
  const decision = checkOrder(intent, {
    time: NOW,
    limits: WIDE_LIMITS,
    levels: ACCOUNT_ALONE,
    tradingState: "active",
    haltClosings: "all",
    reduceOnly: null,
    golive: NO_GOLIVE,
    stop: null,
    session: "regular",
    permission: "both",
    reconciliationBreaks: 0,
    corporateAction: null,
    projectionLagMs: 0,
    market: OPEN_MARKET,
    asset: {
      facts: {
        symbol: intent.symbol,
        tradable: true,
        shortable: true,
        easyToBorrow: true,
        fractionable: true,
        at: NOW,
      },
      borrowRefused: false,
    },
    quote: {
      symbol: intent.symbol,
      venueAt: NOW,
      bid: priceFromUnits(priceUnits(around) - 10_000),
      bidSize: 500,
      ask: priceFromUnits(priceUnits(around) + 10_000),
      askSize: 500,
    },
    referencePrice: around,
    position: ZERO_QUANTITY,
    ownPosition: ZERO_QUANTITY,
    openOrders: NO_OPEN_ORDERS,
    openOrderCount: 0,
    exposureElsewhere: ZERO_MONEY,
    conduct: QUIET_CONDUCT,
    exposure: RICH_ACCOUNT,
    unmarkedPositions: 0,
    unpricedOrders: 0,
    volume: null,
    sector: { sector: UNCLASSIFIED, elsewhere: ZERO_MONEY },
    parent: null,
    recentOrders: [],
    accountFlow: NO_ORDER_FLOW,
    symbolFlow: NO_SYMBOL_FLOW,
    dayPnl: ZERO_MONEY,
  });
  if (decision.kind === "denied") throw new Error(JSON.stringify(decision.denials));
  return decision.order;
}

/** An order as the venue writes it, the one that `anIntent` asks for. */
export function aWireOrder(
  change: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id: "904837e3-3b76-47ec-b432-046db621571b",
    client_order_id: "cid-1",
    created_at: "2026-11-20T15:00:00.100200300Z",
    updated_at: "2026-11-20T15:00:00.200300400Z",
    submitted_at: "2026-11-20T15:00:00.100200300Z",
    filled_at: null,
    expired_at: null,
    canceled_at: null,
    failed_at: null,
    replaced_at: null,
    replaced_by: null,
    replaces: null,
    asset_id: "b0b6dd9d-8b9b-48a9-ba46-b9d54906e415",
    symbol: "AAPL",
    asset_class: "us_equity",
    notional: null,
    qty: "10",
    filled_qty: "0",
    filled_avg_price: null,
    order_class: "",
    order_type: "limit",
    type: "limit",
    side: "buy",
    time_in_force: "day",
    limit_price: "150.25",
    stop_price: null,
    status: "pending_new",
    extended_hours: false,
    legs: null,
    ...change,
  };
}

/** The `data` of a trade update: 4 of 10 shares bought at 150.1. */
export function aTradeUpdate(
  change: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    event: "partial_fill",
    execution_id: "2f63ea93-423d-4169-b3f6-3fdafc10c418",
    timestamp: "2026-11-20T15:00:05.024916716Z",
    price: "150.1",
    qty: "4",
    position_qty: "4",
    order: aWireOrder({ status: "partially_filled", filled_qty: "4", filled_avg_price: "150.1" }),
    ...change,
  };
}

/** An execution in the activity log, the one of `aTradeUpdate`. */
export function aFillActivity(
  change: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    activity_type: "FILL",
    id: "20261120100005024::2f63ea93-423d-4169-b3f6-3fdafc10c418",
    transaction_time: "2026-11-20T15:00:05.024916Z",
    type: "partial_fill",
    price: "150.1",
    qty: "4",
    side: "buy",
    symbol: "AAPL",
    leaves_qty: "6",
    order_id: "904837e3-3b76-47ec-b432-046db621571b",
    cum_qty: "4",
    order_status: "partially_filled",
    ...change,
  };
}

/** An account as the venue writes it. */
export function aWireAccount(
  change: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id: "e6fe16f3-64a4-4921-8928-cadf02f92f98",
    account_number: "PA3ABCDEFGHI",
    status: "ACTIVE",
    currency: "USD",
    cash: "99399.60",
    equity: "100000",
    last_equity: "100000",
    buying_power: "262113.632",
    accrued_fees: "0",
    trading_blocked: false,
    account_blocked: false,
    trade_suspended_by_user: false,
    ...change,
  };
}
