import type { ClientOrderId } from "@interlock/core/ids";
import type { OrderEvent } from "@interlock/core/order/order-event";
import type { Decision } from "../../decision.ts";
import { reportNewFlags } from "../book-fill.ts";

/** An event in the life of one of our orders, with the venue's message that told it. */
export interface OrderStep {
  readonly id: ClientOrderId;
  readonly event: OrderEvent;
  readonly raw: string;
}

/** Records what happened to an order of ours; a flag that it raises opens a break. One of an earlier day is over. */
export function emitStep(decision: Decision, { id, event, raw }: OrderStep): void {
  const before = decision.state.orders[id];
  if (before === undefined) return;
  decision.emit({ kind: "order_advanced", clientOrderId: id, event, raw });
  reportNewFlags(decision, before, raw);
}
