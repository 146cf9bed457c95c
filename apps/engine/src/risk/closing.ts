import type { Ticker } from "@interlock/core/ids";
import type { Quantity } from "@interlock/core/number/quantity";
import type { Side } from "@interlock/core/order/side";

/** A wish to bring a position toward flat, from a kill, an operator or a stop-loss. It passes the same gate as any order. */
export interface Closing {
  readonly symbol: Ticker;
  readonly side: Side;
  /** At least zero; risk allows no more than what is held. */
  readonly quantity: Quantity;
  readonly purpose: "flatten" | "operator" | "stop_loss";
  readonly reason: string;
}
