import type { ClientOrderId, ExecutionId, StrategyId, Ticker, VenueOrderId } from "../ids.ts";
import type { Money } from "../number/money.ts";
import type { Price } from "../number/price.ts";
import type { Quantity } from "../number/quantity.ts";
import type { Side } from "../order/side.ts";
import type { UnixMs } from "../time.ts";

/** One execution of ours: quantity (positive) at a price. Immutable; its identity is the venue's execution id. */
export interface Fill {
  readonly executionId: ExecutionId;
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId;
  /** Null for an order that another program placed on the account. */
  readonly strategyId: StrategyId | null;
  readonly symbol: Ticker;
  readonly side: Side;
  readonly quantity: Quantity;
  readonly price: Price;
  /** Regulatory fees of this fill as the venue accrues them; at least zero. */
  readonly fee: Money;
  readonly venueAt: UnixMs;
}
