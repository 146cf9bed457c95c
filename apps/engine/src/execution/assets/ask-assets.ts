import type { Decision } from "../../decision.ts";
import type { Input } from "../../input.ts";
import {
  type AskingTimes,
  noteDailyAnswer,
  noteDailyFailure,
} from "../questions/daily-question.ts";
import { universeWhenDue } from "../questions/universe-when-due.ts";

/** Apart from the announcements' times: two questions at once would wait for each other. */
const TIMES: AskingTimes = { beforePre: 3 * 60 + 50, beforeOpen: 9 * 60 + 5 };

/**
 * Asks the venue what may be done with each instrument that we trade: at every start, when the day changes, before
 * pre-market and before the open. Until it has answered, and where the answer is older than a day, nothing is sold
 * short; everything else goes on.
 */
export function askForAssets(decision: Decision, { body }: Input): void {
  const { assetQuestion } = decision.views;
  switch (body.kind) {
    case "assets_listed":
      noteDailyAnswer(assetQuestion);
      return decision.emit({ kind: "assets_observed", assets: body.assets });
    case "venue_query_failed":
      if (body.what === "assets" && noteDailyFailure(assetQuestion))
        tellUnknown(decision, body.reason);
      return;
    case "clock":
      return askWhenDue(decision);
    default:
      return;
  }
}

function tellUnknown(decision: Decision, reason: string): void {
  const sentence = `What may be sold short is not known, and nothing is sold short meanwhile: ${reason}`;
  decision.alert("warning", sentence);
}

function askWhenDue(decision: Decision): void {
  const symbols = universeWhenDue(decision, decision.views.assetQuestion, TIMES);
  if (symbols.length > 0) decision.perform({ kind: "request_assets", symbols });
}
