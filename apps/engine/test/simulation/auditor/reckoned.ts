import { quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { EngineRecord } from "../../../src/record.ts";
import type { Views } from "../../../src/views.ts";
import { type JournalBook, leavesOf } from "./journal-book.ts";
import type { TrueHolding } from "./truth.ts";

/**
 * Returns what the engine reckoned with in a symbol before some of its records took effect. That this is never less
 * than the truth is audited after every input; here it says which way an order was meant, also where the books differ.
 */
export function reckonedBefore({ totals }: Views, symbol: string, later: Later): TrueHolding {
  const row = new Map(Object.entries(totals.symbols)).get(symbol);
  const added = addedBy(later);
  const unitsOf = (side: OrderIntent["side"]): number =>
    added
      .filter((one) => one.symbol === symbol && one.side === side)
      .reduce((sum, { units }) => sum + units, 0);
  return {
    position: quantityUnits(row?.position ?? ZERO_QUANTITY),
    buys: quantityUnits(row?.openOrders.buys ?? ZERO_QUANTITY) - unitsOf("buy"),
    sells: quantityUnits(row?.openOrders.sells ?? ZERO_QUANTITY) - unitsOf("sell"),
  };
}

/** Records that the engine reckons with already, and the book that has read everything before them. */
export interface Later {
  readonly records: readonly EngineRecord[];
  readonly book: Pick<JournalBook, "strangers">;
}

interface Added extends Pick<OrderIntent, "symbol" | "side"> {
  readonly units: number;
}

function addedBy({ records, book }: Later): Added[] {
  return records.flatMap((record): Added[] => {
    if (record.kind === "order_approved")
      return [{ ...record.intent, units: quantityUnits(record.intent.quantity) }];
    if (record.kind !== "external_order_seen") return [];
    const known = book.strangers.get(record.order.clientOrderId) ?? 0;
    return [{ ...record.order, units: leavesOf(record) - known }];
  });
}

/** Tells whether an order can only bring a holding toward flat, with everything that closes it already. */
export function leadsTowardFlat(
  { position, buys, sells }: TrueHolding,
  { side, quantity }: Pick<OrderIntent, "side" | "quantity">,
): boolean {
  const units = quantityUnits(quantity);
  return side === "sell" ? sells + units <= position : buys + units <= -position;
}
