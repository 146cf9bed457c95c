import { UNCLASSIFIED } from "@interlock/core/portfolio/sector-totals";
import { clientOrderId, type Ticker } from "@interlock/core/ids";
import type { TradingSession } from "@interlock/core/market/calendar";
import { type Price, roundToTick, shiftPriceBps } from "@interlock/core/number/price";
import type { Quantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { Side } from "@interlock/core/order/side";
import { NO_OPEN_ORDERS } from "@interlock/core/portfolio/open-orders";
import { fail, ok, type Result } from "@interlock/core/result";
import { ZERO_MONEY } from "@interlock/core/number/money";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import { UNKNOWN_ASSET } from "@interlock/core/risk/assets/asset-guard";
import { QUIET_CONDUCT } from "@interlock/core/risk/conduct/conduct-guard";
import { UNKNOWN_ACCOUNT } from "@interlock/core/risk/exposure/exposure-guard";
import { NO_SYMBOL_FLOW } from "@interlock/core/risk/flow/flow-book";
import { NO_ORDER_FLOW } from "@interlock/core/risk/flow/order-flow";
import { checkOrder } from "@interlock/core/risk/check-order";
import { describeDenial } from "@interlock/core/risk/denial";
import { NO_GOLIVE } from "@interlock/core/golive/golive-guard";
import { ACCOUNT_ALONE } from "@interlock/core/risk/levels/level-guard";
import type { Limits } from "@interlock/core/risk/limits";
import { OPEN_MARKET } from "@interlock/core/risk/market-guard";
import type { UnixMs } from "@interlock/core/time";

/** A closing order to be approved, by what the venue itself shows. */
export interface Closing {
  readonly clientOrderId: string;
  readonly symbol: Ticker;
  readonly side: Side;
  readonly quantity: Quantity;
  /** The venue's signed position; no order is open in the symbol. */
  readonly position: Quantity;
  readonly session: TradingSession;
  readonly time: UnixMs;
  /** Latest price known; null when there is none. A limit order needs it, a market order does not. */
  readonly reference: Price | null;
  /** Times that this position was tried before: each goes further through the price. */
  readonly attempt: number;
  readonly limits: Limits;
}

const FIRST_OFFSET_BPS = 20;

/**
 * Makes the order that closes a position without the engine and puts it through the same gate as every order: it may
 * only bring the position toward flat. In regular hours a market order; in extended hours a limit order through the
 * last price, further at each attempt, never beyond the collar.
 */
export function approveClosing(closing: Closing): Result<ApprovedOrder> {
  const pricing = closingPrice(closing);
  if (!pricing.ok) return pricing;
  const intent: OrderIntent = {
    clientOrderId: clientOrderId(closing.clientOrderId),
    symbol: closing.symbol,
    side: closing.side,
    quantity: closing.quantity,
    pricing: pricing.value,
    timeInForce: "day",
    extendedHours: closing.session !== "regular",
    purpose: "flatten",
    strategyId: null,
    signalId: null,
  };
  const decision = checkOrder(intent, {
    time: closing.time,
    limits: closing.limits,
    levels: ACCOUNT_ALONE,
    tradingState: "halted",
    haltClosings: "none",
    reduceOnly: null,
    golive: NO_GOLIVE,
    stop: null,
    session: closing.session,
    permission: "close_only",
    reconciliationBreaks: 0,
    corporateAction: null,
    projectionLagMs: 0,
    market: OPEN_MARKET,
    asset: UNKNOWN_ASSET,
    quote: null,
    referencePrice: closing.reference,
    position: closing.position,
    openOrders: NO_OPEN_ORDERS,
    openOrderCount: 0,
    exposureElsewhere: ZERO_MONEY,
    ownPosition: closing.position,
    exposure: UNKNOWN_ACCOUNT,
    conduct: QUIET_CONDUCT,
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
  if (decision.kind === "approved") return ok(decision.order);
  return fail(decision.denials.map(describeDenial).join(" "));
}

function closingPrice(closing: Closing): Result<OrderIntent["pricing"]> {
  if (closing.session === "regular") return ok({ type: "market" });
  if (closing.reference === null) {
    return fail(
      "no price is known to set a limit by, and outside regular hours only limit orders trade",
    );
  }
  const { side, attempt, limits } = closing;
  const offset = Math.min(FIRST_OFFSET_BPS * 2 ** attempt, limits.priceCollarBps);
  const signed = side === "buy" ? offset : -offset;
  // Rounded toward the reference, so that the collar still holds.
  const price = roundToTick(
    shiftPriceBps(closing.reference, signed),
    side === "buy" ? "down" : "up",
  );
  return ok({ type: "limit", limitPrice: price });
}
