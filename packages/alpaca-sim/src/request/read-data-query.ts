import { DAY_MS, type UnixMs } from "@interlock/core/time";
import { type Stamp, stampMs } from "../venue/stamp.ts";
import type { Outcome } from "../venue/outcome.ts";
import { malformed } from "../venue/venue-error.ts";
import {
  type Query,
  readChoice,
  readCount,
  readInstant,
  readSymbols,
} from "./read-order-filter.ts";
import { isGiven, Refusal, reading } from "./reading.ts";

/** What every query of historical data has. `from` and `to` are inclusive. */
export interface DataQuery {
  readonly symbols: readonly string[];
  readonly from: UnixMs;
  readonly to: UnixMs;
  readonly limit: number;
  readonly sort: "asc" | "desc";
  readonly adjustment: string;
  /** Null: the best that the account may read. */
  readonly feed: string | null;
}

const LIMIT = { usual: 1_000, most: 10_000 };
/** Feeds of historical data, and those whose latest may be asked for besides. */
const HISTORICAL_FEEDS = ["sip", "iex", "otc", "boats"] as const;
const LATEST_FEEDS = [...HISTORICAL_FEEDS, "delayed_sip", "overnight"] as const;
const SYMBOL = /^[A-Z0-9]{1,10}([./][A-Z0-9]{1,4})?$/;
const ADJUSTMENTS = ["raw", "split", "dividend", "spin-off", "all"];

/** Reads what is common; `symbol` is the one in the path, where there is one. `now` is the latest end. */
export function readDataQuery(query: Query, symbol: string | null, now: UnixMs): DataQuery {
  const symbols = readListed(query, symbol);
  const start = readInstant("start", query["start"]);
  const end = readInstant("end", query["end"]);
  const { currency, adjustment } = query;
  if (isGiven(currency) && currency.toUpperCase() !== "USD") {
    throw new Refusal(malformed(`invalid currency: ${currency}`));
  }
  const unknown = isGiven(adjustment)
    ? adjustment.split(",").find((word) => !ADJUSTMENTS.includes(word))
    : undefined;
  if (unknown !== undefined) throw new Refusal(malformed(`invalid adjustment: ${unknown}`));
  readInstant("asof", query["asof"] === "-" ? undefined : query["asof"]);
  return {
    symbols,
    from: start === null ? now - (now % DAY_MS) : stampMs(start),
    to: Math.min(now, inclusiveEnd(query["end"], end, now)),
    limit: readCount("limit", query["limit"], LIMIT),
    adjustment: isGiven(adjustment) ? adjustment : "raw",
    sort: readChoice("sort", query["sort"], ["asc", "desc"]),
    feed: isGiven(query["feed"]) ? readChoice("feed", query["feed"], [...HISTORICAL_FEEDS]) : null,
  };
}

/** What a query for what was last seen has. */
export type LatestQuery = Pick<DataQuery, "symbols" | "feed">;

/** Reads a query for what was last seen; `symbol` is the one in the path, where there is one. */
export function readLatestQuery(query: Query, symbol: string | null): Outcome<LatestQuery> {
  return reading(() => ({
    symbols: readListed(query, symbol),
    feed: isGiven(query["feed"]) ? readChoice("feed", query["feed"], [...LATEST_FEEDS]) : null,
  }));
}

function readListed(query: Query, symbol: string | null): string[] {
  const listed = symbol === null ? [...(readSymbols(query["symbols"]) ?? [])] : [symbol];
  if (listed.length === 0) throw new Refusal(malformed("symbols is required"));
  const symbols = listed.map((name) => name.toUpperCase()).sort();
  const strange = symbols.find((name) => !SYMBOL.test(name));
  if (strange !== undefined) throw new Refusal(malformed(`invalid symbol: ${strange}`));
  return symbols;
}

/** A plain date as end means all of that day. */
function inclusiveEnd(text: string | undefined, end: Stamp | null, now: UnixMs): UnixMs {
  if (end === null) return now;
  return text?.length === 10 ? stampMs(end) + DAY_MS - 1 : stampMs(end);
}
