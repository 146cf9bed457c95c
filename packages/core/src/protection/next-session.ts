import {
  lastMarketDay,
  marketDay,
  newYorkDate,
  nextMarketDay,
  nextOpen,
  sessionAt,
  type TradingSession,
} from "../market/calendar.ts";
import { whenText } from "../market/clock-text.ts";
import {
  addQuantity,
  formatQuantity,
  minQuantity,
  type Quantity,
  signOfQuantity,
  subtractQuantity,
} from "../number/quantity.ts";
import type { UnixMs } from "../time.ts";
import type { StopCover } from "./stop-cover.ts";

/** A time in which as many shares are covered by a stop that can act, and no more. */
interface Phase {
  /** Null for the last one: the regular session that opens next. */
  readonly until: UnixMs | null;
  readonly uncovered: Quantity;
}

/**
 * Says how the stops of now cover a position up to the regular session that opens next, e.g. "Covered until 16:00 ET,
 * then 100 uncovered until 09:30 ET on 2026-06-22, then covered. ...". Stops at the broker act in the regular session
 * alone (Alpaca), and the engine sends nothing while the market is closed: a gap over that time is bounded by neither.
 * Empty where nothing is held.
 */
export function describeNextSession(cover: StopCover, now: UnixMs): string {
  const { held, doubt } = cover;
  if (signOfQuantity(held) === 0) return "";
  const phases = mergeEqual(phasesOf(cover, now)).map((phase) => describePhase(phase, held, now));
  const known = doubt === "" ? "" : "As last known: ";
  const said = `${known}${phases.join(", then ")}.`;
  const gap =
    "A gap while the market is closed is bounded by no stop: it fills at the first price after it.";
  return `${said.charAt(0).toUpperCase()}${said.slice(1)} ${describeOpening(cover, now)} ${gap}`;
}

function describeOpening({ held, byVenueNext }: StopCover, now: UnixMs): string {
  const opens = whenText(nextOpen(now), now);
  if (signOfQuantity(byVenueNext) === 0)
    return `No stop at the broker stays for the open at ${opens}.`;
  const all = byVenueNext === held ? "" : ` of ${formatQuantity(held)}`;
  return `At the open of ${opens} stops at the broker cover ${formatQuantity(byVenueNext)}${all}.`;
}

function describePhase({ until, uncovered }: Phase, held: Quantity, now: UnixMs): string {
  const of = uncovered === held ? "" : ` of ${formatQuantity(held)}`;
  const what =
    signOfQuantity(uncovered) === 0 ? "covered" : `${formatQuantity(uncovered)}${of} uncovered`;
  return until === null ? what : `${what} until ${whenText(until, now)}`;
}

function phasesOf(cover: StopCover, now: UnixMs): Phase[] {
  const opensAt = nextOpen(now);
  const today = lastMarketDay(now);
  const opening = marketDay(newYorkDate(opensAt)) ?? nextMarketDay(today.date);
  const changes = [today.closeAt, today.postCloseAt, opening.preOpenAt, opensAt];
  let from = now;
  const phases: Phase[] = [];
  for (const until of changes) {
    if (until <= from || until > opensAt) continue;
    phases.push({ until, uncovered: uncoveredIn(sessionAt(from), cover) });
    from = until;
  }
  return [...phases, { until: null, uncovered: uncoveredAtOpen(cover) }];
}

/** Shares for which no stop acts in a session, as things stand. */
function uncoveredIn(session: TradingSession, cover: StopCover): Quantity {
  if (session === "regular") return cover.uncovered;
  const engineActs = session === "pre" || session === "post";
  return engineActs ? subtractQuantity(cover.held, engineCovers(cover)) : cover.held;
}

function uncoveredAtOpen(cover: StopCover): Quantity {
  const rest = subtractQuantity(cover.held, cover.byVenueNext);
  return subtractQuantity(rest, minQuantity(engineCovers(cover), rest));
}

function engineCovers({ byBoth, byEngine }: StopCover): Quantity {
  return addQuantity(byBoth, byEngine);
}

function mergeEqual(phases: readonly Phase[]): Phase[] {
  return phases.filter((phase, at) => phases[at + 1]?.uncovered !== phase.uncovered);
}

/** Returns when the regular session opens next, for a cover that waits for it; null while it is open. */
export function waitsForOpen(now: UnixMs): UnixMs | null {
  return sessionAt(now) === "regular" ? null : nextOpen(now);
}
