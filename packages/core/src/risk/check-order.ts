import type { OrderIntent } from "../order/order-intent.ts";
import type { ApprovedOrder } from "./approved-order.ts";
import {
  type Check,
  type CheckCode,
  NOT_MEASURED,
  type OrderUnderCheck,
  underCheck,
} from "./check.ts";
import { CHECKS } from "./check-table.ts";
import type { Denial } from "./denial.ts";
import type { RiskContext } from "./risk-context.ts";

/**
 * The gate that every order passes, whoever wants it: strategy, operator, stop-loss, kill switch, backtest.
 *
 * 1. All checks are evaluated, in the order of `CHECKS`, and all reasons are returned.
 * 2. A check that throws, or measures NaN or infinity, denies: what cannot be checked does not pass.
 * 3. Only here are ApprovedOrders made.
 * 4. The cost does not depend on the size of the book.
 */

/** Risk's answer, with what every check measured. */
export type Decision =
  | {
      readonly kind: "approved";
      readonly order: ApprovedOrder;
      readonly measures: CheckMeasures;
    }
  | {
      readonly kind: "denied";
      readonly intent: OrderIntent;
      readonly denials: readonly [Denial, ...Denial[]];
      readonly measures: CheckMeasures;
    };

/**
 * What the checks measured, in columns: the n-th value and limit belong to the n-th name. Plain data for the journal,
 * cheap to make; `describeMeasures` turns it into lines. Bit n of `failed` and `skipped` stands for the n-th check;
 * skipped are those that do not apply to the order or could not be measured.
 */
export interface CheckMeasures {
  readonly checks: readonly CheckCode[];
  readonly values: readonly number[];
  readonly limits: readonly number[];
  readonly failed: number;
  readonly skipped: number;
}

/** Names of the checks in order: shared by all decisions, so that each costs no copy. */
export const CHECK_ORDER: readonly CheckCode[] = CHECKS.map((check) => check.code);

/** Returns risk's decision on an intent. Never throws. */
export function checkOrder(intent: OrderIntent, context: RiskContext): Decision {
  const tally = newTally();
  let order: OrderUnderCheck;
  try {
    order = underCheck(intent, context);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return denied(intent, tally, [{ code: "risk_check_failed", message }]);
  }
  for (let index = 0; index < CHECKS.length; index++) {
    const check = CHECKS[index];
    if (check !== undefined) evaluate(check, order, tally);
  }
  const [first, ...others] = tally.denials;
  if (first !== undefined) return denied(intent, tally, [first, ...others]);
  return { kind: "approved", order: approve(order), measures: measuresOf(tally) };
}

/** What is written down while the checks run. */
interface Tally {
  readonly values: number[];
  readonly limits: number[];
  readonly denials: Denial[];
  failed: number;
  skipped: number;
}

function newTally(): Tally {
  return { values: [], limits: [], denials: [], failed: 0, skipped: 0 };
}

function evaluate(check: Check, order: OrderUnderCheck, tally: Tally): void {
  const bit = 1 << tally.values.length;
  try {
    const value = check.value(order);
    const limit = check.limit(order);
    if (!Number.isFinite(value) || !Number.isFinite(limit)) {
      fail(tally, bit, `${check.code} measured ${value} against ${limit}`);
      return;
    }
    tally.values.push(value);
    tally.limits.push(limit);
    if (value === NOT_MEASURED || (order.reducing && !check.appliesToReducing)) {
      tally.skipped |= bit;
    } else if (!passes(check, value, limit)) {
      tally.failed |= bit;
      tally.denials.push(check.deny(order));
    }
  } catch (error) {
    fail(tally, bit, `${check.code}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function fail(tally: Tally, bit: number, message: string): void {
  const index = Math.log2(bit);
  tally.values[index] = NOT_MEASURED;
  tally.limits[index] = NOT_MEASURED;
  tally.failed |= bit;
  tally.denials.push({ code: "risk_check_failed", message });
}

function passes(check: Check, value: number, limit: number): boolean {
  switch (check.bound) {
    case "at_most":
      return value <= limit;
    case "at_least":
      return value >= limit;
    case "below":
      return value < limit;
  }
}

function denied(
  intent: OrderIntent,
  tally: Tally,
  denials: readonly [Denial, ...Denial[]],
): Decision {
  return { kind: "denied", intent, denials, measures: measuresOf(tally) };
}

function measuresOf(tally: Tally): CheckMeasures {
  const { values, limits, failed, skipped } = tally;
  return { checks: CHECK_ORDER, values, limits, failed, skipped };
}

/** The only place where an intent becomes an approved order: the brand exists in types alone. */
function approve(order: OrderUnderCheck): ApprovedOrder {
  return {
    intent: order.intent,
    approvedAt: order.context.time,
    arrivalMid: order.mid,
    reducing: order.reducing,
  } as ApprovedOrder;
}
