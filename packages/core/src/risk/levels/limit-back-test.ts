import { sessionAt } from "../../market/calendar.ts";
import type { UnixMs } from "../../time.ts";
import { hasFailed, NOT_MEASURED, wasSkipped } from "../check-bits.ts";
import type { Check, CheckCode } from "../check.ts";
import { type CheckMeasures, passes } from "../check-order.ts";
import { CHECKS } from "../check-table.ts";
import type { LimitKey, Limits } from "../limits.ts";
import { type LimitLevel, SAME_MEASURE_KEYS, type StrategyLimits } from "./limit-levels.ts";
import { completeLimits } from "./limits-for.ts";

/**
 * What other limits would have said of orders that were decided in the past. Each order is judged on the numbers that
 * were recorded with it: an order that would not have been sent would have changed the numbers of the next, and that is
 * not followed up.
 */

/** The account's limit that each check compares with. The others depend on no number that is set. */
export const LIMIT_OF_CHECK: Readonly<Partial<Record<CheckCode, LimitKey>>> = {
  order_quantity: "maxOrderQuantity",
  order_notional: "maxOrderNotional",
  position_quantity: "maxPositionQuantity",
  position_notional: "maxPositionNotional",
  gross_exposure: "maxGrossExposure",
  daily_loss: "maxDailyLoss",
  open_orders: "maxOpenOrders",
  order_rate: "maxOrdersPerMinute",
  duplicate_intent: "duplicateIntentWindowMs",
  price_collar: "priceCollarBps",
  quote_age: "maxQuoteAgeMs",
  projection_lag: "maxProjectionLagMs",
  sliced_quantity: "maxOrderQuantity",
  sliced_notional: "maxOrderNotional",
  window_orders: "maxWindowOrders",
  window_notional: "maxWindowNotional",
  symbol_window_orders: "maxSymbolWindowOrders",
  symbol_window_notional: "maxSymbolWindowNotional",
  net_exposure: "maxNetExposure",
  long_exposure: "maxLongExposure",
  short_exposure: "maxShortExposure",
  concentration: "maxConcentrationBps",
  sector_exposure: "maxSectorExposureBps",
  leverage: "maxLeverageBps",
  order_volume_share: "maxOrderVolumeBps",
  position_volume_share: "maxPositionVolumeBps",
  warm_up: "warmUpMs",
  cancel_rate: "maxCancelsPerMinute",
  message_rate: "maxMessagesPerSecond",
};

/** The limit of a strategy's own book that each check compares with. It is measured only while the strategy has it. */
export const OWN_LIMIT_OF_CHECK: Readonly<Partial<Record<CheckCode, keyof StrategyLimits>>> = {
  strategy_position_quantity: "maxPositionQuantity",
  strategy_position_notional: "maxPositionNotional",
  strategy_gross_exposure: "maxGrossExposure",
  strategy_daily_loss: "maxDailyLoss",
  strategy_open_orders: "maxOpenOrders",
  strategy_order_rate: "maxOrdersPerMinute",
};

/** Checks that compare with no number, by the limit that they enforce. */
const LIST_CHECKS: Readonly<Partial<Record<LimitKey, CheckCode>>> = {
  sessions: "session",
  restricted: "restricted_symbol",
  allowed: "allowed_symbol",
};

/**
 * Returns the codes of the denials that a limit gives at a level, without one the account's; a breaker's or a
 * stop-loss's has none.
 */
export function codesOfLimit(key: LimitKey, level?: LimitLevel["kind"]): readonly CheckCode[] {
  const isShared = SAME_MEASURE_KEYS.strategy.some((known) => known === key);
  const table = level === "strategy" && !isShared ? OWN_LIMIT_OF_CHECK : LIMIT_OF_CHECK;
  const codes = CHECKS.map(({ code }) => code).filter((code) => table[code] === key);
  const list = LIST_CHECKS[key];
  return list === undefined ? codes : [...codes, list];
}

