import { assertNever } from "@interlock/core/assert";
import { executionId } from "@interlock/core/ids";
import { quantityUnits, signOfQuantity } from "@interlock/core/number/quantity";
import type {
  ExecutionReport,
  ReportEvent,
  ReportedExecution,
  VenueOrder,
} from "@interlock/core/order/execution-report";
import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import {
  isKnownTradeEvent,
  type KnownTradeEvent,
  type WireTradeUpdate,
  wireTradeUpdate,
} from "../wire/trade-update.ts";
import { readPrice, readQuantity } from "./decimal.ts";
import { describeIssues } from "./schema-issues.ts";
import { mapOrder, mapSide } from "./venue-order.ts";
import { readTime } from "./venue-time.ts";

/**
 * Maps one trade_updates message. A fill must never be lost for the sake of a field that booking it does not need:
 * a field that is missing or of the wrong type is taken from what was last known of the same order, and an unknown
 * word for the event with an execution inside is a fill. What was mended is listed, so that the books get compared.
 */

/** A mapped report, and what about it calls for a comparison with the venue; usually nothing. */
export interface MappedReport {
  readonly report: ExecutionReport;
  readonly concerns: readonly string[];
}

/** What the message arrived as: its text, when, and the order object that was last seen under the same id. */
export interface ReportContext {
  readonly raw: string;
  readonly receivedAt: UnixMs;
  readonly lastSeen: (venueOrderId: string) => Readonly<Record<string, unknown>> | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function mapKnownEvent(event: KnownTradeEvent): ReportEvent {
  switch (event) {
    case "accepted":
    case "new":
    case "fill":
    case "partial_fill":
    case "canceled":
    case "expired":
    case "done_for_day":
    case "replaced":
    case "rejected":
    case "pending_cancel":
    case "pending_replace":
      return event;
    case "pending_new":
      return "accepted";
    case "order_cancel_rejected":
      return "cancel_rejected";
    case "order_replace_rejected":
      return "replace_rejected";
    case "held":
    case "stopped":
    case "calculated":
    case "suspended":
    case "trade_bust":
    case "trade_correct":
    case "restated":
      return "other";
    default:
      return assertNever(event);
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Replaces the fields of an order that cannot be read by those last seen of it, or leaves them out. */
function mendOrder(order: Fields, broken: ReadonlySet<string>, context: ReportContext): Fields {
  const known = typeof order.id === "string" ? context.lastSeen(order.id) : undefined;
  const readable = Object.entries(order).filter(([field]) => !broken.has(field));
  return { ...known, ...Object.fromEntries(readable) };
}

interface Parsed {
  readonly update: WireTradeUpdate;
  /** Paths of what could not be read and was taken from elsewhere, or left out. */
  readonly mended: readonly string[];
}

function parseUpdate(data: unknown, context: ReportContext): Result<Parsed> {
  const strict = wireTradeUpdate.safeParse(data);
  const issues = strict.success ? [] : strict.error.issues;
  const amounts = strict.success ? unreadableIn(strict.data.order) : [];
  if (strict.success && amounts.length === 0) return ok({ update: strict.data, mended: [] });
  const complaint = strict.success ? null : describeIssues("trade update", strict.error);
  if (!isFields(data) || !isFields(data.order)) return fail(complaint ?? "no trade update");
  const inOrder = issues.filter((issue) => issue.path[0] === "order");
  const brokenInOrder = new Set([...inOrder.map((issue) => String(issue.path[1])), ...amounts]);
  const broken = new Set(issues.map((issue) => String(issue.path[0])));
  const kept = Object.entries(data).filter(([field]) => !broken.has(field));
  const mended = wireTradeUpdate.safeParse({
    event: "",
    ...Object.fromEntries(kept),
    order: mendOrder(data.order, brokenInOrder, context),
  });
  if (!mended.success) return fail(complaint ?? describeIssues("trade update", mended.error));
  const named = amounts.map((field) => `order.${field}`);
  return ok({
    update: mended.data,
    mended: [...issues.map((issue) => issue.path.join(".")), ...named],
  });
}

/** Fields of an order that are of the right type and yet say nothing. */
function unreadableIn(order: WireTradeUpdate["order"]): string[] {
  const { qty, notional, filled_qty: filled, side } = order;
  const fields: string[] = [];
  const isSized = qty === null ? notional !== null : isAtLeast(qty, 1);
  if (!isSized) fields.push("qty");
  if (!isAtLeast(filled, 0)) fields.push("filled_qty");
  if (mapSide(side) === null) fields.push("side");
  return fields;
}

/** Tells whether a text is a quantity with at least this sign. */
function isAtLeast(text: string, sign: 0 | 1): boolean {
  const quantity = readQuantity(text);
  return quantity !== null && signOfQuantity(quantity) >= sign;
}

/** Names what of an order's identity is another than was last seen under its id. */
function contradictions(order: WireTradeUpdate["order"], context: ReportContext): string[] {
  const known = context.lastSeen(order.id);
  if (known === undefined) return [];
  const identity = ["client_order_id", "symbol", "side"] as const;
  return identity
    .filter((field) => typeof known[field] === "string" && known[field] !== order[field])
    .map((field) => `${field} is "${order[field]}" and was "${String(known[field])}"`);
}

/** Null where the message holds no complete execution: id, quantity above zero, price above zero. */
function readExecution(update: WireTradeUpdate): ReportedExecution | null {
  const { execution_id: id, price: priceText, qty } = update;
  if (id === null || id === "" || priceText === null || qty === null) return null;
  const price = readPrice(priceText);
  const quantity = readQuantity(qty);
  if (price === null || quantity === null || signOfQuantity(quantity) <= 0) return null;
  return { executionId: executionId(id), quantity, price };
}

interface Verdict {
  readonly event: ReportEvent;
  readonly execution: ReportedExecution | null;
  readonly concerns: readonly string[];
}

function judgeEvent(update: WireTradeUpdate, order: VenueOrder): Verdict {
  const word = update.event;
  const inside = readExecution(update);
  if (!isKnownTradeEvent(word)) {
    const concerns = [`unknown event "${word}"`];
    // What names an earlier execution rewrites it: booked as a fill it would count twice.
    const isFill = inside !== null && (update.previous_execution_id ?? "") === "";
    if (!isFill) return { event: "other", execution: null, concerns };
    const event = order.status === "filled" ? "fill" : "partial_fill";
    return { event, execution: inside, concerns };
  }
  const event = mapKnownEvent(word);
  if (event === "fill" || event === "partial_fill") {
    return { event, execution: inside, concerns: fillConcerns(word, inside, order) };
  }
  // A bust or correction changes an execution that was booked: only a comparison of the books can tell by how much.
  const rewrites = word === "trade_bust" || word === "trade_correct" || word === "restated";
  if (rewrites) return { event, execution: null, concerns: [`${word} changes earlier executions`] };
  const concerns = speaksOfExecution(update) ? [`${word} with an execution inside`] : [];
  return { event, execution: null, concerns };
}

/** Tells whether any of the fields is there that only executions have, readable or not; every event may have an id. */
function speaksOfExecution({ price, qty, position_qty: position }: WireTradeUpdate): boolean {
  return price !== null || qty !== null || position !== null;
}

function fillConcerns(
  word: string,
  execution: ReportedExecution | null,
  order: VenueOrder,
): string[] {
  if (execution === null) return [`${word} without a readable execution`];
  const filled = quantityUnits(order.filledQuantity);
  if (quantityUnits(execution.quantity) <= filled) return [];
  return [`${word} of more than the order has filled`];
}

/** Maps the `data` of a trade_updates message. Fails only when not even the order can be made out. */
export function mapExecutionReport(data: unknown, context: ReportContext): Result<MappedReport> {
  const parsed = parseUpdate(data, context);
  if (!parsed.ok) return parsed;
  const { update, mended } = parsed.value;
  const venueAt = readTime(update.timestamp) ?? readTime(update.order.updated_at);
  const order = mapOrder(update.order, venueAt ?? context.receivedAt);
  if (!order.ok) return order;
  const { event, execution, concerns } = judgeEvent(update, order.value);
  const report: ExecutionReport = {
    event,
    venueEvent: update.event,
    order: order.value,
    execution,
    reason: update.reason ?? "",
    venueAt: venueAt ?? context.receivedAt,
    raw: context.raw,
  };
  const strange =
    order.value.status === "unknown" ? [`unknown status "${order.value.venueStatus}"`] : [];
  return ok({
    report,
    concerns: [
      ...mended.map((field) => `unreadable ${field}`),
      ...contradictions(update.order, context),
      ...concerns,
      ...strange,
    ],
  });
}
