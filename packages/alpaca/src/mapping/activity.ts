import { executionId, ticker, venueOrderId } from "@interlock/core/ids";
import { signOfQuantity } from "@interlock/core/number/quantity";
import type { VenueCharge, VenueExecution } from "@interlock/core/order/execution-report";
import { fail, ok, type Result } from "@interlock/core/result";
import { wireFillActivity, wireNonTradeActivity } from "../wire/activity.ts";
import { readMoney, readPrice, readQuantity } from "./decimal.ts";
import { describeIssues } from "./schema-issues.ts";
import { mapSide } from "./venue-order.ts";
import { readTime } from "./venue-time.ts";

/**
 * An activity's id is "time::uuid"; the uuid of an execution is its execution id on the order stream. Null for an id of
 * any other form: taken as it is it would be another id than the stream's, and the execution would count twice.
 */
function executionIdOf(activityId: string): string | null {
  const separator = activityId.indexOf("::");
  const id = activityId.slice(separator + 2);
  return separator < 1 || id === "" ? null : id;
}

/**
 * Reads an execution from the activity log. Null for an entry below zero, which takes an execution back: it is none
 * itself, and what it changed only a comparison of positions and cash can tell. It must not keep the others unread.
 */
export function readExecution(json: unknown): Result<VenueExecution | null> {
  const parsed = wireFillActivity.safeParse(json);
  if (!parsed.success) return fail(describeIssues("execution", parsed.error));
  const activity = parsed.data;
  const id = executionIdOf(activity.id);
  if (id === null)
    return fail(`id "${activity.id}" of an execution must be a time, "::" and an id`);
  const price = readPrice(activity.price);
  const quantity = readQuantity(activity.qty);
  const side = mapSide(activity.side);
  const venueAt = readTime(activity.transaction_time);
  if (price === null)
    return fail(`price "${activity.price}" of execution ${activity.id} must be above 0`);
  if (quantity !== null && signOfQuantity(quantity) < 0) return ok(null);
  if (quantity === null || signOfQuantity(quantity) === 0) {
    return fail(`quantity "${activity.qty}" of execution ${activity.id} must be above 0`);
  }
  if (side === null)
    return fail(`side "${activity.side}" of execution ${activity.id} must be buy or sell`);
  if (venueAt === null) {
    return fail(`time "${activity.transaction_time}" of execution ${activity.id} must be RFC 3339`);
  }
  return ok({
    executionId: executionId(id),
    venueOrderId: venueOrderId(activity.order_id),
    symbol: ticker(activity.symbol),
    side,
    quantity,
    price,
    venueAt,
    raw: JSON.stringify(json),
  });
}

/**
 * Reads a movement of cash that is no trade: fees, interest, dividends, deposits. Returns null for an entry that
 * moves no cash or that the venue canceled.
 */
export function readCharge(json: unknown): Result<VenueCharge | null> {
  const parsed = wireNonTradeActivity.safeParse(json);
  if (!parsed.success) return fail(describeIssues("activity", parsed.error));
  const activity = parsed.data;
  if (activity.activity_type === "FILL" || activity.status === "canceled") return ok(null);
  if (activity.net_amount === null) return ok(null);
  const amount = readMoney(activity.net_amount);
  if (amount === null) {
    return fail(`net_amount "${activity.net_amount}" of activity ${activity.id} must be an amount`);
  }
  const kind =
    activity.activity_sub_type === null || activity.activity_sub_type === ""
      ? activity.activity_type
      : `${activity.activity_type}/${activity.activity_sub_type}`;
  const date = activity.date ?? activity.created_at?.slice(0, 10) ?? "";
  const symbol = activity.symbol === null ? {} : { symbol: ticker(activity.symbol) };
  return ok({ activityId: activity.id, kind, amount, date, ...symbol, raw: JSON.stringify(json) });
}
