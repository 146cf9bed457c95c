import type { Ticker } from "@interlock/core/ids";
import type { Decision } from "../../decision.ts";
import {
  type AskingTimes,
  type DailyQuestion,
  isDailyDue,
  noteDailyAsked,
} from "./daily-question.ts";

/**
 * Returns the instruments that we trade where a question about them is due at this clock input, and notes that it is
 * asked; none where it is not.
 */
export function universeWhenDue(
  decision: Decision,
  question: DailyQuestion,
  times: AskingTimes,
): readonly Ticker[] {
  const { views, time } = decision;
  question.clocksSince += 1;
  if (question.inFlight || decision.isKeyRefused() || !isDailyDue(question, time, times)) return [];
  const symbols = [...views.markets.keys()].sort();
  noteDailyAsked(question, { time, times, inFlight: symbols.length > 0 });
  return symbols;
}
