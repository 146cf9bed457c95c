import { MINUTE_MS } from "@interlock/core/time";
import type { DataQuery } from "../../request/read-data-query.ts";
import type { VenueError } from "../../venue/venue-error.ts";
import type { RestContext } from "./rest-context.ts";

/** What "recent" means to an account that may not read the consolidated tape. */
const RECENT_MS = 15 * MINUTE_MS;

/** A symbol that market data do not know. */
export function invalidSymbol(symbol: string): VenueError {
  return { status: 400, code: null, message: `invalid symbol: ${symbol}`, details: {} };
}

/** Market data answers every unreadable query 400, without a code. */
export function asDataError(error: VenueError): VenueError {
  return { ...error, status: 400, code: null };
}

/** Refuses the last quarter of an hour of the consolidated tape to an account without it. */
export function feedFault(context: RestContext, { feed, to }: DataQuery): VenueError | null {
  const isPermitted = feed !== "sip" || context.feeds.some((name) => name === "sip");
  if (isPermitted || to < context.venue.now - RECENT_MS) return null;
  const message = "subscription does not permit querying recent SIP data";
  return { status: 403, code: 42210000, message, details: {} };
}
