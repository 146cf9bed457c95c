import { DAY_MS, type UnixMs } from "@interlock/core/time";
import type { Outcome } from "../venue/outcome.ts";
import { type Stamp, stampMs } from "../venue/stamp.ts";
import { malformed } from "../venue/venue-error.ts";
import {
  type Query,
  readChoice,
  readCount,
  readInstant,
  readSymbols,
} from "./read-order-filter.ts";
import { isGiven, Refusal, reading } from "./reading.ts";

/** Length of the bars that are wanted: whole minutes (hours are minutes), or days. */
export type Timeframe =
  | { readonly unit: "minute"; readonly minutes: number }
  | { readonly unit: "day" };

/** Which bars GET /v2/stocks/bars is to return. `from` and `to` are inclusive bounds of bars' starts. */
export interface BarsQuery {
  readonly symbols: readonly string[];
  readonly timeframe: Timeframe;
  readonly from: UnixMs;
  readonly to: UnixMs;
  readonly limit: number;
  readonly sort: "asc" | "desc";
  readonly after: PageMark | null;
}

/** Where a page ended: the last bar that it held. */
export interface PageMark {
  readonly symbol: string;
  readonly startAt: UnixMs;
}

const LIMIT = { usual: 1_000, most: 10_000 };
const TIMEFRAME = /^(\d{0,2})(Min|T|Hour|H|Day|D)$/;

/** Reads a query for bars; `symbol` is the one in the path, where there is one. `now` is the latest end. */
export function readBarsQuery(
  query: Query,
  symbol: string | null,
  now: UnixMs,
): Outcome<BarsQuery> {
  return reading(() => {
    const listed = symbol === null ? [...(readSymbols(query["symbols"]) ?? [])] : [symbol];
    if (listed.length === 0) throw new Refusal(malformed("symbols is required"));
    const timeframe = readTimeframe(query["timeframe"]);
    const start = readInstant("start", query["start"]);
    const end = readInstant("end", query["end"]);
    return {
      symbols: listed.map((name) => name.toUpperCase()).sort(),
      timeframe,
      from: start === null ? now - (now % DAY_MS) : stampMs(start),
      to: Math.min(now, inclusiveEnd(query["end"], end, now)),
      limit: readCount("limit", query["limit"], LIMIT),
      sort: readChoice("sort", query["sort"], ["asc", "desc"]),
      after: readPageToken(query["page_token"]),
    };
  });
}

/** A plain date as end means all of that day. */
function inclusiveEnd(text: string | undefined, end: Stamp | null, now: UnixMs): UnixMs {
  if (end === null) return now;
  return text?.length === 10 ? stampMs(end) + DAY_MS - 1 : stampMs(end);
}

/** Minutes in one unit of a timeframe, and the most units that it may have. Days are joined otherwise. */
const UNITS = { M: [1, 59], H: [60, 23] } as const;

function readTimeframe(text: string | undefined): Timeframe {
  const [, digits = "", unit = ""] = TIMEFRAME.exec(text ?? "") ?? [];
  const count = digits === "" ? 1 : Number(digits);
  if (unit.startsWith("D") && count === 1) return { unit: "day" };
  const [minutes, most] = UNITS[unitLetter(unit)];
  if (unit !== "" && !unit.startsWith("D") && count >= 1 && count <= most) {
    return { unit: "minute", minutes: minutes * count };
  }
  throw new Refusal(
    malformed("invalid timeframe: this venue has bars of 1-59Min, 1-23Hour and 1Day"),
  );
}

function unitLetter(unit: string): keyof typeof UNITS {
  return unit.startsWith("H") ? "H" : "M";
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
