import { newYorkDate, newYorkMinuteOfDay } from "@interlock/core/market/calendar";
import type { UnixMs } from "@interlock/core/time";
import { CLOCK_MS } from "../../input.ts";

/** Before a question that failed is asked again; doubled by each failure running. */
const GAP_MS = 2_000;
const GAP_DOUBLINGS_MAX = 5;
/** Failures running of which people are told. */
const FAILURES_TOLD = 3;

/** A question to the venue whose answer holds for a part of the day. */
export interface DailyQuestion {
  inFlight: boolean;
  /** Failures running. */
  failures: number;
  /** The part of the day for which it was asked last; empty before. */
  period: string;
  askedAt: UnixMs;
  /** Clock inputs since: the venue's time may stand still while ours goes on. */
  clocksSince: number;
}

/** When it is asked again, in minutes of the New York day: shortly before pre-market and regular session open. */
export interface AskingTimes {
  readonly beforePre: number;
  readonly beforeOpen: number;
}

/** Returns a question that was never asked. */
export function unaskedDaily(): DailyQuestion {
  return { inFlight: false, failures: 0, period: "", askedAt: 0, clocksSince: 0 };
}

/** Notes that the question was asked; `inFlight` is false where there was nothing to ask about. */
export function noteDailyAsked(question: DailyQuestion, at: DailyAsking): void {
  const { time, times, inFlight } = at;
  Object.assign(question, {
    inFlight,
    period: periodOf(time, times),
    askedAt: time,
    clocksSince: 0,
  });
}

interface DailyAsking {
  readonly time: UnixMs;
  readonly times: AskingTimes;
  readonly inFlight: boolean;
}

/** Notes the answer. */
export function noteDailyAnswer(question: DailyQuestion): void {
  question.inFlight = false;
  question.failures = 0;
}

/** Notes a failure; returns true at the one of which people are to be told. */
export function noteDailyFailure(question: DailyQuestion): boolean {
  question.inFlight = false;
  question.failures += 1;
  return question.failures === FAILURES_TOLD;
}

/** Whether the day has come to another part, or a failed question has waited long enough by either clock. */
export function isDailyDue(question: DailyQuestion, time: UnixMs, times: AskingTimes): boolean {
  const { failures, period, askedAt, clocksSince } = question;
  if (failures === 0) return period !== periodOf(time, times);
  const gap = GAP_MS * 2 ** Math.min(failures, GAP_DOUBLINGS_MAX);
  return time - askedAt >= gap || clocksSince * CLOCK_MS >= gap;
}

function periodOf(time: UnixMs, { beforePre, beforeOpen }: AskingTimes): string {
  const minute = newYorkMinuteOfDay(time);
  const part = minute < beforePre ? "night" : minute < beforeOpen ? "pre" : "day";
  return `${newYorkDate(time)} ${part}`;
}
