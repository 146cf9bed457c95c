import { marketDay, newYorkDate } from "@interlock/core/market/calendar";
import {
  civilDate,
  epochDay,
  fromIsoDate,
  type IsoDate,
  weekday,
} from "@interlock/core/market/civil-date";
import { newYorkInstant, newYorkOffsetMs } from "@interlock/core/market/new-york-time";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import type { BarsQuery, Timeframe } from "../../request/read-bars-query.ts";
import { type BarRecord, joinBars } from "../../tape/bars/bar-record.ts";
import type { TapeSource } from "../../tape/tape-source.ts";
import type { TapePlayer } from "../tape/tape-player.ts";

/** Bars from the days before the tape and from the tape as far as it was played; never from what is still to come. */
export class StoredBars {
  readonly #source: TapeSource;
  readonly #player: TapePlayer;

  /** Reads from a source's history and a player's bars. */
  constructor(source: TapeSource, player: TapePlayer) {
    this.#source = source;
    this.#player = player;
  }

  /** Returns a symbol's bars of a query in ascending order, all pages. */
  select(symbol: string, query: Pick<BarsQuery, "timeframe" | "from" | "to">): BarRecord[] {
    const bars = this.#all(symbol, query.timeframe, query.from);
    return bars.filter(({ startAt }) => startAt >= query.from && startAt <= query.to);
  }

  /** Returns the last minute bar that was finished at an instant; null when there was none yet. */
  lastMinute(symbol: string, at: UnixMs): BarRecord | null {
    const minutes = this.#player.bars.minutes(this.#source.symbols.indexOf(symbol));
    return minutes.findLast(({ startAt }) => startAt + MINUTE_MS <= at) ?? null;
  }

  /** Returns the day's bar and that of the day before: as they stand, or (`until`) as they stood after a minute. */
  lastDays(
    symbol: string,
    until: UnixMs | null,
  ): readonly [today: BarRecord | null, before: BarRecord | null] {
    if (until === null) {
      const today = this.#player.bars.day(this.#source.symbols.indexOf(symbol));
      const before = this.days(symbol).filter(
        (day) => today === null || day.startAt < today.startAt,
      );
      return [today, before.at(-1) ?? null];
    }
    const date = newYorkDate(until);
    const midnight = newYorkInstant(fromIsoDate(date), 0);
    const day = marketDay(date);
    const minutes = this.#player.bars
      .minutes(this.#source.symbols.indexOf(symbol))
      .filter(({ startAt }) => day !== null && startAt >= day.openAt && startAt < day.closeAt)
      .filter(({ startAt }) => startAt + MINUTE_MS <= until);
    const before = this.days(symbol).findLast(({ startAt }) => startAt < midnight);
    return [joinBars(minutes, midnight), before ?? null];
  }

  #all(symbol: string, timeframe: Timeframe, from: UnixMs): BarRecord[] {
    if (timeframe.unit !== "minute") return joinDays(this.days(symbol), timeframe);
    const span = timeframe.minutes * MINUTE_MS;
    const { history } = this.#source;
    const since = newYorkDate(from - span);
    const past = history.minuteDates
      .filter((date) => date >= since)
      .flatMap((date) => history.minutes(symbol, date));
    const played = this.#player.bars.minutes(this.#source.symbols.indexOf(symbol));
    return timeframe.minutes === 1 ? [...past, ...played] : regroup([...past, ...played], span);
  }

  /** Returns days of the history, days that the tape has finished, and the present day as it stands. */
  days(symbol: string): BarRecord[] {
    const index = this.#source.symbols.indexOf(symbol);
    const byDate = new Map<IsoDate, BarRecord[]>();
    for (const bar of this.#player.bars.minutes(index)) {
      const date = newYorkDate(bar.startAt);
      const day = marketDay(date);
      if (day === null || bar.startAt < day.openAt || bar.startAt >= day.closeAt) continue;
      const known = byDate.get(date);
      if (known === undefined) byDate.set(date, [bar]);
      else known.push(bar);
    }
    const today = this.#player.bars.day(index);
    const played = [...byDate].flatMap(([date, bars]) => {
      const startAt = newYorkInstant(fromIsoDate(date), 0);
      return today?.startAt === startAt ? [] : (joinBars(bars, startAt) ?? []);
    });
    return [...this.#source.history.days(symbol), ...played, ...(today === null ? [] : [today])];
  }
}

/** Joins minutes into longer bars that begin at whole multiples of their length on New York's clock. */
function regroup(minutes: readonly BarRecord[], span: number): BarRecord[] {
  const groups = new Map<UnixMs, BarRecord[]>();
  for (const bar of minutes) {
    const offset = newYorkOffsetMs(bar.startAt);
    const startAt = Math.floor((bar.startAt + offset) / span) * span - offset;
    const known = groups.get(startAt);
    if (known === undefined) groups.set(startAt, [bar]);
    else known.push(bar);
  }
  return [...groups].flatMap(([startAt, bars]) => joinBars(bars, startAt) ?? []);
}

/** Joins days into weeks that begin on Mondays, or into months counted from January. */
function joinDays(days: BarRecord[], timeframe: Timeframe): BarRecord[] {
  if (timeframe.unit === "day" || timeframe.unit === "minute") return days;
  const groups = new Map<UnixMs, BarRecord[]>();
  for (const bar of days) {
    const startAt = newYorkInstant(firstDay(newYorkDate(bar.startAt), timeframe), 0);
    const known = groups.get(startAt);
    if (known === undefined) groups.set(startAt, [bar]);
    else known.push(bar);
  }
  return [...groups].flatMap(([startAt, bars]) => joinBars(bars, startAt) ?? []);
}

function firstDay(date: IsoDate, timeframe: Timeframe): number {
  const day = fromIsoDate(date);
  if (timeframe.unit !== "month") return day - ((weekday(day) + 6) % 7);
  const { year, month } = civilDate(day);
  return epochDay(year, month - ((month - 1) % timeframe.months), 1);
}
