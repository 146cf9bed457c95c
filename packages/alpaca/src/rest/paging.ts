import type {
  OrderList,
  UnreadableOrder,
  VenueCharge,
  VenueExecution,
  VenueOrder,
} from "@interlock/core/order/execution-report";
import { fail, ok, type Result } from "@interlock/core/result";
import { DAY_MS, MINUTE_MS, type UnixMs } from "@interlock/core/time";
import { readCharge, readExecution } from "../mapping/activity.ts";
import { readOrders } from "../mapping/venue-order.ts";
import { judgeAnswer } from "./judge-reply.ts";
import type { Asking } from "./questions.ts";
import { answered, unanswered, type VenueAnswer } from "./venue-answer.ts";

/**
 * Lists that come in pages. The venue's log may lag and its pages may shift while they are read, so every list is
 * asked for from before the watermark, and what repeats counts once by its id.
 */

const ORDERS_PER_PAGE = 500;
const ACTIVITIES_PER_PAGE = 100;
/** A list longer than this is a fault of the question or the venue, never read to the end. */
const PAGES_MAX = 100;
/** Executions may enter the log minutes late. */
const EXECUTION_OVERLAP_MS = 5 * MINUTE_MS;
/** Charges carry only a date. */
const CHARGE_OVERLAP_MS = 2 * DAY_MS;
/** The venue's `after` is exclusive and counted in its own nanoseconds. */
const ORDER_OVERLAP_MS = 1_000;

interface Page<T> {
  readonly items: readonly T[];
  /** Token of the page after this one; null on the last. */
  readonly next: string | null;
}

async function readAllPages<T>(
  what: string,
  readPage: (token: string | undefined) => Promise<VenueAnswer<Page<T>>>,
  idOf: (item: T) => string,
): Promise<VenueAnswer<readonly T[]>> {
  const found = new Map<string, T>();
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await readPage(token);
    if (!answer.ok) return answer;
    for (const item of answer.value.items) found.set(idOf(item), item);
    const { next } = answer.value;
    if (next === null || next === token) return answered([...found.values()]);
    token = next;
  }
  const message = `The venue lists ${what} without end: ask for a later start, or compare by hand in Alpaca's console.`;
  return unanswered({ kind: "malformed", message, retryAt: null, raw: "" });
}

function idOf(item: unknown): string | null {
  return typeof item === "object" && item !== null && "id" in item && typeof item.id === "string"
    ? item.id
    : null;
}

function nextToken(json: unknown, pageSize: number): string | null {
  if (!Array.isArray(json) || json.length < pageSize) return null;
  return idOf(json[json.length - 1]);
}

type ListedOrder = VenueOrder | UnreadableOrder;

function isUnreadable(order: ListedOrder): order is UnreadableOrder {
  return "why" in order;
}

function orderPage(json: unknown, now: UnixMs): Result<Page<ListedOrder>> {
  const list = readOrders(json, now);
  if (!list.ok) return list;
  const next = nextToken(json, ORDERS_PER_PAGE);
  // A full page is followed by another one: without its last id the rest of the list would be missing in silence.
  if (next === null && Array.isArray(json) && json.length >= ORDERS_PER_PAGE)
    return fail("the last order of a full page has no id to go on from");
  return ok({ items: [...list.value.orders, ...list.value.unreadable], next });
}

function keyOf(order: ListedOrder): string {
  return isUnreadable(order) ? (order.venueOrderId ?? order.raw) : order.venueOrderId;
}

/**
 * Lists orders by status, submitted after `since` where given, with the legs of complex ones. One that cannot be read
 * stands apart: its id is enough to cancel it.
 */
export async function listOrders(
  asking: Asking,
  filter: { readonly status: "open" | "closed"; readonly since?: UnixMs },
): Promise<VenueAnswer<OrderList>> {
  const { requests, priority } = asking;
  const after =
    filter.since === undefined
      ? {}
      : { after: new Date(filter.since - ORDER_OVERLAP_MS).toISOString() };
  const readPage = async (token: string | undefined): Promise<VenueAnswer<Page<ListedOrder>>> => {
    // The venue takes a cursor or a time, not both; later pages are after the start anyway.
    const from = token === undefined ? after : { afterOrderId: token };
    const reply = await requests.run(priority, () =>
      requests.sdk.trading.orders.getAllOrdersRaw({
        status: filter.status,
        limit: ORDERS_PER_PAGE,
        direction: "asc",
        nested: true,
        ...from,
      }),
    );
    return judgeAnswer(reply, requests, (json) => orderPage(json, requests.now));
  };
  const listed = await readAllPages("orders", readPage, keyOf);
  if (!listed.ok) return listed;
  return answered({
    orders: listed.value.flatMap((order) => (isUnreadable(order) ? [] : [order])),
    unreadable: listed.value.filter(isUnreadable),
  });
}

function activityPage<T>(
  json: unknown,
  read: (item: unknown) => Result<T | null>,
): Result<Page<T>> {
  if (!Array.isArray(json)) return fail("activities must be a list");
  const items: T[] = [];
  for (const item of json) {
    const activity = read(item);
    if (!activity.ok) return activity;
    if (activity.value !== null) items.push(activity.value);
  }
  return ok({ items, next: nextToken(json, ACTIVITIES_PER_PAGE) });
}

/** Lists our executions from the activity log since a time, oldest first, from a few minutes before it. */
export async function listExecutions(
  asking: Asking,
  since: UnixMs,
): Promise<VenueAnswer<readonly VenueExecution[]>> {
  const { requests, priority } = asking;
  const readPage = async (
    token: string | undefined,
  ): Promise<VenueAnswer<Page<VenueExecution>>> => {
    const reply = await requests.run(priority, () =>
      requests.sdk.trading.accountActivities.getAccountActivitiesRaw({
        activityTypes: ["FILL"],
        after: new Date(since - EXECUTION_OVERLAP_MS),
        direction: "asc",
        pageSize: ACTIVITIES_PER_PAGE,
        ...(token === undefined ? {} : { pageToken: token }),
      }),
    );
    return judgeAnswer(reply, requests, (json) => activityPage(json, readExecution));
  };
  return readAllPages("executions", readPage, (execution) => execution.executionId);
}

/** Lists movements of cash that are no trades since a time: fees, interest, dividends, transfers. */
export async function listCharges(
  asking: Asking,
  since: UnixMs,
): Promise<VenueAnswer<readonly VenueCharge[]>> {
  const { requests, priority } = asking;
  const readPage = async (token: string | undefined): Promise<VenueAnswer<Page<VenueCharge>>> => {
    const reply = await requests.run(priority, () =>
      requests.sdk.trading.accountActivities.getAccountActivitiesRaw({
        category: "non_trade_activity",
        after: new Date(since - CHARGE_OVERLAP_MS),
        direction: "asc",
        pageSize: ACTIVITIES_PER_PAGE,
        ...(token === undefined ? {} : { pageToken: token }),
      }),
    );
    return judgeAnswer(reply, requests, (json) => activityPage(json, readCharge));
  };
  return readAllPages("charges", readPage, (charge) => charge.activityId);
}
