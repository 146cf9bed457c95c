import type { OrderView } from "@interlock/api/view/order-view";
import type { LaterPrice, SignalView } from "@interlock/api/view/signals-view";
import type { CloseFound } from "@interlock/db/read/closes-at";
import type { SignalDecisionRow, SignalOrderRow } from "@interlock/db/read/signal-decisions";
import { describeSuppression, type SuppressionCause } from "@interlock/core/risk/size-order";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";

/** Minutes after which a blocked signal is looked at again: what was missed, or spared. */
const LATER_MINUTES: readonly number[] = [5, 30];

/** The causes for which a signal asks for no order, as codes with labels. */
export const CAUSE_LABELS: Readonly<Record<SuppressionCause, string>> = {
  at_target: "At target",
  closing: "Closing first",
  opposite_orders: "Opposite orders open",
  no_price: "No price",
  strategy_disabled: "Strategy turned off",
  stop_at_broker: "Stop at the broker first",
  overtaken: "Overtaken by a newer signal",
  not_at_venue: "Not shown by the venue",
};

/** Instants at which a signal's later prices are asked for; none unless it was denied. */
export function laterInstants(row: SignalDecisionRow): UnixMs[] {
  return row.decision === "denied"
    ? LATER_MINUTES.map((minutes) => row.at + minutes * MINUTE_MS)
    : [];
}

/** Returns a signal as the console shows it; `closes` are the answers to its `laterInstants`. */
export function signalView(
  row: SignalDecisionRow,
  closes: readonly (CloseFound | null)[],
  now: UnixMs,
): SignalView {
  const { signalId, at, strategyId, symbol, target, reason, decision, cause } = row;
  return {
    ...{ signalId, at, strategyId, symbol, target, reason, decision, cause },
    direction: target > 0 ? "long" : target < 0 ? "short" : "flat",
    firstBlock: firstBlockOf(row),
    denialCodes: [...row.denialCodes],
    order: row.order === null ? null : orderOf(row.order, at),
    outcome: outcomeOf(row),
    later: laterInstants(row).map((due, index) =>
      laterPrice({ row, due, now, close: closes[index] ?? null }),
    ),
  };
}

function firstBlockOf({ checks }: SignalDecisionRow): SignalView["firstBlock"] {
  const failed = checks.find(({ passed }) => !passed);
  if (failed === undefined) return null;
  const { check: code, label, value, limit, sentence } = failed;
  return { code, label, value, limit, sentence };
}

function orderOf(order: SignalOrderRow, decidedAt: UnixMs): NonNullable<SignalView["order"]> {
  const { clientOrderId, side, quantity, arrivalMid, filledQuantity, averagePrice } = order;
  return {
    ...{ clientOrderId, side, quantity, arrivalMid, filledQuantity, averagePrice },
    status: statusOf(order.status),
    submitMs: order.submittedAt === null ? null : Math.max(0, order.submittedAt - decidedAt),
  };
}

const STATUSES: ReadonlySet<string> = new Set<OrderView["status"]>([
  "pending_submit",
  "submit_unknown",
  "accepted",
  "partially_filled",
  "pending_cancel",
  "pending_replace",
  "filled",
  "canceled",
  "expired",
  "replaced",
  "rejected",
]);

/** A wish without an order row was denied: it never left. */
function statusOf(status: string | null): OrderView["status"] {
  return status !== null && isStatus(status) ? status : "denied";
}

function isStatus(status: string): status is OrderView["status"] {
  return STATUSES.has(status);
}

function outcomeOf(row: SignalDecisionRow): string {
  const { decision, cause, order, checks } = row;
  if (decision === "suppressed") return suppressionSentence(cause);
  if (decision === "denied") {
    const failed = checks.filter(({ passed }) => !passed).map(({ sentence }) => sentence);
    return failed.join(" ");
  }
  if (order === null) return "";
  const filled = `${order.filledQuantity} of ${order.quantity} filled`;
  const price = order.averagePrice === null ? "" : ` at ${order.averagePrice} on average`;
  const status = (order.status ?? "").replaceAll("_", " ");
  const reason = order.reason === null || order.reason === "" ? "" : `: ${order.reason}`;
  return `The order is ${status}, ${filled}${price}${reason}.`;
}

function suppressionSentence(cause: string | null): string {
  if (cause === null)
    return "No order was asked for. The reason was not journaled: the signal is older than that record.";
  return isCause(cause) ? describeSuppression(cause) : `No order was asked for: ${cause}.`;
}

function isCause(cause: string): cause is SuppressionCause {
  return Object.hasOwn(CAUSE_LABELS, cause);
}

function laterPrice(asked: {
  readonly row: SignalDecisionRow;
  readonly due: UnixMs;
  readonly now: UnixMs;
  readonly close: CloseFound | null;
}): LaterPrice {
  const { row, due, now, close } = asked;
  const minutes = (due - row.at) / MINUTE_MS;
  if (close === null)
    return { minutes, price: null, at: null, moveBps: null, absence: absence(due, now) };
  const moveBps = moveOf(row.order, close.price);
  const absent = moveBps === null ? "There was no arrival mid to measure the move from." : "";
  return { minutes, price: close.price, at: close.at, moveBps, absence: absent };
}

function absence(due: UnixMs, now: UnixMs): string {
  if (now < due) return "Not due yet.";
  return "No bar closed in the two minutes before: the market was closed, nothing traded, or we were not connected.";
}

/** In the direction of the order, in hundredths of a percent of the arrival mid: a statistic, not a ledger figure. */
function moveOf(order: SignalOrderRow | null, price: string): number | null {
  if (order === null || order.arrivalMid === null) return null;
  const arrival = Number(order.arrivalMid);
  const sign = order.side === "buy" ? 1 : -1;
  return Math.round(((sign * (Number(price) - arrival)) / arrival) * 100_000) / 10;
}
