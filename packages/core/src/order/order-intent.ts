import type { ClientOrderId, SignalId, StrategyId, Ticker } from "../ids.ts";
import type { Price } from "../number/price.ts";
import type { Quantity } from "../number/quantity.ts";
import type { Side } from "./side.ts";

/** Order types of this engine; each price field is present exactly where its type needs it. */
export type OrderPricing =
  | { readonly type: "market" }
  | { readonly type: "limit"; readonly limitPrice: Price }
  | { readonly type: "stop"; readonly stopPrice: Price }
  | { readonly type: "stop_limit"; readonly stopPrice: Price; readonly limitPrice: Price };

/** How long an order stays at the venue. */
export type TimeInForce = "day" | "gtc" | "ioc" | "fok";

/** Why an order exists: the dossier and the console tell them apart. */
export type OrderPurpose =
  | "signal"
  | "stop_loss"
  | "flatten"
  | "operator"
  /** A stop that waits at the broker, for the time in which the engine's own cannot act. */
  | "protect";

/** A sized wish, before risk. It cannot be submitted: only an ApprovedOrder can. */
export interface OrderIntent {
  readonly clientOrderId: ClientOrderId;
  readonly symbol: Ticker;
  readonly side: Side;
  readonly quantity: Quantity;
  readonly pricing: OrderPricing;
  readonly timeInForce: TimeInForce;
  readonly extendedHours: boolean;
  readonly purpose: OrderPurpose;
  readonly strategyId: StrategyId | null;
  readonly signalId: SignalId | null;
}
