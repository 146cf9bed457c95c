import { parsePrice } from "@interlock/core/number/price";
import type { VenueSnapshot } from "@interlock/core/order/execution-report";
import type { Decision } from "../decision.ts";

/**
 * First sight of an account: what it holds becomes the opening balance of our ledger. What was executed or charged
 * before is inside that balance and is remembered as booked, so that it is never counted twice.
 */
export function adoptAccount(decision: Decision, snapshot: VenueSnapshot): void {
  const at = snapshot.venueAt;
  const positions = snapshot.positions.flatMap(({ symbol, quantity, averagePrice }) => {
    const average = parsePrice(averagePrice);
    return average.ok ? [{ symbol, holding: { quantity, averagePrice: average.value, at } }] : [];
  });
  decision.emit({
    kind: "account_adopted",
    cash: snapshot.account.cash,
    positions,
    executionIds: snapshot.executions.map((execution) => execution.executionId),
    activityIds: snapshot.charges.map((charge) => charge.activityId),
  });
}
