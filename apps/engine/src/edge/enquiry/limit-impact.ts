import type { LimitBackTest } from "@interlock/api/view/limit-impact-view";
import type { DayLowRow, RecordedDecisionRow } from "@interlock/db/read/recorded-decisions";
import { strategyId, ticker } from "@interlock/core/ids";
import { newYorkDate, sessionAt } from "@interlock/core/market/calendar";
import { countOf } from "@interlock/core/number/count-of";
import {
  formatDollars,
  type Money,
  moneyUnits,
  parseMoney,
  subtractMoney,
} from "@interlock/core/number/money";
import { NOT_MEASURED } from "@interlock/core/risk/check-bits";
import type { LimitChange } from "@interlock/core/risk/check-limits";
import { describeNumber } from "@interlock/core/risk/describe-measures";
import {
  JUDGED_KEYS,
  judgeRecorded,
  OWN_LIMIT_OF_CHECK,
  type WouldFail,
} from "@interlock/core/risk/levels/limit-back-test";
import {
  describeLevel,
  type LimitLevel,
  type LimitSet,
  limitsAt,
  SAME_MEASURE_KEYS,
} from "@interlock/core/risk/levels/limit-levels";
import { limitsFor } from "@interlock/core/risk/levels/limits-for";

/** An edit of one level, as the limits of all would be with it. */
export interface EditedLimits {
  readonly level: LimitLevel;
  readonly after: LimitSet;
  /** What it changes. */
  readonly lines: readonly LimitChange[];
}

/** What a back-test judges: newest first, at most `cutAt` orders. */
export interface RecordedPast {
  readonly decisions: readonly RecordedDecisionRow[];
  readonly days: readonly DayLowRow[];
  readonly cutAt: number;
}

const EXAMPLES_MAX = 10;

/** Judges the recorded orders that an edit concerns, and days, by the limits of all levels as they would be. */
export function backTestLimits(past: RecordedPast, edited: EditedLimits): LimitBackTest {
  const concerned = past.decisions.filter((decision) => concerns(edited.level, decision));
  const judged = concerned.map((decision) => ({
    decision,
    verdict: judge(decision, edited.after),
  }));
  const denied = judged.filter(
    ({ decision, verdict }) => decision.approved && verdict.fails.length > 0,
  );
  const wouldAllow = judged.filter(({ verdict }) => verdict.allowed).length;
  const halted = past.days.flatMap((day) => haltOf(day, lossLimit(edited, day)));
  const dates = [
    ...concerned.map(({ at }) => newYorkDate(at)),
    ...past.days.map(({ date }) => date),
  ];
  const sessions = [...new Set<string>(dates)].sort();
  const found = { sessions, orders: judged.length, denied: denied.length, wouldAllow, halted };
  return {
    sessions,
    orders: judged.length,
    cut: past.decisions.length >= past.cutAt,
    wouldDeny: denied.length,
    byCheck: countByCheck(denied.flatMap(({ verdict }) => verdict.fails)),
    examples: denied
      .slice(0, EXAMPLES_MAX)
      .flatMap(({ decision, verdict }) => exampleOf(decision, verdict.fails[0])),
    wouldAllow,
    halted,
    notJudged: notJudged(edited, concerned),
    sentence: sentenceOf(found, edited),
  };
}

function concerns(level: LimitLevel, decision: RecordedDecisionRow): boolean {
  switch (level.kind) {
    case "account":
      return true;
    case "strategy":
      return decision.strategyId === level.id;
    case "symbol":
      return decision.symbol === level.symbol;
    case "session":
      return sessionAt(decision.at) === level.session;
  }
}

function judge(decision: RecordedDecisionRow, after: LimitSet) {
  const id = decision.strategyId === null ? null : strategyId(decision.strategyId);
  const scope = {
    strategyId: id,
    symbol: ticker(decision.symbol),
    session: sessionAt(decision.at),
  };
  const own = id === null ? {} : after.levels.strategies[id];
  return judgeRecorded(decision, limitsFor(after, scope).limits, own);
}

/** The daily loss that a day's lowest mark is held against; null where the edit's level has none for it. */
function lossLimit({ level, after }: EditedLimits, day: DayLowRow): Money | null {
  if (level.kind === "account") return after.values.maxDailyLoss;
  if (level.kind !== "session" || sessionAt(day.at) !== level.session) return null;
  return limitsAt(after.levels, level).maxDailyLoss ?? null;
}

function countByCheck(fails: readonly WouldFail[]): LimitBackTest["byCheck"] {
  const counts = new Map<string, { code: string; label: string; orders: number }>();
  for (const { code, check } of fails) {
    const row = counts.get(code) ?? { code, label: check.label, orders: 0 };
    row.orders += 1;
    counts.set(code, row);
  }
  return [...counts.values()].sort((a, b) => b.orders - a.orders);
}

