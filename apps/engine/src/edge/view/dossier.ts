import type { OrderDossier, OrderView, RiskCheckView } from "@interlock/api/view/order-view";
import { clientOrderId } from "@interlock/core/ids";
import type { Order } from "@interlock/core/order/order";
import type { CheckMeasures } from "@interlock/core/risk/check-order";
import { type Denial, describeDenial } from "@interlock/core/risk/denial";
import { describeMeasures, type CheckLine } from "@interlock/core/risk/describe-measures";
import type { EngineRecord } from "../../record.ts";
import type { EdgeBook, OrderStep } from "../follow/edge-book.ts";
import { sentenceOf } from "./event-line.ts";
import { deniedView, fillView, orderView, otherOrderView } from "./order-section.ts";

/**
 * Everything about an order of the day, down to the venue's own messages. Null when its whole life is not in this book:
 * it is of another day, or began before the snapshot that the book begins with. Then the database knows it.
 */
export function dossierOfToday(book: EdgeBook, id: string): OrderDossier | null {
  const other = Object.values(book.state.external).find(({ clientOrderId: one }) => one === id);
  if (other !== undefined) return dossierOfOther(book, other);
  const steps = book.steps.get(clientOrderId(id));
  const view = viewOf(book, id);
  if (view === null || steps === undefined || !beginsWithDecision(steps)) return null;
  return {
    order: view,
    signal: signalOf(book, view.signalId),
    checks: steps.flatMap((step) => checksOf(step.record)),
    limitVersion: steps[0]?.limitVersion ?? null,
    timeline: steps.map(timelineStep).sort((a, b) => a.at - b.at),
    fills: steps.flatMap(({ record }) =>
      record.kind === "fill_booked" ? [fillView(record.fill)] : [],
    ),
  };
}

/** Nothing of ours is behind an order that is not ours: only what the venue said of it. */
function dossierOfOther(book: EdgeBook, other: Order): OrderDossier {
  const told = book.events.filter(
    ({ record }) =>
      record.kind === "external_order_seen" && record.order.venueOrderId === other.venueOrderId,
  );
  return {
    order: otherOrderView(other),
    signal: null,
    checks: [],
    limitVersion: null,
    timeline: told.map(timelineStep),
    fills: [],
  };
}

function viewOf(book: EdgeBook, id: string): OrderView | null {
  const order = book.state.orders[id];
  if (order !== undefined) return orderView(order);
  const denied = book.denied.find((one) => one.intent.clientOrderId === id);
  return denied === undefined ? null : deniedView(denied);
}

function beginsWithDecision([first]: readonly OrderStep[]): boolean {
  return first?.record.kind === "order_approved" || first?.record.kind === "order_denied";
}

function signalOf(book: EdgeBook, id: string | null): OrderDossier["signal"] {
  const seen = id === null ? undefined : book.signals.get(id);
  if (seen === undefined || seen.record.kind !== "signal_generated") return null;
  const { signalId, strategyId, target, reason } = seen.record;
  return { signalId, strategyId, target, reason, at: seen.at };
}

/** Returns every check of a decision with its value against its limit. */
export function checksOf(record: EngineRecord): RiskCheckView[] {
  if (record.kind !== "order_approved" && record.kind !== "order_denied") return [];
  return describeChecks(record.measures, record.kind === "order_denied" ? record.denials : []);
}

/** Returns what every check measured; a refusal in its own sentence. */
export function describeChecks(
  measures: CheckMeasures,
  denials: readonly Denial[],
): RiskCheckView[] {
  return describeMeasures(measures).map((line) => ({
    check: line.code,
    label: line.label,
    passed: line.outcome !== "failed",
    applied: line.outcome !== "not_applied",
    value: line.value ?? "not measured",
    limit: limitText(line),
    sentence:
      denials
        .filter((denial) => denial.code === line.code)
        .map(describeDenial)
        .join(" ") || outcomeText(line),
  }));
}

function limitText({ bound, limit }: CheckLine): string {
  if (limit === null) return "";
  return bound === "is" ? limit : `${bound.replaceAll("_", " ")} ${limit}`;
}

function outcomeText({ outcome }: CheckLine): string {
  switch (outcome) {
    case "passed":
      return "passed";
    case "failed":
      return "failed";
    case "not_applied":
      return "does not apply";
  }
}

function timelineStep({ journalSeq, at, record }: Omit<OrderStep, "limitVersion">) {
  const raw = "raw" in record && record.raw !== "" ? record.raw : null;
  // Known with the answer only, which the stream may have overtaken: it belongs where it happened.
  const isSending = record.kind === "order_advanced" && record.event.kind === "submitted";
  return {
    journalSeq,
    at: isSending ? record.event.at : at,
    event: record.kind,
    sentence: sentenceOf(record),
    raw,
  };
}
