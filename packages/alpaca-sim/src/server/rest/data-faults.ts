import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
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

/** Feeds that this venue has no tape of. */
const ABSENT_FEEDS: readonly (string | null)[] = ["otc", "boats", "overnight"];

/**
 * Refuses the last quarter of an hour of the consolidated tape to an account without it, and to everyone what this
 * venue has no tape of: another tape in its place would look like it. `to` is where a query ends.
 */
export function feedFault(
  context: RestContext,
  { feed, to }: { readonly feed: string | null; readonly to: UnixMs },
): VenueError | null {
  if (ABSENT_FEEDS.includes(feed)) return notPermitted(`${feed} data`);
  const isPermitted = feed !== "sip" || context.feeds.some((name) => name === "sip");
  if (isPermitted || to < context.venue.now - RECENT_MS) return null;
  return notPermitted("recent SIP data");
}

function notPermitted(what: string): VenueError {
  const message = `subscription does not permit querying ${what}`;
  return { status: 403, code: 42210000, message, details: {} };
}

/** Until when a feed of the latest knows the tape. */
export function knownUntil({ venue }: RestContext, feed: string | null): UnixMs {
  return feed === "delayed_sip" ? venue.now - RECENT_MS : venue.now;
}
