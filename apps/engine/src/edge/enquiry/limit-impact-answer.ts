import type { LimitImpact } from "@interlock/api/view/limit-impact-view";
import type { LedgerClient } from "@interlock/db/read/ledger-client";
import { dayLows, recordedDecisions } from "@interlock/db/read/recorded-decisions";
import { newYorkDate, previousMarketDay } from "@interlock/core/market/calendar";
import type { UnixMs } from "@interlock/core/time";
import type { EdgeBook } from "../follow/edge-book.ts";
import { type LimitEdit, planLimits } from "../../operator/limits/plan-limits.ts";
import { backTestLimits, type EditedLimits } from "./limit-impact.ts";
import { overLimits } from "./over-limits.ts";

/** Market days that a back-test looks back over, today's besides. */
const SESSIONS_BACK = 20;
/** Orders that are judged at once: some thousand take the edge a few hundredths of a second. */
const ORDERS_MAX = 5_000;

/**
 * What edited limits would do to the present book, and would have done to the orders of the last sessions. A database
 * that does not answer costs the back-test alone.
 */
export async function limitImpact(
  parts: { readonly book: EdgeBook; readonly ledger: LedgerClient; readonly now: UnixMs },
  edit: LimitEdit,
): Promise<LimitImpact> {
  const { book, ledger, now } = parts;
  const { limits, settings, journalSeq } = book.state;
  const nothing = { journalSeq, over: [], backTest: null };
  if (limits === null || settings === null)
    return { ...nothing, backTestAbsence: "The engine has no limits yet; wait for it to start." };
  const plan = planLimits({ limits, settings }, edit);
  if (!plan.ok)
    return {
      ...nothing,
      backTestAbsence: "Mend the values first: limits that may not be put in force judge nothing.",
    };
  const edited: EditedLimits = {
    level: edit.level ?? { kind: "account" },
    after: plan,
    lines: plan.lines,
  };
  const over = overLimits(book, edited, now);
  try {
    const from = startOf(now);
    const [decisions, days] = await Promise.all([
      recordedDecisions(ledger, { from, limit: ORDERS_MAX }),
      dayLows(ledger, from),
    ]);
    const backTest = backTestLimits({ decisions, days, cutAt: ORDERS_MAX }, edited);
    return { journalSeq, over, backTest, backTestAbsence: "" };
  } catch {
    const backTestAbsence =
      "The recorded orders could not be read: the database does not answer. What is said of the present book stands.";
    return { journalSeq, over, backTest: null, backTestAbsence };
  }
}

/** The pre-market of the market day so many days back. */
function startOf(now: UnixMs): UnixMs {
  let day = previousMarketDay(newYorkDate(now));
  for (let back = 1; back < SESSIONS_BACK; back++) day = previousMarketDay(day.date);
  return day.preOpenAt;
}
