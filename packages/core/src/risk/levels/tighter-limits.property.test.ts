import { array, assert, boolean, constantFrom, property, record, subarray } from "fast-check";
import { expect, it } from "vitest";
import { IBM, LIMITS, SPY } from "../../../test/builders.ts";
import { strategyId, ticker } from "../../ids.ts";
import { money, moneyToNumber } from "../../number/money.ts";
import { quantity, quantityToNumber } from "../../number/quantity.ts";
import { checkLimits, directionOf } from "../check-limits.ts";
import { LIMIT_FIELDS, type LimitField, limitField } from "../limit-fields.ts";
import type { Limits } from "../limits.ts";
import { allows, symbolListsOf } from "../lists/symbol-lists.ts";
import {
  LEVEL_KEYS,
  type LimitLevels,
  levelsIn,
  limitsAt,
  NO_LEVELS,
  withLevel,
} from "./limit-levels.ts";
import { withinCeilings, withNewLimits } from "./tighter-limits.ts";

const XOM = ticker("XOM");
const SYMBOLS = [IBM, SPY, XOM];

/** Every number times one, two or three, each by itself; any switch, sessions and lists. */
const limits = record({
  factors: array(constantFrom(1, 2, 3), { minLength: 50, maxLength: 50 }),
  shortSelling: boolean(),
  sessions: subarray(["pre" as const, "regular" as const], { minLength: 1 }),
  restricted: subarray(SYMBOLS),
  allowed: subarray(SYMBOLS),
}).map(({ factors, ...others }): Limits => {
  const numbers = LIMIT_FIELDS.map((field, place) => {
    const factor = factors[place] ?? 1;
    if (field.unit === "shares")
      return [field.key, quantity(String(quantityToNumber(LIMITS[field.key]) * factor))];
    if (field.unit === "usd")
      return [field.key, money(String(moneyToNumber(LIMITS[field.key]) * factor))];
    if (field.unit === "sessions" || field.unit === "switch" || field.unit === "symbols")
      return [field.key, LIMITS[field.key]];
    return [field.key, LIMITS[field.key] * factor];
  });
  return { ...LIMITS, ...(Object.fromEntries(numbers) as Partial<Limits>), ...others };
});

function levelsFrom(values: Limits): LimitLevels {
  const pick = (keys: readonly (keyof Limits)[]) =>
    Object.fromEntries(keys.map((key) => [key, values[key]]));
  const trend = { kind: "strategy" as const, id: strategyId("trend") };
  const spy = { kind: "symbol" as const, symbol: SPY };
  return withLevel(
    withLevel(NO_LEVELS, trend, pick(LEVEL_KEYS.strategy)),
    spy,
    pick(LEVEL_KEYS.symbol),
  );
}

function tradable(values: Limits): string[] {
  const lists = symbolListsOf(values);
  return SYMBOLS.filter((symbol) => allows(lists, symbol) && !lists.restricted.has(symbol));
}

it("no start loosens any line of any level, whatever the ceilings and the defaults", () => {
  const parts = record({ inForce: limits, own: limits, ceilings: limits, defaults: limits });
  assert(
    property(parts, subarray(LIMIT_FIELDS.map(({ key }) => key)), (drawn, absent) => {
      const { ceilings, defaults } = drawn;
      const before = { ...drawn.inForce };
      for (const key of absent) Reflect.deleteProperty(before, key);
      const levels = levelsFrom(drawn.own);
      const begun = withNewLimits(before, defaults);
      expect(begun.added.toSorted()).toEqual(absent.toSorted());
      const after = withinCeilings({ values: begun.values, levels }, ceilings);
      const looser: string[] = [];
      const look = (field: LimitField, from: Limits, to: Limits) => {
        if (directionOf(field, from, to) === "looser") looser.push(field.key);
      };
      for (const field of LIMIT_FIELDS) {
        if (field.key === "allowed") continue;
        look(field, begun.values, after.values);
        look(field, ceilings, after.values);
      }
      for (const level of levelsIn(levels)) {
        const was = limitsAt(levels, level);
        const is = limitsAt(after.levels, level);
        for (const key of LEVEL_KEYS[level.kind]) {
          const field = limitField(key);
          look(field, { ...LIMITS, ...was }, { ...LIMITS, ...is });
          if (field.unit !== "symbols") look(field, ceilings, { ...LIMITS, ...is });
        }
      }
      expect(looser).toEqual([]);
      const free = tradable(ceilings).filter((symbol) => tradable(begun.values).includes(symbol));
      expect(free).toEqual(expect.arrayContaining(tradable(after.values)));
      const faults = checkLimits(after.values, ceilings);
      // No session that both allow: there is none, which is what a person is told.
      expect(faults.filter(({ key }) => key !== "sessions")).toEqual([]);
      expect(withinCeilings(after, ceilings)).toEqual(after);
    }),
    { numRuns: 60 },
  );
});

it("lists of allowed symbols that have none in common allow nothing", () => {
  const set = { values: { ...LIMITS, allowed: [IBM] }, levels: NO_LEVELS };
  const { values } = withinCeilings(set, { ...LIMITS, allowed: [SPY] });
  expect(values).toMatchObject({ allowed: [SPY], restricted: [SPY] });
  expect(tradable(values)).toEqual([]);
});
