import type { LimitBackTest, OverLimit } from "@interlock/api/view/limit-impact-view";
import type { DayLowRow, RecordedDecisionRow } from "@interlock/db/read/recorded-decisions";
import { newYorkDate } from "@interlock/core/market/calendar";
import { countOf } from "@interlock/core/number/count-of";
import {
  formatDollars,
  type Money,
  moneyUnits,
  negateMoney,
  notional,
  parseMoney,
  subtractMoney,
} from "@interlock/core/number/money";
import {
  absoluteQuantity,
  formatQuantity,
  type Quantity,
  quantityUnits,
  subtractQuantity,
} from "@interlock/core/number/quantity";
import { idsOf } from "@interlock/core/ids";
import { isOpen, orderPrice } from "@interlock/core/order/order";
import { liveDayPnl } from "@interlock/core/portfolio/live-totals";
import { describeNumber } from "@interlock/core/risk/describe-measures";
import { compareLimits } from "@interlock/core/risk/check-limits";
import {
  JUDGED_KEYS,
  judgeRecorded,
  type WouldFail,
} from "@interlock/core/risk/levels/limit-back-test";
import type { LimitKey, Limits } from "@interlock/core/risk/limits";
import type { EdgeBook } from "../follow/edge-book.ts";

const REDUCE_ONLY = "Only orders that reduce it will pass.";
const WORKS_ON = "It works on; a new one of its size would be denied.";

/** Returns everything of the present book that stands beyond other limits, and by how much. */
export function overLimits(book: EdgeBook, next: Limits): OverLimit[] {
  return [...overExposure(book, next), ...overPositions(book, next), ...overOrders(book, next)];
}

function overExposure({ state, views }: EdgeBook, next: Limits): OverLimit[] {
  const found = [
    dollars("maxGrossExposure", "Gross exposure with open orders", {
      now: views.totals.worstCaseExposure,
      limit: next.maxGrossExposure,
      effect: REDUCE_ONLY,
    }),
  ];
  if (views.totals.openOrders > next.maxOpenOrders) {
    found.push({
      key: "maxOpenOrders",
      what: "Open orders",
      now: String(views.totals.openOrders),
      limit: String(next.maxOpenOrders),
      over: String(views.totals.openOrders - next.maxOpenOrders),
      effect: "They work on; no order that adds risk passes until fewer are open.",
    });
  }
  if (state.day !== null) {
    const { net } = liveDayPnl(state.portfolio, views.totals, state.day);
    found.push(lossOver(net, next.maxDailyLoss));
  }
  return found.filter((line) => line !== null);
}

/** A loss that reaches its limit is beyond it already. */
function lossOver(net: Money, limit: Money): OverLimit | null {
  const loss = -moneyUnits(net);
  if (loss <= 0 || loss < moneyUnits(limit)) return null;
  const now = negateMoney(net);
  return {
    key: "maxDailyLoss",
    what: "The day's loss",
    now: formatDollars(now),
    limit: formatDollars(limit),
    over: formatDollars(subtractMoney(now, limit)),
    effect: "Trading will be held at once: only orders toward flat pass.",
  };
}

function overPositions({ views }: EdgeBook, next: Limits): OverLimit[] {
  const found: (OverLimit | null)[] = [];
  for (const symbol of idsOf(views.totals.symbols)) {
    const row = views.totals.symbols[symbol];
    if (row === undefined) continue;
    found.push(
      dollars("maxPositionNotional", `${symbol} with open orders`, {
        now: row.worstCase,
        limit: next.maxPositionNotional,
        effect: REDUCE_ONLY,
      }),
      shares("maxPositionQuantity", `${symbol} position`, {
        now: absoluteQuantity(row.position),
        limit: next.maxPositionQuantity,
        effect: REDUCE_ONLY,
      }),
    );
  }
  return found.filter((line) => line !== null);
}

function overOrders({ state }: EdgeBook, next: Limits): OverLimit[] {
  const found: (OverLimit | null)[] = [];
  for (const order of Object.values(state.orders).filter(isOpen)) {
    const what = `Open order ${order.clientOrderId} in ${order.symbol}`;
    const price = orderPrice(order.pricing);
    found.push(
      shares("maxOrderQuantity", what, {
        now: order.leavesQuantity,
        limit: next.maxOrderQuantity,
        effect: WORKS_ON,
      }),
      price === null
        ? null
        : dollars("maxOrderNotional", what, {
            now: notional(price, order.leavesQuantity),
            limit: next.maxOrderNotional,
            effect: WORKS_ON,
          }),
    );
  }
  return found.filter((line) => line !== null);
}

interface Sides<T> {
  readonly now: T;
  readonly limit: T;
  readonly effect: string;
}

