import { quantityUnits } from "@interlock/core/number/quantity";
import type { Order } from "@interlock/core/order/order";
import {
  forgetSamples,
  noteAnswer,
  noteFilled,
  noteRejection,
} from "@interlock/core/risk/breakers/order-samples";
import type { UnixMs } from "@interlock/core/time";
import type { EngineRecord } from "../../record.ts";
import type { EngineState } from "../../state.ts";

/** What a record says of an order to the breakers: how the venue answered, or the order, once it ended with fills. */
export function sampleOf(
  state: EngineState,
  record: EngineRecord,
): "accepted" | "rejected" | Order | null {
  if (record.kind === "fill_booked") {
    const order = state.orders[record.fill.clientOrderId];
    // The fill that completes it: one that comes after another end was counted, or will be, with that.
    return order?.status === "filled" && order.executionIds.includes(record.fill.executionId)
      ? order
      : null;
  }
  return record.kind === "order_advanced" ? advancedSample(state, record) : null;
}

type Advanced = Extract<EngineRecord, { readonly kind: "order_advanced" }>;

function advancedSample(
  { orders }: EngineState,
  { event, clientOrderId }: Advanced,
): "accepted" | "rejected" | Order | null {
  if (event.kind === "rejected") return "rejected";
  const order = orders[clientOrderId];
  if (order === undefined) return null;
  if (event.kind === "accepted") return order.acceptedAt === event.at ? "accepted" : null;
  const ended = event.kind === "canceled" || event.kind === "expired";
  return ended && quantityUnits(order.filledQuantity) > 0 ? order : null;
}

/** Takes a record that was just applied into the samples; a breaker that a person re-armed begins anew. */
export function followSamples(state: EngineState, record: EngineRecord, at: UnixMs): void {
  const { samples } = state.breakers;
  if (record.kind === "breaker_rearmed") {
    if (record.breaker === "reject_rate") forgetSamples(samples, "rejected");
    if (record.breaker === "slippage") forgetSamples(samples, "slippageBps");
    if (record.breaker === "circuit_breaker") forgetSamples(samples, "rejectedAt");
    return;
  }
  const sample = sampleOf(state, record);
  if (sample === null) return;
  if (sample === "accepted") return noteAnswer(samples, false);
  if (sample !== "rejected") return noteFilled(samples, sample);
  noteAnswer(samples, true);
  noteRejection(samples, at, state.limits?.values.breakerRejectsWindowMs ?? 0);
}
