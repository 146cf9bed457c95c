import type { UnixMs } from "@interlock/core/time";
import type { Outcome } from "../venue/outcome.ts";
import { malformed } from "../venue/venue-error.ts";
import { type DataQuery, readDataQuery } from "./read-data-query.ts";
import type { Query } from "./read-order-filter.ts";
import { isGiven, Refusal, reading } from "./reading.ts";

/** Which prints or quotes are wanted. */
export interface TicksQuery extends DataQuery {
  readonly after: TickMark | null;
}

/** Where a page ended: the place on the tape of the last event that it held. */
export interface TickMark {
  readonly symbol: string;
  readonly place: number;
}

/** Reads a query for prints, quotes or auctions. */
export function readTicksQuery(
  query: Query,
  symbol: string | null,
  now: UnixMs,
): Outcome<TicksQuery> {
  return reading(() => ({
    ...readDataQuery(query, symbol, now),
    after: readTickToken(query["page_token"]),
  }));
}

/** Writes the token that continues behind an event. Opaque to clients. */
export function writeTickToken({ symbol, place }: TickMark): string {
  return Buffer.from(`${symbol}|T|${place}`).toString("base64");
}

function readTickToken(token: string | undefined): TickMark | null {
  if (!isGiven(token)) return null;
  const match = /^([A-Z0-9./]+)\|T\|(\d{1,15})$/.exec(Buffer.from(token, "base64").toString());
  if (match === null) throw new Refusal(malformed("invalid page_token"));
  return { symbol: match[1] ?? "", place: Number(match[2]) };
}
