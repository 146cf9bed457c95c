import type { ClientOrderId } from "@interlock/core/ids";
import { quantityUnits } from "@interlock/core/number/quantity";
import type { ExecutionReport, VenueOrder } from "@interlock/core/order/execution-report";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { OrderEvent } from "@interlock/core/order/order-event";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { Input, OrderEvidence, SubmitAnswer } from "../input.ts";
import type { Lookup } from "../views.ts";
import { askForSnapshot } from "./ask-snapshot.ts";
import { bookExternalFill, bookFill, reportNewFlags } from "./book-fill.ts";
import { orderSides } from "./break-evidence.ts";
import { openBreak } from "./breaks.ts";
import { endReplaced, takeReplacement } from "./replaced-orders.ts";
import { isWorking, refuseForgottenOrder, takeEndedOrder } from "./ended-orders.ts";
import { endLookUp, lookUp, lookUpByVenueId, lookUpUnknownOrders } from "./look-up-orders.ts";

/**
 * Stage 4: what the venue says about orders becomes events of their lives and fills.
 *
 * 1. A fill is booked once, whoever reports it and in whatever order; its identity is the execution id.
 * 2. An answer that proves nothing leaves the order unknown and asks again. Nothing is sent twice.
 * 3. A report that shows more filled than we booked asks for the missing executions; none is ever made up.
 *
 * See docs/INVARIANTS.md (I2–I5).
 */
export function advanceOrders(decision: Decision, input: Input): void {
  const { body } = input;
  switch (body.kind) {
    case "execution_report":
      return takeReport(decision, body.report);
    case "submit_answered":
      if (body.sentAt !== undefined) noteSent(decision, body.clientOrderId, body.sentAt);
      return takeSubmitAnswer(decision, body.clientOrderId, body.answer);
    case "cancel_answered":
      if (body.outcome !== "accepted") lookUpByVenueId(decision, body.venueOrderId);
      return;
    case "order_looked_up":
      return takeEvidence(decision, body.clientOrderId, body.evidence);
    case "clock":
      return lookUpUnknownOrders(decision);
    default:
      return;
  }
}

function takeReport(decision: Decision, report: ExecutionReport): void {
  const order = ownOrder(decision, report);
  if (order === "waiting") return;
  if (order === "not_ours") return takeExternalReport(decision, report);
  if (report.execution !== null) bookExecution(decision, order, report);
  if (report.event === "replace_rejected" && order.replacement !== null)
    return refuseReplacement(decision, order, report);
  adoptVenueOrder(decision, order.clientOrderId, {
    order: report.order,
    at: report.venueAt,
    raw: report.raw,
    reason: report.reason,
  });
}

/** Our order that a report is about; one that replaces an order of ours may become ours by it. */
function ownOrder(decision: Decision, { order, venueAt, raw, execution }: ExecutionReport) {
  const known = findOrder(decision, order);
  if (known !== null) return known;
  return takeReplacement(decision, { order, at: venueAt, raw }, execution !== null);
}

function refuseReplacement(decision: Decision, order: Order, report: ExecutionReport): void {
  const { venueAt: at, reason, raw } = report;
  const event = { kind: "replace_rejected" as const, at, reason };
  emitEvent(decision, { id: order.clientOrderId, event, raw });
}

/** Finds our order by our id, or by the venue's where the venue changed ours in a replace. */
export function findOrder(decision: Decision, venueOrder: VenueOrder): Order | null {
  const { orders, clientIdByVenueId } = decision.state;
  const direct = orders[venueOrder.clientOrderId];
  if (direct !== undefined) return direct;
  const clientId = clientIdByVenueId[venueOrder.venueOrderId];
  return clientId === undefined ? null : (orders[clientId] ?? null);
}

function bookExecution(decision: Decision, order: Order, report: ExecutionReport): void {
  if (report.execution === null) return;
  bookFill(decision, {
    order,
    execution: report.execution,
    venueOrderId: report.order.venueOrderId,
    venueAt: report.venueAt,
    source: "report",
    raw: report.raw,
  });
}

/** The venue's view of one of our orders, with where it came from. */
export interface VenueOrderNews {
  readonly order: VenueOrder;
  readonly at: UnixMs;
  readonly raw: string;
  readonly reason: string;
  /** Of one that was replaced: whether the same answer shows what took its place. */
  readonly successorShown?: boolean;
}

/** Brings our order to what the venue says of it; asks for the executions that the venue counts and we have not. */
export function adoptVenueOrder(decision: Decision, id: ClientOrderId, news: VenueOrderNews): void {
  const { order: venueOrder, at, raw } = news;
  const advance = (event: OrderEvent) => emitEvent(decision, { id, event, raw });
  const before = decision.state.orders[id];
  if (before === undefined) return;
  if (!isOpen(before)) takeEndedOrder(decision, before, news);
  const { venueStatus } = venueOrder;
  if (venueOrder.status !== "rejected" && before.acceptedAt === null) {
    advance({ kind: "accepted", at, venueOrderId: venueOrder.venueOrderId, venueStatus });
  }
  const missing = quantityUnits(venueOrder.filledQuantity) - filledUnits(decision, id);
  if (missing > 0) return askForSnapshot(decision, "continuous");
  const order = decision.state.orders[id];
  if (order === undefined || !isOpen(order)) return;
  const reason = news.reason === "" ? null : news.reason;
  switch (venueOrder.status) {
    case "canceled":
      return advance({ kind: "canceled", at, reason, venueStatus });
    case "expired":
      return advance({ kind: "expired", at, reason, venueStatus });
    case "rejected":
      return advance({
        kind: "rejected",
        at,
        reason: reason ?? "the venue gave no reason",
        venueStatus,
      });
    case "replaced":
      return endReplaced(decision, order, news);
    default:
      if (order.venueStatus !== venueStatus) advance({ kind: "venue_status", at, venueStatus });
  }
}

