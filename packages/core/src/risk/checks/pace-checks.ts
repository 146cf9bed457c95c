import { cancelRate } from "./conduct/cancel-rate.ts";
import { messageRate } from "./conduct/message-rate.ts";
import { duplicateIntent } from "./duplicate-intent.ts";
import { openOrders } from "./open-orders.ts";
import { orderRate } from "./order-rate.ts";
import { symbolWindowOrders } from "./window/symbol-window-orders.ts";
import { windowOrders } from "./window/window-orders.ts";

/** The checks of how fast orders and cancels follow each other, in the order in which they are shown. */
export const PACE_CHECKS = [
  duplicateIntent,
  orderRate,
  messageRate,
  cancelRate,
  windowOrders,
  symbolWindowOrders,
  openOrders,
];
