import {
  maxQuantity,
  type Quantity,
  quantityUnits,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import type { StrategyId, Ticker, VenueOrderId } from "@interlock/core/ids";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import { beginOrder, isOpen, type Order, orderFromReplacement } from "@interlock/core/order/order";
import type { OrderEvent } from "@interlock/core/order/order-event";
import { transitionOrder } from "@interlock/core/order/order-transition";
import type { Fill } from "@interlock/core/fill/fill";
import { applyFillToPortfolio, positionOf } from "@interlock/core/portfolio/portfolio";
import { emptyRecord } from "@interlock/core/record-of-names";
import { countApproval, countCancel, countExecution } from "@interlock/core/risk/flow/flow-book";
import { LONGEST_WINDOW_MS } from "@interlock/core/risk/flow/order-flow";
import { countChildFill, dropChild, followChild } from "@interlock/core/risk/parent/parent-book";
import { rememberOrder, toRecentOrder } from "@interlock/core/risk/recent-orders";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import type { RecordOf } from "../record.ts";
import type { EngineState } from "../state.ts";

/** An approved intent becomes an order that counts from this moment, before anything was sent. */
export function applyOrderApproved(
  state: EngineState,
  record: RecordOf<"order_approved">,
  at: UnixMs,
): void {
  const { intent } = record;
  const { arrivalMid } = record;
  keepOrder(state, beginOrder(intent, { at, arrivalMid, replaces: null }));
  state.counters.order += 1;
  state.today.orders += 1;
  // Our stops at the broker are nobody's wish to trade: they use up no strategy's orders of a minute.
  if (intent.purpose !== "protect")
    rememberOrder(
      state.recentOrders,
      toRecentOrder(intent, at),
      state.limits?.values.duplicateIntentWindowMs ?? MINUTE_MS,
    );
  countApproval(state.flow, { intent, measures: record.measures, at }, LONGEST_WINDOW_MS);
  const strategy = state.strategies[intent.strategyId ?? ""];
  if (strategy !== undefined) strategy.ordersToday += 1;
}

/** The rolling window of the limits in force; journals of before know none. */
export function rollingWindowOf({ limits }: EngineState): number {
  return limits?.values.rollingWindowMs ?? MINUTE_MS;
}

/** An event in an order's life. */
export function applyOrderEvent(state: EngineState, record: RecordOf<"order_advanced">): void {
  const order = state.orders[record.clientOrderId];
  if (order === undefined) return;
  const transition = transitionOrder(order, record.event);
  if (transition.kind === "ignored") return;
  keepOrder(state, transition.order);
  if (record.event.kind === "replaced" || record.event.kind === "replacement_lives")
    beginReplacement(state, order, record.event);
  if (record.event.kind === "cancel_requested" && order.purpose !== "protect")
    countCancel(state.flow, record.event.at);
  if (record.event.kind === "rejected") state.today.rejected += 1;
}

/** The order that the venue made of a replaced one; older journals name the replaced one itself, and none begins. */
function beginReplacement(
  state: EngineState,
  old: Order,
  { replacedBy, at }: Extract<OrderEvent, { readonly kind: "replaced" | "replacement_lives" }>,
): void {
  const successor = orderFromReplacement(old, at);
  if (successor?.clientOrderId === replacedBy && state.orders[replacedBy] === undefined)
    keepOrder(state, successor);
}

/** A fill enters the order, the position, the cash and the strategy's own book at once. */
export function applyFillRecord(state: EngineState, fill: Fill): void {
  state.executions[fill.executionId] = 1;
  state.fillsBooked += 1;
  state.today.fills += 1;
  applyFillToPortfolio(state.portfolio, fill);
  noteFilledSince(state, fill.symbol);
  const strategy = state.strategies[fill.strategyId ?? ""];
  if (strategy !== undefined) strategy.fillsToday += 1;
  const order = state.orders[fill.clientOrderId];
  countChildFill(state.parents, fill, order?.purpose === "signal");
  if (order === undefined) {
    state.externalTraded[fill.venueOrderId] = 1;
    return;
  }
  if (order.purpose === "signal" && signOfQuantity(order.filledQuantity) === 0)
    countExecution(state.flow, { ...order, at: fill.venueAt }, LONGEST_WINDOW_MS);
  const transition = transitionOrder(order, { kind: "fill", fill });
  if (transition.kind !== "ignored") keepOrder(state, transition.order);
}

/** Notes what a fill does to the last comparison: the venue's side is no longer what it was, or is explained. */
function noteFilledSince(state: EngineState, symbol: Ticker): void {
  const compared = state.reconciliation;
  if (compared === null) return;
  const filled = withSymbol(compared.filledSince, symbol);
  const shown = compared.venuePositions.find((one) => one.symbol === symbol)?.quantity;
  const held = positionOf(state.portfolio, symbol).quantity;
  const isExplained = quantityUnits(held) === quantityUnits(shown ?? ZERO_QUANTITY);
  const explained = isExplained
    ? withSymbol(compared.explainedSince, symbol)
    : compared.explainedSince;
  if (filled === compared.filledSince && explained === compared.explainedSince) return;
  state.reconciliation = {
    ...compared,
    filledSince: filled,
    ...(explained === undefined ? {} : { explainedSince: explained }),
  };
}

function withSymbol(known: readonly Ticker[] = [], symbol: Ticker): readonly Ticker[] {
  return known.includes(symbol) ? known : [...known, symbol];
}

function keepOrder(state: EngineState, order: Order): void {
  state.orders[order.clientOrderId] = order;
  followChild(state.parents, order.clientOrderId, order);
  if (order.venueOrderId !== null)
    state.clientIdByVenueId[order.venueOrderId] = order.clientOrderId;
}

/**
 * An open order that our books do not hold open, another program's or one that they had ended, counts in exposure and
 * is forgotten when it ends.
 */
export function applyExternalOrder(
  state: EngineState,
  record: RecordOf<"external_order_seen">,
): void {
  const { order } = record;
  if (!record.open || order.quantity === null) return forgetExternal(state, order.venueOrderId);
  const ours = state.orders[order.clientOrderId];
  const intent = {
    clientOrderId: order.clientOrderId,
    symbol: order.symbol,
    side: order.side,
    quantity: order.quantity,
    pricing: order.pricing ?? { type: "market" as const },
    timeInForce: order.timeInForce ?? "gtc",
    extendedHours: order.extendedHours,
    purpose: "operator" as const,
    strategyId: ownerOf(state, order),
    signalId: null,
  };
  const begun = beginOrder(intent, { at: order.createdAt, arrivalMid: null, replaces: null });
  const { venueOrderId, venueStatus } = order;
  const seen = transitionOrder(begun, {
    kind: "accepted",
    at: order.createdAt,
    venueOrderId,
    venueStatus,
    ...(order.expiresAt === undefined ? {} : { expiresAt: order.expiresAt }),
  });
  if (seen.kind === "ignored") return;
  const typed = order.pricing === null ? { ...seen.order, otherType: order.type } : seen.order;
  const open = withFilled(typed, record.booked ?? order.filledQuantity);
  state.external[venueOrderId] = open;
  if (ours !== undefined)
    followChild(state.parents, venueOrderId, { ...open, purpose: ours.purpose });
}

/**
 * One of ours that its books had ended is still its strategy's, whose own limits count it; after that day its first
 * record is gone, and what was known of it here says whose it is.
 */
function ownerOf(
  { orders, external }: EngineState,
  { clientOrderId, venueOrderId }: VenueOrder,
): StrategyId | null {
  return orders[clientOrderId]?.strategyId ?? external[venueOrderId]?.strategyId ?? null;
}

function forgetExternal(state: EngineState, id: VenueOrderId): void {
  const known = state.external[id];
  delete state.external[id];
  if (known !== undefined && known.strategyId !== null)
    dropChild(state.parents, id, { strategyId: known.strategyId, symbol: known.symbol });
}

/** What of it has filled, and is booked, can fill no more: only the rest counts. */
function withFilled(begun: Order, filledQuantity: Quantity): Order {
  const rest = subtractQuantity(begun.quantity, filledQuantity);
  return { ...begun, filledQuantity, leavesQuantity: maxQuantity(rest, ZERO_QUANTITY) };
}

/** Orders that ended on an earlier day leave the state; the journal and the database keep them. */
export function dropEndedOrders(state: EngineState): void {
  for (const id in state.orders) {
    const order = state.orders[id];
    if (order === undefined || isOpen(order)) continue;
    delete state.orders[id];
    if (order.venueOrderId !== null) delete state.clientIdByVenueId[order.venueOrderId];
  }
  state.externalTraded = emptyRecord();
}
