import { LIMIT_FIELDS } from "@interlock/core/risk/limit-fields";
import { expect, test } from "vitest";
import { boundName, boundText, unitWord } from "./limit-value-text.ts";

const WORDLESS = ["sessions", "symbols", "switch"];

test.each(LIMIT_FIELDS.filter(({ unit }) => !WORDLESS.includes(unit)))(
  "beside the input of $key stands what its number counts",
  (field) => {
    expect(unitWord(field)).not.toBe("");
  },
);

test("a limit whose lower value is looser has a floor, and its bound says so at every level", () => {
  const floor = { tighterIs: "higher", ceiling: "500", unit: "ms" } as const;
  expect(boundName(floor)).toBe("Floor");
  expect(boundText(floor)).toBe("at least 500 ms");
  expect(boundText({ ...floor, ceiling: "" })).toBe("—");
  expect(boundName({ tighterIs: "lower" })).toBe("Ceiling");
  expect(boundText({ ...floor, tighterIs: "lower" })).toBe("500 ms");
});
