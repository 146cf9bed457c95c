import { isBorrowRefusal } from "@interlock/core/risk/assets/borrow-refusal";
import type { Decision } from "../decision.ts";
import type { EngineRecord } from "../record.ts";

/**
 * A short sale that the venue refused for lack of shares is not tried again before the next market day: what may be
 * borrowed changes while the day lasts, and a loop of refusals helps nobody.
 */
export function noteBorrowRefusals(decision: Decision): void {
  for (const record of [...decision.records]) {
    const refused = refusedSale(decision, record);
    if (refused === null || decision.state.assets[refused.symbol]?.borrowRefused === true) continue;
    decision.emit({ kind: "borrow_refused", ...refused });
    const { symbol, reason } = refused;
    decision.alert(
      "warning",
      `${symbol} is not sold short again today: the venue said "${reason}".`,
    );
  }
}

function refusedSale({ state }: Decision, record: EngineRecord) {
  if (record.kind !== "order_advanced" || record.event.kind !== "rejected") return null;
  const order = state.orders[record.clientOrderId];
  const { reason } = record.event;
  if (order === undefined || order.side !== "sell" || !isBorrowRefusal(reason)) return null;
  return { symbol: order.symbol, clientOrderId: order.clientOrderId, reason };
}
