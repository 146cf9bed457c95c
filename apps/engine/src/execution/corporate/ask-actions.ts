import { idsOf, type Ticker } from "@interlock/core/ids";
import { newYorkDate, newYorkMinuteOfDay } from "@interlock/core/market/calendar";
import { fromIsoDate, type IsoDate, toIsoDate } from "@interlock/core/market/civil-date";
import { quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";
import { CLOCK_MS, type Input } from "../../input.ts";

/** How far ahead announcements are asked for: a dividend is processed weeks after its ex-date. */
const DAYS_AHEAD = 60;
/** How far back, before the last comparison: what happened while no engine ran must not be missed. */
const DAYS_BACK = 7;
/** Minutes of the New York day shortly before pre-market and regular session open. */
const BEFORE_PRE_MINUTE = 3 * 60 + 55;
const BEFORE_OPEN_MINUTE = 9 * 60;
/** Before a question that failed is asked again; doubled by each failure running. */
const GAP_MS = 2_000;
const GAP_DOUBLINGS_MAX = 5;
/** Failures running of which people are told. */
const FAILURES_TOLD = 3;

/**
 * Asks the venue for announced corporate actions of everything that is held, worked or watched: at every start, when
 * the day changes, before pre-market and before the open, and when a symbol comes in that was not asked for. A failure
 * keeps nothing from going on; it is asked again, later and later, and people are told.
 */
export function askForActions(decision: Decision, { body }: Input): void {
  const { corporateQuestion } = decision.views;
  switch (body.kind) {
    case "corporate_actions_listed":
      Object.assign(corporateQuestion, { inFlight: false, failures: 0 });
      return;
    case "venue_query_failed":
      if (body.what === "corporate_actions") noteFailure(decision, body.reason);
      return;
    case "clock":
      return askWhenDue(decision);
    default:
      return;
  }
}

function noteFailure(decision: Decision, reason: string): void {
  const { corporateQuestion } = decision.views;
  corporateQuestion.inFlight = false;
  corporateQuestion.failures += 1;
  if (corporateQuestion.failures === FAILURES_TOLD)
    decision.alert(
      "warning",
      `Announced splits and other corporate actions are not known yet: ${reason}`,
    );
}

function askWhenDue(decision: Decision): void {
  const { corporateQuestion } = decision.views;
  const { inFlight, failures, askedAt, period, asked } = corporateQuestion;
  corporateQuestion.clocksSince += 1;
  if (inFlight) return;
  if (failures > 0) {
    const gap = GAP_MS * 2 ** Math.min(failures, GAP_DOUBLINGS_MAX);
    const waited = corporateQuestion.clocksSince * CLOCK_MS;
    if (decision.time - askedAt >= gap || waited >= gap) askActionsNow(decision);
    return;
  }
  if (period !== periodOf(decision.time) || concerned(decision).some((one) => !asked.has(one)))
    askActionsNow(decision);
}

/** Asks now. */
export function askActionsNow(decision: Decision): void {
  const { state, views, time } = decision;
  const symbols = concerned(decision);
  Object.assign(views.corporateQuestion, {
    inFlight: symbols.length > 0,
    period: periodOf(time),
    asked: new Set(symbols),
    askedAt: time,
    clocksSince: 0,
  });
  if (symbols.length === 0) return;
  const today = newYorkDate(time);
  const compared = state.reconciliation === null ? today : newYorkDate(state.reconciliation.at);
  const from = daysAfter(compared < today ? compared : today, -DAYS_BACK);
  const to = daysAfter(today, DAYS_AHEAD);
  decision.perform({ kind: "request_corporate_actions", symbols, from, to });
}

function daysAfter(date: IsoDate, days: number): IsoDate {
  return toIsoDate(fromIsoDate(date) + days);
}

function periodOf(time: UnixMs): string {
  const minute = newYorkMinuteOfDay(time);
  const part = minute < BEFORE_PRE_MINUTE ? "night" : minute < BEFORE_OPEN_MINUTE ? "pre" : "day";
  return `${newYorkDate(time)} ${part}`;
}

/** Everything that is held, has an order at work, or is in the universe, in an order that does not depend on luck. */
function concerned({ state, views }: Decision): Ticker[] {
  const symbols = new Set<Ticker>(views.markets.keys());
  const { positions } = state.portfolio;
  for (const symbol of idsOf(positions))
    if (quantityUnits(positions[symbol]?.quantity ?? ZERO_QUANTITY) !== 0) symbols.add(symbol);
  for (const [symbol, book] of views.openBySymbol) if (book.sum.count > 0) symbols.add(symbol);
  return [...symbols].sort();
}
