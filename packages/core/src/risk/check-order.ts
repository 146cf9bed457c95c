import { InvariantError } from "../assert.ts";
import type { OrderIntent } from "../order/order-intent.ts";
import type { ApprovedOrder } from "./approved-order.ts";
import { bitsOf, CHECKS_PER_NUMBER, type CheckSets, NOT_MEASURED } from "./check-bits.ts";
import {
  type Check,
  type CheckBound,
  type CheckCode,
  type OrderUnderCheck,
  underCheck,
} from "./check.ts";
import { CHECKS } from "./check-table.ts";
import type { Denial, DenialCode } from "./denial.ts";
import type { Limits } from "./limits.ts";
import { liftedLine } from "./override/liftable.ts";
import type { OneShotOverride, OverrideGrant } from "./override/override.ts";
import { reversalOf } from "./override/reversal.ts";
import type { RiskContext } from "./risk-context.ts";

/**
 * The gate that every order passes, whoever wants it: strategy, operator, stop-loss, kill switch, backtest.
 *
 * 1. All checks are evaluated, in the order of `CHECKS`, and all reasons are returned.
 * 2. A check that throws, or measures NaN or infinity, denies: what cannot be checked does not pass.
 * 3. Only here are ApprovedOrders made.
 * 4. The cost does not depend on the size of the book.
 * 5. An override switches no check off: the lines that it lifts are checked against the ceilings.
 */

/** Why an order is denied: one reason at least. */
type Denials = readonly [Denial, ...Denial[]];

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
      readonly denials: Denials;
      readonly measures: CheckMeasures;
    };

/**
 * What the checks measured, in columns: the n-th value and limit belong to the n-th name. Plain data for the journal,
 * cheap to make; `describeMeasures` turns it into lines. `hasFailed` and `wasSkipped` tell which checks refused and
 * which were skipped; skipped are those that do not apply to the order or could not be measured.
 */
export interface CheckMeasures extends CheckSets {
  readonly checks: readonly CheckCode[];
  readonly values: readonly number[];
  readonly limits: readonly number[];
}

/** Names of the checks in order: shared by all decisions, so that each costs no copy. */
export const CHECK_ORDER: readonly CheckCode[] = CHECKS.map((check) => check.code);

/** The bits of all checks: an order that could not be prepared was measured by none. */
const EVERY_CHECK = 2 ** Math.min(CHECKS.length, CHECKS_PER_NUMBER) - 1;
const EVERY_CHECK_MORE = 2 ** Math.max(CHECKS.length - CHECKS_PER_NUMBER, 0) - 1;

const BITS = bitsOf(CHECKS.length);

/** A row of nothing measured. Begun with fractions, it holds doubles: no copy of it has to be converted later. */
const BLANK: readonly number[] = CHECKS.map(() => 0.5).fill(NOT_MEASURED);

/**
 * Returns risk's decision on an intent. With an override, which only a grant gives, the lines that it lifts are checked
 * against the ceilings in place of the limits in force; one for another order, or out of date, denies, and so does one
 * whose order closed a position when it was denied and would open one now. Never throws.
 */
export function checkOrder(
  intent: OrderIntent,
  context: RiskContext,
  override?: OneShotOverride,
): Decision {
  if (override === undefined) return decide(intent, context);
  const { grant, use, ceilings } = override;
  const misfit = misfitOf(override, intent, context);
  if (misfit !== null)
    return denied(intent, skipAll(newTally()), [{ code: "override_misfit", message: misfit }]);
  const decision = decide(intent, liftLimits(context, { lifts: grant.lifts, ceilings }), grant);
  if (decision.kind === "denied") return decision;
  return { ...decision, order: { ...decision.order, override: use } };
}

/** Codes of denials whose lines are lifted, and the ceilings that bound them instead. */
export interface Lifting {
  readonly lifts: readonly DenialCode[];
  readonly ceilings: Limits;
}

/** Returns what would refuse an order with some lines lifted: a question before a grant, which approves nothing. */
export function denialsLifted(
  intent: OrderIntent,
  context: RiskContext,
  lifting: Lifting,
): readonly Denial[] {
  const decision = decide(intent, liftLimits(context, lifting));
  return decision.kind === "denied" ? decision.denials : [];
}

function decide(intent: OrderIntent, context: RiskContext, grant?: OverrideGrant): Decision {
  const tally = newTally();
  let order: OrderUnderCheck;
  try {
    order = underCheck(intent, context);
  } catch (error) {
    const message = messageOf(error);
    return denied(intent, skipAll(tally), [{ code: "risk_check_failed", message }]);
  }
  for (const check of CHECKS) evaluate(check, order, tally);
  const message = grant === undefined ? null : reversalOf(order, grant.held);
  if (message !== null) tally.denials.push({ code: "override_misfit", message });
  const first = tally.denials[0];
  if (first !== undefined) return denied(intent, tally, [first, ...tally.denials.slice(1)]);
  return { kind: "approved", order: approve(order), measures: measuresOf(tally) };
}

