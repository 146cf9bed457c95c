import { fromIsoDate, parseIsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import type { Outcome } from "../venue/outcome.ts";
import { parseInstant, type Stamp, stampOf } from "../venue/stamp.ts";
import { malformed } from "../venue/venue-error.ts";
import { type Query, readChoice, readCount, readInstant } from "./read-order-filter.ts";
import { isGiven, Refusal, reading } from "./reading.ts";

/** Which entries of the activity log are wanted. Times are exclusive bounds. */
export interface ActivityFilter {
  /** Tells whether entries of a type are wanted. */
  readonly wants: (type: string) => boolean;
  readonly orderId: string | null;
  readonly after: Stamp | null;
  readonly until: Stamp | null;
  readonly direction: "asc" | "desc";
  readonly pageSize: number;
  readonly pageToken: ActivityToken | null;
}

/** The id of the last entry that a client has seen, and the time with which it begins. */
export interface ActivityToken {
  readonly id: string;
  readonly stamp: Stamp;
}

const PAGE = { usual: 100, most: 100 };

/** Reads the query of GET /v2/account/activities; `type` is the last part of the path, where there is one. */
export function readActivityFilter(
  query: Query,
  type: string | undefined,
): Outcome<ActivityFilter> {
  return reading(() => {
    const named = isGiven(type) ? type : query["activity_types"];
    const types = isGiven(named) ? named.split(",").map((name) => name.trim().toUpperCase()) : null;
    const category = isGiven(query["category"])
      ? readChoice("category", query["category"], ["trade_activity", "non_trade_activity"])
      : null;
    if (types !== null && category !== null) {
      throw new Refusal(malformed("category and activity_types exclude each other"));
    }
    return {
      wants: (name) =>
        (types === null || types.includes(name)) &&
        (category === null || (category === "trade_activity") === (name === "FILL")),
      orderId: isGiven(query["order_id"]) ? query["order_id"].toLowerCase() : null,
      ...readPeriod(query),
      direction: readChoice("direction", query["direction"], ["desc", "asc"]),
      pageSize: readCount("page_size", query["page_size"], PAGE),
      pageToken: readToken(query["page_token"]),
    };
  });
}

const TOKEN = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})::[0-9A-Za-z-]+$/;

function readToken(text: string | undefined): ActivityToken | null {
  if (!isGiven(text)) return null;
  const [, year, month, day, hours, minutes, seconds, ms] = TOKEN.exec(text) ?? [];
  const at = parseInstant(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${ms}Z`);
  if (at.ok) return { id: text, stamp: at.value };
  throw new Refusal(malformed("invalid page_token: must be the id of an activity"));
}

function readPeriod(query: Query): Pick<ActivityFilter, "after" | "until"> {
  if (!isGiven(query["date"])) {
    return {
      after: readInstant("after", query["after"]),
      until: readInstant("until", query["until"]),
    };
  }
  if (isGiven(query["after"]) || isGiven(query["until"])) {
    throw new Refusal(malformed("date excludes after and until"));
  }
  const date = parseIsoDate(query["date"].slice(0, 10));
  if (!date.ok) throw new Refusal(malformed(`invalid date: ${date.error}`));
  const day = fromIsoDate(date.value);
  return {
    after: stampOf(newYorkInstant(day, 0) - 1, 999_999),
    until: stampOf(newYorkInstant(day + 1, 0)),
  };
}