function dollars(
  key: LimitKey,
  what: string,
  { now, limit, effect }: Sides<Money>,
): OverLimit | null {
  if (moneyUnits(now) <= moneyUnits(limit)) return null;
  const over = formatDollars(subtractMoney(now, limit));
  return { key, what, now: formatDollars(now), limit: formatDollars(limit), over, effect };
}

function shares(
  key: LimitKey,
  what: string,
  { now, limit, effect }: Sides<Quantity>,
): OverLimit | null {
  if (quantityUnits(now) <= quantityUnits(limit)) return null;
  const over = formatQuantity(subtractQuantity(now, limit));
  return { key, what, now: formatQuantity(now), limit: formatQuantity(limit), over, effect };
}

/** What a back-test judges: newest first, at most `cutAt` orders. */
export interface RecordedPast {
  readonly decisions: readonly RecordedDecisionRow[];
  readonly days: readonly DayLowRow[];
  readonly cutAt: number;
}

const EXAMPLES_MAX = 10;

/** Judges recorded orders and days by other limits; `current` are the ones in force. */
export function backTestLimits(past: RecordedPast, current: Limits, next: Limits): LimitBackTest {
  const judged = past.decisions.map((decision) => ({
    decision,
    verdict: judgeRecorded(decision, next),
  }));
  const denied = judged.filter(
    ({ decision, verdict }) => decision.approved && verdict.fails.length > 0,
  );
  const wouldAllow = judged.filter(({ verdict }) => verdict.allowed).length;
  const halted = past.days.flatMap((day) => haltOf(day, next.maxDailyLoss));
  const dates = [
    ...past.decisions.map(({ at }) => newYorkDate(at)),
    ...past.days.map(({ date }) => date),
  ];
  const sessions = [...new Set<string>(dates)].sort();
  return {
    sessions,
    orders: judged.length,
    cut: judged.length >= past.cutAt,
    wouldDeny: denied.length,
    byCheck: countByCheck(denied.flatMap(({ verdict }) => verdict.fails)),
    examples: denied
      .slice(0, EXAMPLES_MAX)
      .flatMap(({ decision, verdict }) => exampleOf(decision, verdict.fails[0])),
    wouldAllow,
    halted,
    notJudged: notJudged(current, next),
    sentence: sentenceOf({
      sessions,
      orders: judged.length,
      denied: denied.length,
      wouldAllow,
      halted,
    }),
  };
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

function haltOf(day: DayLowRow, limit: Money): LimitBackTest["halted"] {
  const opening = parseMoney(day.openingEquity);
  const lowest = parseMoney(day.lowestEquity);
  if (!opening.ok || !lowest.ok) return [];
  const loss = subtractMoney(opening.value, lowest.value);
  if (moneyUnits(loss) < moneyUnits(limit)) return [];
  return [{ date: day.date, loss: formatDollars(loss), at: day.at }];
}

/** What changed and cannot be read off recorded orders, and what holds of every answer. */
function notJudged(current: Limits, next: Limits): string[] {
  const changed = compareLimits(current, next).filter(({ direction }) => direction !== "same");
  const unread = changed.filter(({ field }) => !JUDGED_KEYS.has(field.key));
  return [
    ...unread.map(
      ({ field }) => `${field.label}: recorded orders do not hold what it is compared with.`,
    ),
    ...changed
      .filter(
        ({ field, direction }) =>
          field.key === "duplicateIntentWindowMs" && direction === "tighter",
      )
      .map(() => "Duplicate window: repeats outside the window of their time were not measured."),
    ...changed
      .filter(({ field, direction }) => field.key === "sessions" && direction === "looser")
      .map(() => "Sessions: orders denied in a session that would be added keep their denial."),
    "Each order is judged on the numbers recorded with it: what a denied order would have spared the next ones is not followed up.",
    "Limits of a strategy, a symbol or a session are left aside: each order is judged by the account's.",
  ];
}

function sentenceOf(found: {
  readonly sessions: readonly string[];
  readonly orders: number;
  readonly denied: number;
  readonly wouldAllow: number;
  readonly halted: readonly unknown[];
}): string {
  const { sessions, orders, denied, wouldAllow, halted } = found;
  if (sessions.length === 0) return "There are no recorded orders to judge yet.";
  const over = `${countOf(orders, "recorded order")} in ${countOf(sessions.length, "session")}`;
  const allowed = wouldAllow === 0 ? "" : `, allowed ${countOf(wouldAllow, "denied order")}`;
  return `Over ${over}: would have denied ${countOf(denied, "approved order")}${allowed}, and halted ${countOf(halted.length, "session")}.`;
}