/** Not exported: limits are lifted in the gate, and nobody else can put such circumstances before it. */
function liftLimits(context: RiskContext, { lifts, ceilings }: Lifting): RiskContext {
  let { limits, levels } = context;
  for (const code of lifts) {
    const line = liftedLine(code);
    if (line === null) continue;
    const { key } = line;
    const ceiling = { [key]: ceilings[key] };
    if (line.of === "order") {
      limits = { ...limits, ...ceiling };
      // No level bounds it any more: a denial now names the ceiling alone.
      levels = { ...levels, boundBy: { ...levels.boundBy, [key]: undefined } };
    } else if (levels.own !== null)
      levels = { ...levels, own: { ...levels.own, limits: { ...levels.own.limits, ...ceiling } } };
  }
  return { ...context, limits, levels };
}

type OrderTerm = Exclude<keyof OrderIntent, "clientOrderId">;

/** All that makes an order that order: a term that is missing here does not compile. */
const ORDER_TERMS: { readonly [K in OrderTerm]: K } = {
  symbol: "symbol",
  side: "side",
  quantity: "quantity",
  pricing: "pricing",
  timeInForce: "timeInForce",
  extendedHours: "extendedHours",
  purpose: "purpose",
  strategyId: "strategyId",
  signalId: "signalId",
};

/** The gate believes no caller that an override is for this order, nor that it is in time. */
function misfitOf(
  { grant }: OneShotOverride,
  intent: OrderIntent,
  { time }: RiskContext,
): string | null {
  if (time >= grant.expiresAt) return `override ${grant.overrideId} has expired`;
  const other = Object.values(ORDER_TERMS).find(
    (term) => JSON.stringify(grant.intent[term]) !== JSON.stringify(intent[term]),
  );
  return other === undefined
    ? null
    : `override ${grant.overrideId} is for an order with another ${other}`;
}

function newTally(): Tally {
  return {
    values: BLANK.slice(),
    limits: BLANK.slice(),
    denials: [],
    failed: 0,
    skipped: 0,
    failedMore: 0,
    skippedMore: 0,
    index: 0,
  };
}

function skipAll(tally: Tally): Tally {
  tally.skipped = EVERY_CHECK;
  tally.skippedMore = EVERY_CHECK_MORE;
  return tally;
}

/** What is written down while the checks run, one after the other. */
interface Tally {
  readonly values: number[];
  readonly limits: number[];
  readonly denials: Denial[];
  failed: number;
  skipped: number;
  failedMore: number;
  skippedMore: number;
  index: number;
}

function evaluate(check: Check, order: OrderUnderCheck, tally: Tally): void {
  const index = tally.index++;
  try {
    const value = check.value(order);
    const limit = check.limit(order);
    if (!Number.isFinite(value) || !Number.isFinite(limit)) {
      throw new InvariantError(`measured ${value} against ${limit}`);
    }
    tally.values[index] = value;
    tally.limits[index] = limit;
    if (value === NOT_MEASURED || (order.reducing && !check.appliesToReducing)) {
      noteSkipped(tally, index);
    } else if (!passes(check.bound, value, limit)) {
      tally.denials.push(check.deny(order, value, limit));
      // Last: where the denial itself cannot be made, the bit is added below, and only once.
      noteFailed(tally, index);
    }
  } catch (error) {
    noteFailed(tally, index);
    const message = `${check.code}: ${messageOf(error)}`;
    tally.denials.push({ code: "risk_check_failed", message });
  }
}

function noteFailed(tally: Tally, index: number): void {
  const bit = BITS[index] ?? 0;
  if (index < CHECKS_PER_NUMBER) tally.failed += bit;
  else tally.failedMore += bit;
}

function noteSkipped(tally: Tally, index: number): void {
  const bit = BITS[index] ?? 0;
  if (index < CHECKS_PER_NUMBER) tally.skipped += bit;
  else tally.skippedMore += bit;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Tells whether a value keeps the side of its limit that it must. */
export function passes(bound: CheckBound, value: number, limit: number): boolean {
  switch (bound) {
    case "at_most":
      return value <= limit;
    case "at_least":
      return value >= limit;
    case "below":
      return value < limit;
  }
}

function denied(intent: OrderIntent, tally: Tally, denials: Denials): Decision {
  return { kind: "denied", intent, denials, measures: measuresOf(tally) };
}

function measuresOf(tally: Tally): CheckMeasures {
  const { values, limits, failed, skipped, failedMore, skippedMore } = tally;
  return { checks: CHECK_ORDER, values, limits, failed, skipped, failedMore, skippedMore };
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
