import { newYorkDate } from "@interlock/core/market/calendar";
import { fromIsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import { averageVolume } from "@interlock/core/risk/volume/average-volume";
import { DAY_MS } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";
import type { Input } from "../../input.ts";
import {
  type AskingTimes,
  noteDailyAnswer,
  noteDailyFailure,
} from "../questions/daily-question.ts";
import { universeWhenDue } from "../questions/universe-when-due.ts";

/** Apart from the times of the other questions: two at once would wait for each other. */
const TIMES: AskingTimes = { beforePre: 3 * 60 + 45, beforeOpen: 9 * 60 };

/** Days of the calendar that surely hold twenty sessions. */
const DAYS_ASKED = 40;

/**
 * Asks the venue for the daily bars of each instrument that we trade: at every start, when the day changes, before
 * pre-market and before the open. What they average to is journaled; an instrument of which too few came is unknown.
 */
export function askForVolumes(decision: Decision, { body }: Input): void {
  const { volumeQuestion } = decision.views;
  switch (body.kind) {
    case "daily_bars_listed": {
      noteDailyAnswer(volumeQuestion);
      const averages = body.symbols.map((one) => averageVolume(one, body.bars, decision.time));
      const volumes = averages.filter((one) => one !== null);
      return decision.emit({ kind: "volumes_observed", asked: body.symbols, volumes });
    }
    case "venue_query_failed":
      if (body.what === "daily_bars" && noteDailyFailure(volumeQuestion))
        tellUnknown(decision, body.reason);
      return;
    case "clock":
      return askWhenDue(decision);
    default:
      return;
  }
}

function tellUnknown(decision: Decision, reason: string): void {
  const known = "What was known of daily volumes goes out of date within a day";
  decision.alert("warning", `${known}, and new risk is denied then: ${reason}`);
}

function askWhenDue(decision: Decision): void {
  const symbols = universeWhenDue(decision, decision.views.volumeQuestion, TIMES);
  if (symbols.length === 0) return;
  const midnight = newYorkInstant(fromIsoDate(newYorkDate(decision.time)), 0);
  const [from, to] = [midnight - DAYS_ASKED * DAY_MS, midnight - 1];
  decision.perform({ kind: "request_daily_bars", symbols, from, to });
}
