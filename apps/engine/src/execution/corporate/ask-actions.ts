import { idsOf, type Ticker } from "@interlock/core/ids";
import { newYorkDate } from "@interlock/core/market/calendar";
import { fromIsoDate, type IsoDate, toIsoDate } from "@interlock/core/market/civil-date";
import { quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { Decision } from "../../decision.ts";
import type { Input } from "../../input.ts";
import {
  type AskingTimes,
  isDailyDue,
  noteDailyAnswer,
  noteDailyAsked,
  noteDailyFailure,
} from "../questions/daily-question.ts";

/** How far ahead announcements are asked for: a dividend is processed weeks after its ex-date. */
const DAYS_AHEAD = 60;
/** How far back, before the last comparison: what happened while no engine ran must not be missed. */
const DAYS_BACK = 7;
const TIMES: AskingTimes = { beforePre: 3 * 60 + 55, beforeOpen: 9 * 60 };

/**
 * Asks the venue for announced corporate actions of everything that is held, worked or watched: at every start, when
 * the day changes, before pre-market and before the open, and when a symbol comes in that was not asked for. A failure
 * keeps nothing from going on; it is asked again, later and later, and people are told.
 */
export function askForActions(decision: Decision, { body }: Input): void {
  const { corporateQuestion } = decision.views;
  switch (body.kind) {
    case "corporate_actions_listed":
      return noteDailyAnswer(corporateQuestion);
    case "venue_query_failed":
      if (body.what === "corporate_actions" && noteDailyFailure(corporateQuestion))
        tellUnknown(decision, body.reason);
      return;
    case "clock":
      return askWhenDue(decision);
    default:
      return;
  }
}

function tellUnknown(decision: Decision, reason: string): void {
  const sentence = `Announced splits and other corporate actions are not known yet: ${reason}`;
  decision.alert("warning", sentence);
}

function askWhenDue(decision: Decision): void {
  const { corporateQuestion } = decision.views;
  corporateQuestion.clocksSince += 1;
  if (corporateQuestion.inFlight) return;
  if (isDailyDue(corporateQuestion, decision.time, TIMES) || isOneNew(decision))
    askActionsNow(decision);
}

/** Whether a symbol came in that was not asked for; a question that failed waits all the same. */
function isOneNew(decision: Decision): boolean {
  const { failures, asked } = decision.views.corporateQuestion;
  return failures === 0 && concerned(decision).some((one) => !asked.has(one));
}

/** Asks now. */
export function askActionsNow(decision: Decision): void {
  const { state, views, time } = decision;
  const symbols = concerned(decision);
  noteDailyAsked(views.corporateQuestion, { time, times: TIMES, inFlight: symbols.length > 0 });
  views.corporateQuestion.asked = new Set(symbols);
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

/** Everything that is held, has an order at work, or is in the universe, in an order that does not depend on luck. */
function concerned({ state, views }: Decision): Ticker[] {
  const symbols = new Set<Ticker>(views.markets.keys());
  const { positions } = state.portfolio;
  for (const symbol of idsOf(positions))
    if (quantityUnits(positions[symbol]?.quantity ?? ZERO_QUANTITY) !== 0) symbols.add(symbol);
  for (const [symbol, book] of views.openBySymbol) if (book.sum.count > 0) symbols.add(symbol);
  return [...symbols].sort();
}
