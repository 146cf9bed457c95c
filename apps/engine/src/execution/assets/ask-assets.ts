import { newYorkDate, newYorkMinuteOfDay } from "@interlock/core/market/calendar";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";
import { CLOCK_MS, type Input } from "../../input.ts";

/** Minutes of the New York day shortly before pre-market and regular session open. */
const BEFORE_PRE_MINUTE = 3 * 60 + 50;
const BEFORE_OPEN_MINUTE = 9 * 60 + 5;
/** Before a question that failed is asked again; doubled by each failure running. */
const GAP_MS = 2_000;
const GAP_DOUBLINGS_MAX = 5;
/** Failures running of which people are told. */
const FAILURES_TOLD = 3;

/**
 * Asks the venue what may be done with each instrument that we trade: at every start, when the day changes, before
 * pre-market and before the open. Until it has answered, and where the answer is older than a day, nothing is sold
 * short; everything else goes on.
 */
export function askForAssets(decision: Decision, { body }: Input): void {
  const { assetQuestion } = decision.views;
  switch (body.kind) {
    case "assets_listed":
      Object.assign(assetQuestion, { inFlight: false, failures: 0 });
      return decision.emit({ kind: "assets_observed", assets: body.assets });
    case "venue_query_failed":
      if (body.what === "assets") noteFailure(decision, body.reason);
      return;
    case "clock":
      return askWhenDue(decision);
    default:
      return;
  }
}

function noteFailure(decision: Decision, reason: string): void {
  const { assetQuestion } = decision.views;
  assetQuestion.inFlight = false;
  assetQuestion.failures += 1;
  if (assetQuestion.failures !== FAILURES_TOLD) return;
  const sentence = `What may be sold short is not known, and nothing is sold short meanwhile: ${reason}`;
  decision.alert("warning", sentence);
}

function askWhenDue(decision: Decision): void {
  const { assetQuestion, markets } = decision.views;
  assetQuestion.clocksSince += 1;
  if (assetQuestion.inFlight || decision.isKeyRefused() || !isDue(decision)) return;
  const symbols = [...markets.keys()].sort();
  Object.assign(assetQuestion, {
    inFlight: symbols.length > 0,
    period: periodOf(decision.time),
    askedAt: decision.time,
    clocksSince: 0,
  });
  if (symbols.length > 0) decision.perform({ kind: "request_assets", symbols });
}

function isDue({ views, time }: Decision): boolean {
  const { failures, period, askedAt, clocksSince } = views.assetQuestion;
  if (failures === 0) return period !== periodOf(time);
  const gap = GAP_MS * 2 ** Math.min(failures, GAP_DOUBLINGS_MAX);
  return time - askedAt >= gap || clocksSince * CLOCK_MS >= gap;
}

function periodOf(time: UnixMs): string {
  const minute = newYorkMinuteOfDay(time);
  const part = minute < BEFORE_PRE_MINUTE ? "night" : minute < BEFORE_OPEN_MINUTE ? "pre" : "day";
  return `${newYorkDate(time)} ${part}`;
}
