import { strategyDailyLoss } from "./strategy-daily-loss.ts";
import { strategyGrossExposure } from "./strategy-gross-exposure.ts";
import { strategyOpenOrders } from "./strategy-open-orders.ts";
import { strategyOrderRate } from "./strategy-order-rate.ts";
import { strategyPositionNotional } from "./strategy-position-notional.ts";
import { strategyPositionQuantity } from "./strategy-position-quantity.ts";

/** The checks of what the strategy's own book could come to, in the order in which they are shown. */
export const STRATEGY_CHECKS = [
  strategyOrderRate,
  strategyOpenOrders,
  strategyPositionQuantity,
  strategyPositionNotional,
  strategyGrossExposure,
  strategyDailyLoss,
];