function exampleOf(
  { clientOrderId, at, symbol }: RecordedDecisionRow,
  first: WouldFail | undefined,
): LimitBackTest["examples"] {
  if (first === undefined) return [];
  const { check, value, limit } = first;
  const words = check.unit === "words" ? check.words : [];
  return [
    {
      clientOrderId,
      at,
      symbol,
      label: check.label,
      value: words[value] ?? describeNumber(check, value),
      limit: words[limit] ?? describeNumber(check, limit),
    },
  ];
}

function haltOf(day: DayLowRow, limit: Money | null): LimitBackTest["halted"] {
  if (limit === null) return [];
  const opening = parseMoney(day.openingEquity);
  const lowest = parseMoney(day.lowestEquity);
  if (!opening.ok || !lowest.ok) return [];
  const loss = subtractMoney(opening.value, lowest.value);
  if (moneyUnits(loss) < moneyUnits(limit)) return [];
  return [{ date: day.date, loss: formatDollars(loss), at: day.at }];
}

/** What changed and cannot be read off recorded orders, and what holds of every answer. */
function notJudged(
  { level, lines }: EditedLimits,
  concerned: readonly RecordedDecisionRow[],
): string[] {
  const own = lines.filter(({ field }) => isOwnMeasure(level, field.key));
  const unread = lines.filter((line) => isUnread(level, line));
  return [
    ...unread.map(
      ({ field }) => `${field.label}: recorded orders do not hold what it is compared with.`,
    ),
    ...own.flatMap(({ field }) => ownNote(field, concerned)),
    ...lines
      .filter(
        ({ field, direction }) =>
          field.key === "duplicateIntentWindowMs" && direction === "tighter",
      )
      .map(() => "Duplicate window: repeats outside the window of their time were not measured."),
    ...lines
      .filter(({ field, direction }) => field.key === "sessions" && direction === "looser")
      .map(() => "Sessions: orders denied in a session that would be added keep their denial."),
    ...(level.kind === "account" ? [] : [`Only orders of ${describeLevel(level)} are judged.`]),
    "Each order is judged on the numbers recorded with it: what a denied order would have spared the next ones is not followed up.",
  ];
}

function isUnread(level: LimitLevel, { field: { key } }: LimitChange): boolean {
  return !isOwnMeasure(level, key) && !JUDGED_KEYS.has(key);
}

function isOwnMeasure(level: LimitLevel, key: string): boolean {
  return level.kind === "strategy" && !SAME_MEASURE_KEYS.strategy.some((known) => known === key);
}

/** A strategy's own book was measured only while it had a limit of that kind. */
function ownNote(
  field: LimitChange["field"],
  concerned: readonly RecordedDecisionRow[],
): readonly string[] {
  const code = Object.entries(OWN_LIMIT_OF_CHECK).find(([, key]) => key === field.key)?.[0];
  const unmeasured = concerned.filter(({ measures }) => {
    const index = measures.checks.indexOf(code ?? "");
    return index < 0 || (measures.values[index] ?? NOT_MEASURED) === NOT_MEASURED;
  }).length;
  if (unmeasured === 0) return [];
  return [
    `${field.label}: ${countOf(unmeasured, "order")} of a time when the strategy had no such limit did not measure it.`,
  ];
}

interface Found {
  readonly sessions: readonly string[];
  readonly orders: number;
  readonly denied: number;
  readonly wouldAllow: number;
  readonly halted: readonly unknown[];
}

function sentenceOf(found: Found, { level, lines }: EditedLimits): string {
  const { sessions, orders, denied, wouldAllow, halted } = found;
  if (sessions.length === 0) return "There are no recorded orders to judge yet.";
  const unread = lines.filter((line) => isUnread(level, line));
  const names = unread.map(({ field }) => field.label).join(", ");
  if (unread.length > 0 && unread.length === lines.length)
    return `Cannot be judged: recorded orders do not hold what ${names} ${unread.length === 1 ? "is" : "are"} compared with.`;
  const whose = level.kind === "account" ? "" : ` of ${describeLevel(level)}`;
  const over = `${countOf(orders, "recorded order")}${whose} in ${countOf(sessions.length, "session")}`;
  const allowed = `newly allowed ${countOf(wouldAllow, "denied order")}`;
  return `Over ${over}: would have denied ${countOf(denied, "approved order")}, ${allowed}, and halted ${countOf(halted.length, "session")}.${unread.length === 0 ? "" : ` Not judged: ${names}.`}`;
}
