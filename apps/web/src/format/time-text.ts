import { newYorkOffsetMs } from "@interlock/core/market/new-york-time";

/** In which zone times are shown. Tables, charts and tooltips follow the same choice. */
export type Zone = "ET" | "UTC" | "local";

function pad(value: number, digits = 2): string {
  return String(value).padStart(digits, "0");
}

/** A date whose UTC fields read as the zone's wall clock. */
function wallClock(at: number, zone: Zone): Date {
  if (zone === "UTC") return new Date(at);
  if (zone === "ET") return new Date(at + newYorkOffsetMs(at));
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000);
}

/** Writes the time of day, "14:03:22" or with milliseconds "14:03:22.418". */
export function timeOfDay(at: number, zone: Zone = "ET", milliseconds = false): string {
  const clock = wallClock(at, zone);
  const seconds = `${pad(clock.getUTCHours())}:${pad(clock.getUTCMinutes())}:${pad(clock.getUTCSeconds())}`;
  return milliseconds ? `${seconds}.${pad(clock.getUTCMilliseconds(), 3)}` : seconds;
}

/** Writes hours and minutes, "14:03". */
export function hourAndMinute(at: number, zone: Zone = "ET"): string {
  return timeOfDay(at, zone).slice(0, 5);
}

/** Writes the date, "2026-11-23". */
export function dateText(at: number, zone: Zone = "ET"): string {
  const clock = wallClock(at, zone);
  return `${clock.getUTCFullYear()}-${pad(clock.getUTCMonth() + 1)}-${pad(clock.getUTCDate())}`;
}

/** Returns the tag that belongs after a time: "EST" or "EDT" in New York. */
export function zoneTag(at: number, zone: Zone = "ET"): string {
  if (zone === "UTC") return "UTC";
  if (zone === "local") return "local";
  return newYorkOffsetMs(at) === -4 * 3_600_000 ? "EDT" : "EST";
}

/** Writes date, time and zone: "2026-11-23 14:03:22.418 EST". */
export function fullTime(at: number, zone: Zone = "ET"): string {
  return `${dateText(at, zone)} ${timeOfDay(at, zone, true)} ${zoneTag(at, zone)}`;
}

/** Writes an age in whole units, so that it does not flicker: "<1 s", "4 s", "3 m 05 s". */
export function ageText(ms: number): string {
  if (ms < 1000) return "<1 s";
  return ms < 60_000 ? `${Math.floor(ms / 1000)} s` : durationText(ms);
}

/** Writes a duration in at most two units: "0.4 s", "12 s", "3 m 05 s", "2 h 10 m", "3 d 4 h". */
export function durationText(ms: number): string {
  if (!Number.isFinite(ms)) return "—";
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${pad(whole % 60)} s`;
  if (whole < 86_400)
    return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} m`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

/** Writes a timer or countdown: "0:07", "12:40", "6:01:09". */
export function timerText(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [
    Math.floor(whole / 3600),
    Math.floor((whole % 3600) / 60),
    whole % 60,
  ];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
}

/** Writes a latency: "84 ms", "1.24 s", "2 m 05 s". */
export function latencyText(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return "—";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(2)} s` : durationText(ms);
}