/** Limits that recorded orders can be judged by, besides the sessions. */
export const JUDGED_KEYS: ReadonlySet<string> = new Set([
  ...Object.values(LIMIT_OF_CHECK),
  "sessions",
]);

const checkByCode: ReadonlyMap<string, Check> = new Map(CHECKS.map((check) => [check.code, check]));

/** A decision as it was recorded. `checks` may name some that exist no more. */
export interface RecordedDecision {
  readonly at: UnixMs;
  readonly approved: boolean;
  readonly measures: Omit<CheckMeasures, "checks"> & { readonly checks: readonly string[] };
}

/** A check that would refuse, with its number and the other limit; for a session there is no number. */
export interface WouldFail {
  readonly code: string;
  readonly check: Check;
  readonly value: number;
  readonly limit: number;
}

/** What other limits would say. */
export interface RecordedVerdict {
  readonly fails: readonly WouldFail[];
  /** A denied order that failed only checks which these limits pass. */
  readonly allowed: boolean;
}

/**
 * Judges a recorded decision by other limits: the tightest of all levels that concern it, and those of its strategy's
 * own book, of which it has only what is set.
 */
export function judgeRecorded(
  decision: RecordedDecision,
  limits: Limits,
  own: StrategyLimits = {},
): RecordedVerdict {
  const fails: WouldFail[] = [];
  let stillFails = false;
  decision.measures.checks.forEach((code, index) => {
    const found = judgeCheck(decision, { code, index }, { limits, own });
    if (found === "unchanged") stillFails ||= hasFailed(decision.measures, index);
    else if (found !== "passes") fails.push({ ...found, code });
  });
  return { fails, allowed: !decision.approved && fails.length === 0 && !stillFails };
}

type Judged = Omit<WouldFail, "code"> | "passes" | "unchanged";

interface OtherLimits {
  readonly limits: Limits;
  readonly own: StrategyLimits;
}

function judgeCheck(
  { at, measures }: RecordedDecision,
  { code, index }: { readonly code: string; readonly index: number },
  { limits, own }: OtherLimits,
): Judged {
  const check = checkByCode.get(code);
  if (check === undefined) return "unchanged";
  if (check.code === "session") return judgeSession(check, { at, measures, index }, limits);
  const other = otherLimit(check.code, { limits, own });
  if (other === "passes" || other === "unchanged") return other;
  const value = measures.values[index] ?? NOT_MEASURED;
  if (wasSkipped(measures, index) || value === NOT_MEASURED) return "passes";
  // Shares and dollars are kept in the fixed units that checks measure in.
  const limit = Number(other.limits[other.key]);
  return passes(check.bound, value, limit) ? "passes" : { check, value, limit };
}

/** The limit that a check would compare with; a strategy's own measure is not looked at where it has no limit. */
function otherLimit(
  code: CheckCode,
  { limits, own }: OtherLimits,
): "passes" | "unchanged" | { readonly key: LimitKey; readonly limits: Limits } {
  const ownKey = OWN_LIMIT_OF_CHECK[code];
  if (ownKey !== undefined && own[ownKey] === undefined) return "passes";
  if (ownKey !== undefined) return { key: ownKey, limits: completeLimits(limits, own) };
  const key = LIMIT_OF_CHECK[code];
  return key === undefined ? "unchanged" : { key, limits };
}

/** A session that is taken away refuses what adds risk; one that is added leaves the rules of its order types. */
function judgeSession(
  check: Check,
  { at, measures, index }: Pick<RecordedDecision, "at" | "measures"> & { readonly index: number },
  limits: Limits,
): Judged {
  if (hasFailed(measures, index)) return "unchanged";
  if (wasReducing(measures) || limits.sessions.includes(sessionAt(at))) return "unchanged";
  return { check, value: 1, limit: 0 };
}

/** The size of an order is always measured, and skipped only for one toward flat. */
function wasReducing(measures: RecordedDecision["measures"]): boolean {
  return measures.checks.some(
    (code, index) => code === "order_quantity" && wasSkipped(measures, index),
  );
}
