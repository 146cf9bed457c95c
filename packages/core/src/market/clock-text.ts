import { MINUTE_MS, SECOND_MS, type UnixMs } from "../time.ts";
import { newYorkDate, newYorkMinuteOfDay } from "./calendar.ts";

/** Returns what New York's clocks show at an instant, e.g. "16:00". */
export function clockText(at: UnixMs): string {
  const minute = newYorkMinuteOfDay(at);
  return `${digits(Math.floor(minute / 60), 2)}:${digits(minute % 60, 2)}`;
}

/** The same to the second, e.g. "16:00:05". */
export function secondsText(at: UnixMs): string {
  return `${clockText(at)}:${digits(Math.floor((at % MINUTE_MS) / SECOND_MS), 2)}`;
}

/** The same to the millisecond, e.g. "16:00:05.250". */
export function millisecondsText(at: UnixMs): string {
  return `${secondsText(at)}.${digits(Math.floor(at % SECOND_MS), 3)}`;
}

function digits(part: number, count: number): string {
  return String(part).padStart(count, "0");
}

/** Names an instant for a reader of `now`: "16:00 ET" on the same day, "09:30 ET on 2026-06-22" on another. */
export function whenText(at: UnixMs, now: UnixMs): string {
  return `${clockText(at)} ET${dayPart(at, now)}`;
}

/** The same to the second: "16:00:05 ET", or "09:30:00 ET on 2026-06-22". */
export function momentText(at: UnixMs, now: UnixMs): string {
  return `${secondsText(at)} ET${dayPart(at, now)}`;
}

function dayPart(at: UnixMs, now: UnixMs): string {
  const date = newYorkDate(at);
  return date === newYorkDate(now) ? "" : ` on ${date}`;
}
