import { quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { Views } from "../../../src/views.ts";
import type { TrueHolding } from "./truth.ts";

/**
 * Returns what the engine reckoned with in a symbol before some of its approvals were added. That this is never less
 * than the truth is audited after every input; here it says which way an order was meant, also where the books differ.
 */
export function reckonedBefore(
  { totals }: Views,
  symbol: string,
  added: readonly OrderIntent[],
): TrueHolding {
  const row = new Map(Object.entries(totals.symbols)).get(symbol);
  const unitsOf = (side: OrderIntent["side"]): number =>
    added
      .filter((intent) => intent.symbol === symbol && intent.side === side)
      .reduce((sum, { quantity }) => sum + quantityUnits(quantity), 0);
  return {
    position: quantityUnits(row?.position ?? ZERO_QUANTITY),
    buys: quantityUnits(row?.openOrders.buys ?? ZERO_QUANTITY) - unitsOf("buy"),
    sells: quantityUnits(row?.openOrders.sells ?? ZERO_QUANTITY) - unitsOf("sell"),
  };
}

/** Tells whether an order can only bring a holding toward flat, with everything that closes it already. */
export function leadsTowardFlat(
  { position, buys, sells }: TrueHolding,
  { side, quantity }: Pick<OrderIntent, "side" | "quantity">,
): boolean {
  const units = quantityUnits(quantity);
  return side === "sell" ? sells + units <= position : buys + units <= -position;
}
