import type { Fill } from "@interlock/core/fill/fill";
import { signOfQuantity } from "@interlock/core/number/quantity";
import type { Order } from "@interlock/core/order/order";
import type { OrderEvent } from "@interlock/core/order/order-event";
import { positionOf } from "@interlock/core/portfolio/portfolio";
import { averageEntryPrice } from "@interlock/core/position/position";
import { lossOf } from "@interlock/core/risk/real-time";
import { describeStopCause, type StoppedOut } from "@interlock/core/risk/stopped-out";
import type { Decision } from "../../decision.ts";
import type { EngineRecord } from "../../record.ts";
import { latchStop } from "../stop-loss.ts";
import { noteFailed } from "./pause-stops.ts";

/** Takes what this input brought of our stops at the broker: one was set off, or did not stay. */
export function noteBrokerStops(decision: Decision): void {
  const { records } = decision;
  // What is added on the way is of the stops' own making.
  const { length } = records;
  for (let at = 0; at < length; at += 1) {
    const record = records[at];
    const order = record === undefined ? null : stopOf(decision, record);
    if (record === undefined || order === null) continue;
    if (record.kind === "fill_booked") noteFill(decision, order, record.fill);
    if (record.kind === "order_advanced") noteEnd(decision, order, record.event);
  }
}

function stopOf({ state }: Decision, record: EngineRecord): Order | null {
  const id =
    record.kind === "fill_booked"
      ? record.fill.clientOrderId
      : record.kind === "order_advanced"
        ? record.clientOrderId
        : null;
  const order = id === null ? undefined : state.orders[id];
  return order?.purpose === "protect" ? order : null;
}

/** Once it is set off, what it leaves is closed, and what lost is not entered again on the same opinion (I17). */
function noteFill(decision: Decision, { pricing, symbol, side }: Order, fill: Fill): void {
  if (pricing.type !== "stop" || decision.state.stops[symbol] !== undefined) return;
  const { stopPrice } = pricing;
  const position = positionOf(decision.state.portfolio, symbol);
  const entrySide = side === "sell" ? "buy" : "sell";
  const left = signOfQuantity(position.quantity) === (side === "sell" ? 1 : -1);
  const cause = { rule: "broker" as const, stopPrice };
  const stop: StoppedOut = {
    symbol,
    side: entrySide,
    at: decision.time,
    averageEntry: (left ? averageEntryPrice(position) : null) ?? stopPrice,
    mark: fill.price,
    lossBps: left ? lossOf(position, fill.price) : 0,
    limitBps: decision.state.settings?.brokerStopBps ?? 0,
    cause,
  };
  latchStop(decision, stop, `The position in ${symbol} is closed: ${describeStopCause(cause)}.`);
}

/** Ended without a wish of ours to cancel it, or never sent: it has to be placed again, but not in a loop. */
function noteEnd(decision: Decision, order: Order, event: OrderEvent): void {
  const why = whyEnded(event);
  if (why === null || order.cancelRequestedAt !== null) return;
  noteFailed(decision, order.symbol, why);
}

function whyEnded(event: OrderEvent): string | null {
  switch (event.kind) {
    case "rejected":
      return `the venue rejected it (${event.reason})`;
    case "never_sent":
      return `it did not leave (${event.reason})`;
    case "canceled":
    case "expired":
      return `the venue ended it (${event.reason ?? event.kind})`;
    default:
      return null;
  }
}
