import type { IsoDate } from "../market/civil-date.ts";
import { marketDay } from "../market/calendar.ts";
import type { UnixMs } from "../time.ts";

/** What one market day of a version came to. */
export interface TrackDay {
  readonly date: IsoDate;
  fills: number;
  /** Comparisons with the venue that agreed in everything. */
  agreed: number;
  breaks: number;
  /** Breakers that tripped. */
  trips: number;
  /** Dollars that orders traded, and what they cost beyond the model; absent in journals of before. A statistic. */
  traded?: number;
  excess?: number;
}

/** What a version did, day by day: a fold of the journal. Plain data that one owner updates in place. */
export interface TrackRecord {
  readonly build: string;
  /** Hash of all strategies as configured. */
  readonly strategies: string;
  readonly environment: string;
  readonly feed: string;
  /** The latest 60 days, oldest first. */
  readonly days: TrackDay[];
  /** Slippage of the latest 200 orders that filled, in bps. */
  readonly slippageBps: number[];
  /** Fills of all days, those that are no longer kept included. */
  fills: number;
  sessions: number;
  /** Its first day, which may be no longer kept; absent before it. */
  since?: IsoDate;
}

const DAYS_KEPT = 60;
const SLIPPAGE_KEPT = 200;

/** Returns the record of a version that has done nothing. */
export function emptyTrack(
  of: Pick<TrackRecord, "build" | "strategies" | "environment" | "feed">,
): TrackRecord {
  return { ...of, days: [], slippageBps: [], fills: 0, sessions: 0 };
}

/** Begins a market day, in place; one that is under way goes on. */
export function openTrackDay(track: TrackRecord, date: IsoDate): void {
  const last = track.days.at(-1);
  if (last?.date === date) return;
  if (last !== undefined && last.agreed > 0) track.sessions += 1;
  track.since ??= track.days[0]?.date ?? date;
  track.days.push({ date, fills: 0, agreed: 0, breaks: 0, trips: 0 });
  if (track.days.length > DAYS_KEPT) track.days.shift();
}

/** Counts something of the day under way, in place. */
export function countTrack(
  track: TrackRecord,
  what: "fills" | "agreed" | "breaks" | "trips",
): void {
  const day = track.days.at(-1);
  if (day === undefined) return;
  day[what] += 1;
  if (what === "fills") track.fills += 1;
}

/** Takes what an order that filled cost against arrival, in place. */
export function noteTrackSlippage(track: TrackRecord, bps: number): void {
  track.slippageBps.push(bps);
  if (track.slippageBps.length > SLIPPAGE_KEPT) track.slippageBps.shift();
}

/** Takes what an order traded, in dollars, and by how many bps it cost more than the model says, in place. */
export function noteTrackCost(track: TrackRecord, traded: number, excessBps: number): void {
  const day = track.days.at(-1);
  if (day === undefined) return;
  day.traded = (day.traded ?? 0) + traded;
  day.excess = (day.excess ?? 0) + (traded * excessBps) / 10_000;
}

/** How far days of paper were from the same decisions filled by the model. */
export interface TrackingError {
  readonly days: number;
  /** Root of the mean square of the days, each in bps of what it traded. */
  readonly bps: number;
}

/**
 * Returns the tracking error of the latest days on which something filled; null of none. A backtest decides by the very
 * code that paper decides by, so that the two differ by their fills alone: by each day's cost beyond the model.
 */
export function trackingError({ days }: TrackRecord, latest: number): TrackingError | null {
  const errors = days
    .flatMap(({ traded = 0, excess = 0 }) => (traded > 0 ? [(excess / traded) * 10_000] : []))
    .slice(-latest);
  if (errors.length === 0) return null;
  const squares = errors.reduce((sum, bps) => sum + bps * bps, 0);
  return { days: errors.length, bps: Math.sqrt(squares / errors.length) };
}

/** Returns the sessions that are over: the one under way counts once it has closed. */
export function sessionsDone({ sessions, days }: TrackRecord, now: UnixMs): number {
  const last = days.at(-1);
  if (last === undefined || last.agreed === 0) return sessions;
  const closeAt = marketDay(last.date)?.closeAt ?? Infinity;
  return now >= closeAt ? sessions + 1 : sessions;
}

/**
 * Returns the days back to the latest `count` on which the books agreed, newest last; days between and after them
 * on which they only differed are there too, for a break must not vanish because nothing agreed that day.
 */
export function comparedDays({ days }: TrackRecord, count: number): readonly TrackDay[] {
  const compared = days.filter(({ agreed, breaks }) => agreed > 0 || breaks > 0);
  const first = compared.filter(({ agreed }) => agreed > 0).at(-count);
  return first === undefined ? compared : compared.slice(compared.indexOf(first));
}

/** Returns the value below which 95 of 100 lie; null of none. */
export function p95(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? null;
}
