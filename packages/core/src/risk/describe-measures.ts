import { groupThousands } from "../number/fixed.ts";
import { formatDollars, moneyFromUnits } from "../number/money.ts";
import { formatQuantity, quantityFromUnits } from "../number/quantity.ts";
import { hasFailed, NOT_MEASURED, wasSkipped } from "./check-bits.ts";
import type { Check, CheckBound } from "./check.ts";
import type { CheckMeasures } from "./check-order.ts";
import { CHECKS } from "./check-table.ts";

/** One check of an order as people read it: "Order notional, $1234.50, at most $10000.00, passed". */
export interface CheckLine {
  readonly code: string;
  readonly label: string;
  /** Null when it could not be measured. */
  readonly value: string | null;
  readonly limit: string | null;
  /** "is" where the limit is a state to be in and no number. */
  readonly bound: CheckBound | "is";
  readonly outcome: "passed" | "failed" | "not_applied";
  /** What is left below a limit that a value must stay under, negative beyond it; null for others. */
  readonly headroom: string | null;
}

const checkByCode: ReadonlyMap<string, Check> = new Map(CHECKS.map((check) => [check.code, check]));

/**
 * Returns what every check of a decision measured, in order. It reads decisions of any build: a check that exists no
 * more is shown by its code with plain numbers.
 */
export function describeMeasures(measures: CheckMeasures): CheckLine[] {
  return measures.checks.slice(0, measures.values.length).map((code, index) => {
    const check = checkByCode.get(code);
    return {
      code,
      label: check?.label ?? code,
      value: describeValue(check, measures.values[index] ?? NOT_MEASURED),
      limit: describeValue(check, measures.limits[index] ?? NOT_MEASURED),
      bound: check?.unit === "words" ? "is" : (check?.bound ?? "at_most"),
      outcome: outcomeOf(measures, index),
      headroom: describeHeadroom(check, measures, index),
    };
  });
}

function outcomeOf(measures: CheckMeasures, index: number): CheckLine["outcome"] {
  if (hasFailed(measures, index)) return "failed";
  return wasSkipped(measures, index) ? "not_applied" : "passed";
}

function describeHeadroom(
  check: Check | undefined,
  { values, limits }: CheckMeasures,
  index: number,
): string | null {
  if (check === undefined || check.unit === "words" || check.bound === "at_least") return null;
  const value = values[index] ?? NOT_MEASURED;
  const limit = limits[index] ?? NOT_MEASURED;
  if (value === NOT_MEASURED || limit === NOT_MEASURED) return null;
  return describeNumber(check, limit - value);
}

function describeValue(check: Check | undefined, value: number): string | null {
  return value === NOT_MEASURED ? null : describeNumber(check, value);
}

/** Writes a number of a check, in its unit. */
export function describeNumber(check: Check | undefined, value: number): string {
  switch (check?.unit) {
    case "shares":
      return groupThousands(formatQuantity(quantityFromUnits(value)));
    case "usd":
    case "usd_per_share":
      // Both are in millionths of a dollar.
      return formatDollars(moneyFromUnits(value));
    case "bps":
      return `${groupThousands(value.toFixed(1))} bps`;
    case "words":
      return check.words[value] ?? String(value);
    case "ms":
      return `${groupThousands(String(value))} ms`;
    case "count":
    case undefined:
      return String(value);
  }
}
