import { buyingPower } from "./checks/exposure/buying-power.ts";
import { concentration } from "./checks/exposure/concentration.ts";
import { equity } from "./checks/exposure/equity.ts";
import { leverage } from "./checks/exposure/leverage.ts";
import { longExposure } from "./checks/exposure/long-exposure.ts";
import { marginDeficit } from "./checks/exposure/margin-deficit.ts";
import { netExposure } from "./checks/exposure/net-exposure.ts";
import { shortExposure } from "./checks/exposure/short-exposure.ts";
import { cancelRate } from "./checks/conduct/cancel-rate.ts";
import { messageRate } from "./checks/conduct/message-rate.ts";
import { sessionOrderType } from "./checks/conduct/session-order-type.ts";
import { warmUp } from "./checks/conduct/warm-up.ts";
import { corporateAction } from "./checks/standing/corporate-action.ts";
import { crossesZero } from "./checks/crosses-zero.ts";
import { dailyLoss } from "./checks/daily-loss.ts";
import { duplicateIntent } from "./checks/duplicate-intent.ts";
import { grossExposure } from "./checks/gross-exposure.ts";
import { marketCondition } from "./checks/market/market-condition.ts";
import { openOrders } from "./checks/open-orders.ts";
import { orderNotional } from "./checks/order-notional.ts";
import { orderQuantity } from "./checks/order-quantity.ts";
import { orderRate } from "./checks/order-rate.ts";
import { positionNotional } from "./checks/position-notional.ts";
import { positionQuantity } from "./checks/position-quantity.ts";
import { priceBand } from "./checks/market/price-band.ts";
import { priceCollar } from "./checks/price-collar.ts";
import { priceTick } from "./checks/price-tick.ts";
import { projectionLag } from "./checks/standing/projection-lag.ts";
import { quoteAge } from "./checks/quote-age.ts";
import { reconciliationBreak } from "./checks/standing/reconciliation-break.ts";
import { referenceQuote } from "./checks/reference-quote.ts";
import { selfTrade } from "./checks/self-trade.ts";
import { session } from "./checks/standing/session.ts";
import { slicedNotional } from "./checks/window/sliced-notional.ts";
import { slicedQuantity } from "./checks/window/sliced-quantity.ts";
import { stopLoss } from "./checks/standing/stop-loss.ts";
import { strategyDailyLoss } from "./checks/strategy/strategy-daily-loss.ts";
import { strategyGrossExposure } from "./checks/strategy/strategy-gross-exposure.ts";
import { strategyOpenOrders } from "./checks/strategy/strategy-open-orders.ts";
import { strategyOrderRate } from "./checks/strategy/strategy-order-rate.ts";
import { strategyPositionNotional } from "./checks/strategy/strategy-position-notional.ts";
import { strategyPositionQuantity } from "./checks/strategy/strategy-position-quantity.ts";
import { symbolPermission } from "./checks/standing/symbol-permission.ts";
import { tradingHalt } from "./checks/market/trading-halt.ts";
import { symbolWindowNotional } from "./checks/window/symbol-window-notional.ts";
import { symbolWindowOrders } from "./checks/window/symbol-window-orders.ts";
import { tradingState } from "./checks/standing/trading-state.ts";
import { valuation } from "./checks/valuation.ts";
import { windowNotional } from "./checks/window/window-notional.ts";
import { windowOrders } from "./checks/window/window-orders.ts";

/**
 * Every pre-trade check, in the order in which they are evaluated and shown: where the account stands, how fast it
 * goes, at what price, how much, what its strategy may, and what it has lost. All are always evaluated; an order passes
 * if none refuses it. docs/denials.md lists what each says.
 *
 * Orders toward flat (only closing, never past zero, open orders counted) pass with the ten marked
 * `appliesToReducing`: trading state, stop-loss, corporate action, session, order type, trading halt, price tick, price band, price
 * collar, closable shares.
 * The others limit new risk, and must not keep anybody in a position that they would forbid.
 */
export const CHECKS = [
  tradingState,
  stopLoss,
  symbolPermission,
  reconciliationBreak,
  corporateAction,
  projectionLag,
  session,
  sessionOrderType,
  warmUp,
  tradingHalt,
  marketCondition,
  duplicateIntent,
  orderRate,
  messageRate,
  cancelRate,
  windowOrders,
  symbolWindowOrders,
  openOrders,
  selfTrade,
  priceTick,
  priceBand,
  referenceQuote,
  quoteAge,
  priceCollar,
  orderQuantity,
  orderNotional,
  slicedQuantity,
  slicedNotional,
  windowNotional,
  symbolWindowNotional,
  crossesZero,
  valuation,
  positionQuantity,
  positionNotional,
  grossExposure,
  netExposure,
  longExposure,
  shortExposure,
  equity,
  concentration,
  leverage,
  buyingPower,
  marginDeficit,
  strategyOrderRate,
  strategyOpenOrders,
  strategyPositionQuantity,
  strategyPositionNotional,
  strategyGrossExposure,
  strategyDailyLoss,
  dailyLoss,
];
