import type { UnixMs } from "@interlock/core/time";
import type { Outcome } from "../venue/outcome.ts";
import { malformed } from "../venue/venue-error.ts";
import { type DataQuery, readDataQuery } from "./read-data-query.ts";
import type { Query } from "./read-order-filter.ts";
import { isGiven, Refusal, reading } from "./reading.ts";

/** Length of the bars that are wanted: whole minutes (hours are minutes), days, weeks, or so many months. */
export type Timeframe =
  | { readonly unit: "minute"; readonly minutes: number }
  | { readonly unit: "day" }
  | { readonly unit: "week" }
  | { readonly unit: "month"; readonly months: number };

/** Which bars GET /v2/stocks/bars is to return. `from` and `to` bound bars' starts. */
export interface BarsQuery extends DataQuery {
  readonly timeframe: Timeframe;
  readonly after: PageMark | null;
}

/** Where a page ended: the last bar that it held. */
export interface PageMark {
  readonly symbol: string;
  readonly startAt: UnixMs;
}

const TIMEFRAME = /^(\d{0,2})(Min|T|Hour|H|Day|D|Week|W|Month|M)$/;
const MONTHS = [1, 2, 3, 4, 6, 12];

/** Reads a query for bars; `symbol` is the one in the path, where there is one. `now` is the latest end. */
export function readBarsQuery(
  query: Query,
  symbol: string | null,
  now: UnixMs,
): Outcome<BarsQuery> {
  return reading(() => ({
    ...readDataQuery(query, symbol, now),
    timeframe: readTimeframe(query["timeframe"]),
    after: readPageToken(query["page_token"]),
  }));
}

function readTimeframe(text: string | undefined): Timeframe {
  const [, digits = "", unit = ""] = TIMEFRAME.exec(text ?? "") ?? [];
  const found = timeframeOf(unit, digits === "" ? 1 : Number(digits));
  if (found !== null) return found;
  throw new Refusal(
    malformed(
      "invalid timeframe: allowed are 1-59Min, 1-23Hour, 1Day, 1Week and 1, 2, 3, 4, 6 or 12Month",
    ),
  );
}

function timeframeOf(unit: string, count: number): Timeframe | null {
  switch (unit) {
    case "Min":
    case "T":
      return count >= 1 && count <= 59 ? { unit: "minute", minutes: count } : null;
    case "Hour":
    case "H":
      return count >= 1 && count <= 23 ? { unit: "minute", minutes: 60 * count } : null;
    case "Day":
    case "D":
      return count === 1 ? { unit: "day" } : null;
    case "Week":
    case "W":
      return count === 1 ? { unit: "week" } : null;
    case "Month":
    case "M":
      return MONTHS.includes(count) ? { unit: "month", months: count } : null;
    default:
      return null;
  }
}

/** Writes the token that continues behind a bar: base64 of symbol, unit and nanoseconds, as the real one is. */
export function writePageToken(mark: PageMark): string {
  return Buffer.from(`${mark.symbol}|M|${mark.startAt}000000`).toString("base64");
}

function readPageToken(token: string | undefined): PageMark | null {
  if (!isGiven(token)) return null;
  const match = /^([A-Z0-9./]+)\|M\|(\d+)000000$/.exec(Buffer.from(token, "base64").toString());
  if (match === null) throw new Refusal(malformed("invalid page_token"));
  return { symbol: match[1] ?? "", startAt: Number(match[2]) };
}
