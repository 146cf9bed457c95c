import { idsOf, type Ticker } from "@interlock/core/ids";
import { sessionAt } from "@interlock/core/market/calendar";
import { formatQuantity, signOfQuantity } from "@interlock/core/number/quantity";
import { type StopCover, stopCover } from "@interlock/core/protection/stop-cover";
import { SECOND_MS, type UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import { openOrdersOf } from "../views.ts";
import { type SeenState, sharesApart, whyNoLocalStop } from "./local-stop.ts";
import { venueOrdersDoubt } from "./venue-doubt.ts";

/** Returns who covers which shares of what is held of a symbol; null where nothing is. */
export function coverOf(seen: SeenState, symbol: Ticker, now: UnixMs): StopCover | null {
  const position = seen.state.portfolio.positions[symbol]?.quantity;
  if (position === undefined || signOfQuantity(position) === 0) return null;
  const orders = [...openOrdersOf(seen.views, seen.state, symbol)];
  const whyNoLocal = whyNoLocalStop(seen, symbol);
  const doubt = venueOrdersDoubt(seen.state, symbol);
  return stopCover({ position, orders, whyNoLocal, apart: sharesApart(seen, symbol), doubt, now });
}

/**
 * Looks at every clock input whether each share held is covered by a stop that would act, and raises an alarm for those
 * that have not been for `maxUncoveredMs`. One alarm, until they are covered again. A stop at the broker that rests, or
 * of which the last word is old, guards nothing. Outside the sessions in which risk may be taken none is missed.
 */
export function watchProtection(decision: Decision, { body }: Input): void {
  const { limits, portfolio, recovered } = decision.state;
  if (body.kind !== "clock" || limits === null || !recovered) return;
  const watched = limits.values.sessions.includes(sessionAt(decision.time));
  for (const symbol of idsOf<Ticker>(portfolio.positions)) {
    const cover = coverOf(decision, symbol, decision.time);
    const missing = cover !== null && signOfQuantity(cover.unguarded) > 0;
    if (!missing) noteCovered(decision, symbol, cover);
    // One that fired and is kept from closing raises alarms of its own, with what keeps it.
    else if (watched && decision.state.stops[symbol] === undefined)
      noteUncovered(decision, { symbol, cover, maxMs: limits.values.maxUncoveredMs });
  }
}

function noteCovered(decision: Decision, symbol: Ticker, cover: StopCover | null): void {
  delete decision.views.riskWatch.uncoveredSince[symbol];
  if (decision.state.uncovered[symbol] === undefined) return;
  const how = cover === null ? "nothing is held any more" : "every share is covered again";
  decision.emit({ kind: "stop_cover_found", symbol, how });
}

interface Uncovered {
  readonly symbol: Ticker;
  readonly cover: StopCover;
  readonly maxMs: number;
}

function noteUncovered(decision: Decision, { symbol, cover, maxMs }: Uncovered): void {
  const { uncoveredSince } = decision.views.riskWatch;
  const since = uncoveredSince[symbol] ?? decision.time;
  uncoveredSince[symbol] = since;
  if (decision.state.uncovered[symbol] !== undefined || decision.time - since < maxMs) return;
  const { unguarded: quantity, whyUnguarded: why } = cover;
  decision.emit({ kind: "stop_cover_lost", symbol, quantity, since, why });
  const shares = `${formatQuantity(quantity)} ${symbol}`;
  const seconds = Math.round((decision.time - since) / SECOND_MS);
  decision.alert(
    "critical",
    `${shares} have been covered by no stop for ${seconds} s (${why}). Re-arm it on the page Positions, close them, or place a stop at the broker.`,
  );
}
