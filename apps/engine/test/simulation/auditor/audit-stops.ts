import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { Evidence } from "./evidence.ts";

/**
 * A stop that waits at the broker and an order of a strategy never stand at the venue together: it would refuse one of
 * them, or both would sell the same shares (I25). One whose execution the broker took back works again, and nobody is
 * told how much of it before the books are compared.
 */
export function auditStops(evidence: Evidence, intent: OrderIntent): void {
  const { truth, book, findings, isGivenUp, isBent } = evidence;
  const { clientOrderId, purpose, symbol } = intent;
  if (isBent || (purpose !== "signal" && purpose !== "protect")) return;
  const other = purpose === "signal" ? "protect" : "signal";
  const open = truth.openIds().filter((id) => {
    const standing = book.approved.get(id)?.intent;
    return standing?.purpose === other && standing.symbol === symbol && !isGivenUp(id);
  });
  for (const id of open) findings.add("I25", `${clientOrderId} (${purpose}) left beside ${id}`);
}
