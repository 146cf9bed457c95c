import { expect, test } from "vitest";
import { grantOf } from "../../../test/overrides.ts";
import { describeMisfit } from "./override-denial.ts";
import { describeGrant, describeRefusedTry, describeVoid } from "./override-words.ts";

test("a grant is told with who, which order, past what, until when and why", () => {
  const grant = grantOf({ lifts: ["order_quantity", "price_collar"] });
  const [who, what] = describeGrant(grant).split(" ET: ");
  expect(who).toMatch(/^Ada \(risk\) granted override ov-1 until \d\d:\d\d:\d\d$/);
  const once = "buy 10 SPY at 100.05 may pass order_quantity, price_collar once.";
  expect(what).toBe(`${once} a block that the desk has agreed`);
});

test("a try that was refused is told with who tried", () => {
  const refused = { by: "Bo", role: "trader", sentence: "Override ov-1 was used already." };
  expect(describeRefusedTry(refused)).toBe(
    "Bo (trader) tried to use an override. Override ov-1 was used already.",
  );
});

test("overrides that are void are named with why", () => {
  expect(describeVoid(["ov-1", "ov-2"], "trading was halted")).toBe(
    "Override ov-1, ov-2 is void: trading was halted.",
  );
});

test("an order that its override does not fit is not told as one that could not be checked", () => {
  const denial = { code: "override_misfit", message: "override ov-1 has expired" } as const;
  expect(describeMisfit(denial)).toBe(
    "The override does not let this order pass: override ov-1 has expired.",
  );
});
