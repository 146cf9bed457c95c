import { expect, it } from "vitest";
import { LIMITS } from "../../../test/builders.ts";
import { formatLimit } from "../limit-text.ts";
import { LIMIT_FIELDS } from "../limit-fields.ts";
import { NO_LEVELS } from "../levels/limit-levels.ts";
import { textAt, withText } from "./limit-place.ts";

const ACCOUNT = { kind: "account" } as const;
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
});
