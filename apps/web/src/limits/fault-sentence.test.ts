import { LIMIT_FIELDS } from "@interlock/core/risk/limit-fields";
import { expect, test } from "vitest";
import { faultSentence } from "./fault-sentence.ts";

test.each([
  [
    "maxOrderNotional is 26000.00: must be at most maxPositionNotional, which is 25000.00",
    "Order notional is 26000.00: must be at most position notional, which is 25000.00",
  ],
  [
    "maxOrderNotional of IBM is 11000.01: must be at most the account's, 11000.00",
    "Order notional of IBM is 11000.01: must be at most the account's, 11000.00",
  ],
  [
    "sessions is night: must be one or more of the sessions that are allowed",
    "Sessions is night: must be one or more of the sessions that are allowed",
  ],
  ["The engine has no limits yet.", "The engine has no limits yet."],
])("what the engine says of a limit names it as the page does: %s", (said, shown) => {
  expect(faultSentence(said, LIMIT_FIELDS)).toBe(shown);
});

test("no fault that a limit can have shows the name of the file", () => {
  for (const { key } of LIMIT_FIELDS) {
    const shown = faultSentence(`${key} is 1: must be at most ${key}, which is 0`, LIMIT_FIELDS);
    expect(shown.startsWith(key)).toBe(false);
    if (/[A-Z]/.test(key)) expect(shown).not.toContain(key);
  }
});
