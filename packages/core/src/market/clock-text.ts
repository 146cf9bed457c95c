import type { UnixMs } from "../time.ts";
import { newYorkDate, newYorkMinuteOfDay } from "./calendar.ts";

/** Returns what New York's clocks show at an instant, e.g. "16:00". */
export function clockText(at: UnixMs): string {
  const minute = newYorkMinuteOfDay(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Names an instant for a reader of `now`: "16:00 ET" on the same day, "09:30 ET on 2026-06-22" on another. */
export function whenText(at: UnixMs, now: UnixMs): string {
  const date = newYorkDate(at);
  return date === newYorkDate(now) ? `${clockText(at)} ET` : `${clockText(at)} ET on ${date}`;
}
