import { crossesZero } from "./crosses-zero.ts";
import { orderNotional } from "./order-notional.ts";
import { orderQuantity } from "./order-quantity.ts";
import { slicedNotional } from "./window/sliced-notional.ts";
import { slicedQuantity } from "./window/sliced-quantity.ts";
import { symbolWindowNotional } from "./window/symbol-window-notional.ts";
import { windowNotional } from "./window/window-notional.ts";

/** The checks of how large the order is, with those that came before it, in the order in which they are shown. */
export const SIZE_CHECKS = [
  orderQuantity,
  orderNotional,
  slicedQuantity,
  slicedNotional,
  windowNotional,
  symbolWindowNotional,
  crossesZero,
];
