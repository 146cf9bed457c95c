import {
  type MarketDay,
  marketDay,
  previousMarketDay,
} from "@interlock/core/market/calendar";
import { fromIsoDate, type IsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import { Random } from "../../venue/random.ts";
import type { BarHistory } from "../bars/bar-history.ts";
import { type BarRecord, joinBars } from "../bars/bar-record.ts";
import { shapeOfDay } from "./day-shape.ts";
import { profileOf, type SymbolProfile } from "./symbol-profile.ts";
import { minuteSigma, overnightGap } from "./symbol-walk.ts";

/** How many market days before the first day of a generated tape have bars. */
const DAYS = 60;

/** What the history must fit: the tape that begins on `firstDate`. */
export interface HistoryChoice {
  readonly seed: string;
  readonly firstDate: IsoDate;
  readonly symbols: readonly string[];
  readonly activity: number;
}

/**
 * Makes up the bars of the days before a generated tape, so that the last of them closes where the tape begins. A
 * day's path is drawn forward and then set so that it ends at its close; the day before must close one overnight
 * gap below its open, and so on backwards. Made when first asked for.
 */
export function generatedHistory(choice: HistoryChoice): BarHistory {
  const dates = datesBefore(choice.firstDate);
  const known = new Map<string, Map<IsoDate, BarRecord[]>>();
  const daysOf = (symbol: string): Map<IsoDate, BarRecord[]> => {
    const wanted = choice.symbols.includes(symbol) ? dates : [];
    const made = known.get(symbol) ?? makeDays(choice, symbol, wanted);
    known.set(symbol, made);
    return made;
  };
  return {
    minuteDates: dates,
    minutes: (symbol, date) => daysOf(symbol).get(date) ?? [],
    days: (symbol) => [...daysOf(symbol)].flatMap(([date, bars]) => joinDay(date, bars) ?? []),
  };
}

function datesBefore(first: IsoDate): IsoDate[] {
  const dates: IsoDate[] = [];
  let date = first;
  for (let count = 0; count < DAYS; count++) {
    date = previousMarketDay(date).date;
    dates.unshift(date);
  }
  return dates;
}

function joinDay(date: IsoDate, bars: readonly BarRecord[]): BarRecord | null {
  return joinBars(bars, newYorkInstant(fromIsoDate(date), 0));
}

function makeDays(
  choice: HistoryChoice,
  symbol: string,
  dates: readonly IsoDate[],
): Map<IsoDate, BarRecord[]> {
  const profile = profileOf(choice.seed, symbol, choice.activity);
  const days: [IsoDate, BarRecord[]][] = [];
  let close = profile.price;
  for (const date of dates.toReversed()) {
    const day = marketDay(date);
    if (day === null) continue;
    const random = new Random(`${choice.seed}/history/${date}/${symbol}`);
    const bars = makeDay({ day, random, profile, close });
    days.unshift([date, bars]);
    const open = (bars[0]?.open ?? close * 1e6) / 1e6;
    close = open / Math.exp(overnightGap(random, profile));
  }
  return new Map(days);
}

interface HistoryDay {
  readonly day: MarketDay;
  readonly random: Random;
  readonly profile: SymbolProfile;
  readonly close: number;
}

function makeDay({ day, random, profile, close }: HistoryDay): BarRecord[] {
  const shapes = shapeOfDay(day).filter(({ isRegular }) => isRegular);
  const moves = shapes.map((shape) => minuteSigma(profile, shape) * random.normal());
  let level = Math.log(close) - moves.reduce((sum, move) => sum + move, 0);
  return shapes.map((shape, index) => {
    const from = level;
    level += moves[index] ?? 0;
    const sigma = minuteSigma(profile, shape);
    const high = Math.max(from, level) + 0.4 * sigma * Math.abs(random.normal());
    const low = Math.min(from, level) - 0.4 * sigma * Math.abs(random.normal());
    const count = 1 + random.poisson(profile.printsPerMinute * shape.activity);
    const volume = 100 * (count + random.below(2 * count));
    const value = ((onGrid(high) + onGrid(low)) / 2) * volume;
    return {
      startAt: shape.startAt,
      open: onGrid(from),
      high: onGrid(high),
      low: onGrid(low),
      close: onGrid(level),
      volume,
      count,
      value,
    };
  });
}

/** Returns a price on the cent grid, in millionths of a dollar. */
function onGrid(logPrice: number): number {
  return Math.max(1, Math.round(Math.exp(logPrice) * 100)) * 10_000;
}
