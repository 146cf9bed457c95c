import type { Price } from "../number/price.ts";
import type { OrderIntent } from "../order/order-intent.ts";
import type { UnixMs } from "../time.ts";
import type { OverrideUse } from "./override/override.ts";

declare const approvedByRisk: unique symbol;

/**
 * An order intent that passed every risk check: the only thing that can be submitted. The brand's symbol is not
 * exported and exists only in types, so no object literal is one; `checkOrder` alone makes them.
 */
export interface ApprovedOrder {
  readonly [approvedByRisk]: true;
  readonly intent: OrderIntent;
  readonly approvedAt: UnixMs;
  /** Midpoint of the quote at approval, from which slippage is measured; null without a two-sided quote. */
  readonly arrivalMid: Price | null;
  /** True when the order only brings the position toward flat. */
  readonly reducing: boolean;
  /** The override that it used up; absent where it passed by the limits in force. */
  readonly override?: OverrideUse;
}
