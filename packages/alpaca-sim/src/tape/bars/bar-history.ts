import type { IsoDate } from "@interlock/core/market/civil-date";
import type { BarRecord } from "./bar-record.ts";

/** Bars of days before the tape begins. */
export interface BarHistory {
  /** Days of which minute bars exist, oldest first. */
  readonly minuteDates: readonly IsoDate[];
  /** Returns a day's minute bars, extended hours included, in time order; empty when there are none. */
  minutes(symbol: string, date: IsoDate): readonly BarRecord[];
  /** Returns all days that are known, oldest first; `startAt` is midnight in New York. */
  days(symbol: string): readonly BarRecord[];
}