function filledUnits(decision: Decision, id: ClientOrderId): number {
  const order = decision.state.orders[id];
  return order === undefined ? 0 : quantityUnits(order.filledQuantity);
}

function emitEvent(
  decision: Decision,
  step: { readonly id: ClientOrderId; readonly event: OrderEvent; readonly raw: string },
): void {
  const before = decision.state.orders[step.id];
  decision.emit({
    kind: "order_advanced",
    clientOrderId: step.id,
    event: step.event,
    raw: step.raw,
  });
  if (before !== undefined) reportNewFlags(decision, before, step.raw);
}

/** The answer brings the time at which the order left; the stream may have told more of it meanwhile. */
function noteSent(decision: Decision, id: ClientOrderId, at: UnixMs): void {
  if (decision.state.orders[id]?.submittedAt === null)
    emitEvent(decision, { id, event: { kind: "submitted", at }, raw: "" });
}

function takeSubmitAnswer(decision: Decision, id: ClientOrderId, answer: SubmitAnswer): void {
  const at = decision.time;
  switch (answer.outcome) {
    case "accepted":
      adoptVenueOrder(decision, id, { order: answer.order, at, raw: answer.raw, reason: "" });
      if (answer.deviations.length > 0) refuseDeviation(decision, id, answer);
      return;
    case "not_sent":
      return emitEvent(decision, {
        id,
        event: { kind: "never_sent", at, reason: answer.reason },
        raw: "",
      });
    case "rejected": {
      const reason = answer.code === "" ? answer.message : `${answer.code}: ${answer.message}`;
      return emitEvent(decision, {
        id,
        event: { kind: "rejected", at, reason, venueStatus: null },
        raw: answer.raw,
      });
    }
    case "unknown":
      emitEvent(decision, {
        id,
        event: { kind: "submit_outcome_unknown", at, reason: answer.reason },
        raw: answer.raw,
      });
      return lookUp(decision, id);
  }
}

/** The venue works another order than we asked for: it is canceled at once and the symbol takes no new risk. */
function refuseDeviation(
  decision: Decision,
  id: ClientOrderId,
  answer: Extract<SubmitAnswer, { readonly outcome: "accepted" }>,
): void {
  const { venueOrderId, symbol } = answer.order;
  openBreak(decision, {
    key: `order:${id}`,
    kind: "order_conflict",
    symbol,
    ours: `order ${id}`,
    venue: answer.deviations.join("; "),
    sides: orderSides(decision, {
      symbol,
      order: decision.state.orders[id] ?? null,
      at: decision.time,
      raw: [answer.raw],
    }),
  });
  decision.perform({ kind: "cancel_order", venueOrderId, urgent: true });
}

/** Clean "not found" answers, and the time between the first and the last of them, before absence is believed. */
const ABSENT_ANSWERS_MIN = 2;
const ABSENT_SETTLE_MS = 5_000;

function takeEvidence(decision: Decision, id: ClientOrderId, evidence: OrderEvidence): void {
  const order = decision.state.orders[id];
  if (order === undefined) return;
  const { lookups } = decision.views;
  if (evidence.found === "yes") {
    const { order: venueOrder, raw } = evidence;
    adoptVenueOrder(decision, id, { order: venueOrder, at: decision.time, raw, reason: "" });
    return endLookUp(decision, id, venueOrder);
  }
  const lookup = lookups.get(id);
  if (lookup === undefined) return;
  lookup.inFlight = false;
  if (evidence.found === "unknown") return;
  if (isOutdated(order, lookup)) {
    Object.assign(lookup, { absent: 0, firstAbsentAt: null });
    return;
  }
  lookup.absent += 1;
  lookup.firstAbsentAt ??= decision.time;
  const settled = decision.time - lookup.firstAbsentAt >= ABSENT_SETTLE_MS;
  if (lookup.absent < ABSENT_ANSWERS_MIN || !settled) return;
  lookups.delete(id);
  const reason = `the venue does not know it: ${lookup.absent} clean answers over ${ABSENT_SETTLE_MS / 1000} s`;
  emitEvent(decision, {
    id,
    event: { kind: "never_sent", at: decision.time, reason },
    raw: evidence.raw,
  });
}

/** What was asked, or answered, before the venue itself spoke of an order proves nothing of it. */
function isOutdated({ venueOrderId, updatedAt }: Order, lookup: Lookup): boolean {
  if (venueOrderId === null) return false;
  return lookup.askedAt <= updatedAt || (lookup.firstAbsentAt ?? updatedAt + 1) <= updatedAt;
}

/** An order that another program placed on the account: shown and counted, never touched except by a kill. */
function takeExternalReport(decision: Decision, report: ExecutionReport): void {
  const { execution, order, venueAt, raw } = report;
  if (!refuseForgottenOrder(decision, { order, at: venueAt, raw }))
    decision.emit({ kind: "external_order_seen", order, open: isWorking(order), raw });
  if (execution === null) return;
  const { symbol, side, venueOrderId } = order;
  bookExternalFill(decision, {
    execution,
    venueOrderId,
    venueAt,
    source: "report",
    raw,
    symbol,
    side,
    clientOrderId: order.clientOrderId,
  });
}
