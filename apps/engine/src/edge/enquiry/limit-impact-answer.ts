import type { LimitImpact } from "@interlock/api/view/limit-impact-view";
import type { LedgerClient } from "@interlock/db/read/ledger-client";
import { dayLows, recordedDecisions } from "@interlock/db/read/recorded-decisions";
import { newYorkDate, previousMarketDay } from "@interlock/core/market/calendar";
import { formatLimits, parseLimits } from "@interlock/core/risk/limit-text";
import type { UnixMs } from "@interlock/core/time";
import type { EdgeBook } from "../follow/edge-book.ts";
import { backTestLimits, overLimits } from "./limit-impact.ts";

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
  values: Readonly<Record<string, string>>,
): Promise<LimitImpact> {
  const { book, ledger, now } = parts;
  const { limits, journalSeq } = book.state;
  const nothing = { journalSeq, over: [], backTest: null };
  if (limits === null)
    return { ...nothing, backTestAbsence: "The engine has no limits yet; wait for it to start." };
  const reading = parseLimits({ ...formatLimits(limits.values), ...values });
  if (!reading.ok)
    return {
      ...nothing,
      backTestAbsence: "Mend the values first: limits that cannot be read judge nothing.",
    };
  const over = overLimits(book, reading.limits);
  try {
    const from = startOf(now);
    const [decisions, days] = await Promise.all([
      recordedDecisions(ledger, { from, limit: ORDERS_MAX }),
      dayLows(ledger, from),
    ]);
    const past = { decisions, days, cutAt: ORDERS_MAX };
    const backTest = backTestLimits(past, limits.values, reading.limits);
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
