import type { ClientOrderId } from "@interlock/core/ids";
import type { ExecutionReport } from "@interlock/core/order/execution-report";
import type { Order } from "@interlock/core/order/order";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { Input, SubmitAnswer } from "../input.ts";
import { bookExternalFill, bookFill } from "./book-fill.ts";
import { lookUp, lookUpByVenueId, lookUpUnknownOrders } from "./look-up-orders.ts";
import { takeReplacement } from "./replaced-orders.ts";
import { adoptVenueOrder } from "./venue-order/adopt-venue-order.ts";
import { isWorking, refuseForgottenOrder } from "./venue-order/ended-orders.ts";
import { findOrder } from "./venue-order/find-order.ts";
import { emitStep } from "./venue-order/order-step.ts";
import { takeEvidence } from "./venue-order/take-evidence.ts";

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
  emitStep(decision, { id: order.clientOrderId, event, raw });
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

/** The answer brings the time at which the order left; the stream may have told more of it meanwhile. */
function noteSent(decision: Decision, id: ClientOrderId, at: UnixMs): void {
  if (decision.state.orders[id]?.submittedAt === null)
    emitStep(decision, { id, event: { kind: "submitted", at }, raw: "" });
}

function takeSubmitAnswer(decision: Decision, id: ClientOrderId, answer: SubmitAnswer): void {
  const at = decision.time;
  switch (answer.outcome) {
    case "accepted":
      return adoptVenueOrder(decision, id, { ...answer, at, reason: "" });
    case "not_sent":
      return emitStep(decision, {
        id,
        event: { kind: "never_sent", at, reason: answer.reason },
        raw: "",
      });
    case "rejected": {
      const reason = answer.code === "" ? answer.message : `${answer.code}: ${answer.message}`;
      return emitStep(decision, {
        id,
        event: { kind: "rejected", at, reason, venueStatus: null },
        raw: answer.raw,
      });
    }
    case "unknown":
      emitStep(decision, {
        id,
        event: { kind: "submit_outcome_unknown", at, reason: answer.reason },
        raw: answer.raw,
      });
      return lookUp(decision, id);
  }
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
