import { newYorkDate } from "@interlock/core/market/calendar";
import { fromIsoDate, toIsoDate } from "@interlock/core/market/civil-date";
import { compareCalendars, type ListedDays } from "@interlock/core/market/compare-calendars";
import { MINUTE_MS } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import { CLOCK_MS, type Input } from "../input.ts";

/** How far ahead the two calendars must agree: any early close of the weeks to come is in it. */
const DAYS_AHEAD = 30;
const ASK_AGAIN_MS = MINUTE_MS;
const DIFFERENCES_NAMED = 3;

/**
 * Asks the venue for its calendar at every start and on every day, and compares it with ours. By a wrong calendar an
 * order meets a session that is not: while they differ no new risk is taken, and nobody can resume that away.
 */
export function checkCalendar(decision: Decision, { body }: Input): void {
  const { calendarQuestion } = decision.views;
  switch (body.kind) {
    case "calendar_listed":
      calendarQuestion.inFlight = false;
      calendarQuestion.failed = false;
      return compare(decision, body);
    case "venue_query_failed":
      if (body.what !== "calendar") return;
      calendarQuestion.inFlight = false;
      if (!calendarQuestion.failed)
        decision.alert("warning", `The venue's calendar is not known yet: ${body.reason}`);
      calendarQuestion.failed = true;
      return;
    case "clock":
      return askWhenDue(decision);
    default:
      return;
  }
}

function askWhenDue(decision: Decision): void {
  const { calendarQuestion } = decision.views;
  const { inFlight, failed, askedOn, askedAt } = calendarQuestion;
  calendarQuestion.clocksSince += 1;
  if (inFlight || decision.isKeyRefused()) return;
  const today = newYorkDate(decision.time);
  const waited = Math.max(decision.time - askedAt, calendarQuestion.clocksSince * CLOCK_MS);
  if (failed ? waited < ASK_AGAIN_MS : askedOn === today) return;
  Object.assign(calendarQuestion, {
    inFlight: true,
    askedOn: today,
    askedAt: decision.time,
    clocksSince: 0,
  });
  const to = toIsoDate(fromIsoDate(today) + DAYS_AHEAD);
  decision.perform({ kind: "request_calendar", from: today, to });
}

function compare(decision: Decision, listed: ListedDays): void {
  const differences = compareCalendars(listed);
  if (differences.length === 0)
    return decision.release("venue_calendar", "the venue's calendar and ours agree");
  const named = differences.slice(0, DIFFERENCES_NAMED).join("; ");
  const more = differences.length > DIFFERENCES_NAMED ? "; and more" : "";
  const reason = `the venue's calendar and ours differ: ${named}${more}`;
  if (decision.hold({ source: "venue_calendar", state: "reducing", reason }))
    decision.alert(
      "critical",
      `No new risk is taken: ${reason}. Compare both with the exchange's.`,
    );
}
