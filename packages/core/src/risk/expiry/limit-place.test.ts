import { expect, it } from "vitest";
import { LIMITS, SPY } from "../../../test/builders.ts";
import { shares } from "../../number/quantity.ts";
import { formatLimit } from "../limit-text.ts";
import { LIMIT_FIELDS } from "../limit-fields.ts";
import { NO_LEVELS, withLevel } from "../levels/limit-levels.ts";
import {
  describePlace,
  inEffectAt,
  placesThatDiffer,
  textAt,
  valueAt,
  withText,
} from "./limit-place.ts";

const ACCOUNT = { kind: "account" } as const;
const ofSpy = { kind: "symbol", symbol: SPY } as const;
const set = { values: { ...LIMITS, sessions: [] }, levels: NO_LEVELS };

it("every line of the limits goes back to what was written of it, no session at all too", () => {
  for (const field of LIMIT_FIELDS) {
    const place = { level: ACCOUNT, key: field.key };
    const text = formatLimit(field, LIMITS);
    expect(textAt(withText(set, place, text), place)).toBe(text);
    expect(withText(set, place, textAt(set, place))).toEqual(set);
  }
});

it("a text that cannot be read is never taken for the limit as it is", () => {
  const place = { level: ACCOUNT, key: "maxOpenOrders" } as const;
  for (const text of ["many", "", "NaN", "-1"])
    expect(() => withText(set, place, text)).toThrow(`Open orders cannot go back to "${text}"`);
  const broken = { ...set, values: { ...LIMITS, maxQuoteAgeMs: Number.NaN } };
  expect(() => withText(broken, place, "many")).toThrow(
    'to "many": maxOpenOrders is "many": must be a whole number from 1 to 10000 count; maxQuoteAgeMs is "NaN"',
  );
});

it("a line is named with its level, and has no value where the level has none of its own", () => {
  const place = { level: ofSpy, key: "maxOrderQuantity" } as const;
  expect(describePlace(place)).toBe("Order quantity of SPY");
  expect(describePlace({ ...place, level: ACCOUNT })).toBe("Order quantity");
  expect(valueAt(set, place)).toBe("none of its own");
  expect(valueAt(set, { ...place, level: ACCOUNT })).toBe("100");
});

it("two sets differ in each line once, the account's first", () => {
  const levels = (quantity: number) =>
    withLevel(NO_LEVELS, ofSpy, { maxOrderQuantity: shares(quantity), priceCollarBps: 20 });
  const before = { values: LIMITS, levels: levels(5) };
  const after = { values: { ...LIMITS, maxOpenOrders: 5 }, levels: levels(6) };
  expect(placesThatDiffer(before, after)).toEqual([
    { level: ACCOUNT, key: "maxOpenOrders" },
    { level: ofSpy, key: "maxOrderQuantity" },
  ]);
  expect(placesThatDiffer(after, after)).toEqual([]);
});

it("what a level does not say for itself is the account's, and the account's is its own alone", () => {
  const levels = withLevel(NO_LEVELS, ofSpy, { maxOrderQuantity: shares(5) });
  const both = { values: LIMITS, levels };
  expect(inEffectAt(both, ofSpy)).toEqual({ ...LIMITS, maxOrderQuantity: shares(5) });
  expect(inEffectAt(both, ACCOUNT)).toBe(LIMITS);
});
