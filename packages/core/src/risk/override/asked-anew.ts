import type { OrderIntent } from "../../order/order-intent.ts";
import { type ParentBook, parentOf } from "../parent/parent-book.ts";

/**
 * Says that a denied order is no child any more of what its strategy asks for in its symbol; null while it is, and for
 * an order that no signal made. Such an order can never pass: its strategy has another opinion since, or a corporate
 * action ended all.
 */
export function askedAnew(
  book: ParentBook,
  {
    purpose,
    strategyId,
    symbol,
    signalId,
  }: Pick<OrderIntent, "purpose" | "strategyId" | "symbol" | "signalId">,
): string | null {
  if (purpose !== "signal" || strategyId === null) return null;
  if (parentOf(book, { strategyId, symbol }).signalId === signalId) return null;
  return `what ${strategyId} asked for in ${symbol} then has been replaced`;
}
