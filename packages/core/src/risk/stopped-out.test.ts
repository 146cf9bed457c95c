import { expect, it } from "vitest";
import { price } from "../number/price.ts";
import { describeStopCause, wantsSide } from "./stopped-out.ts";

it.each([
  [0.01, true, false],
  [0, false, false],
  [-0.01, false, true],
])("a target of %d wants long: %s, and short: %s", (target, long, short) => {
  expect(wantsSide(target, "buy")).toBe(long);
  expect(wantsSide(target, "sell")).toBe(short);
});

it("what closed a position is said with its numbers", () => {
  expect(describeStopCause({ rule: "time", heldMinutes: 241, limitMinutes: 240 })).toBe(
    "it was entered 241 minutes ago and stands at a loss, and the time stop is 240 minutes",
  );
  expect(describeStopCause({ rule: "broker", stopPrice: price("97.5") })).toBe(
    "its stop at the broker was set off at 97.50",
  );
  const trailing = {
    rule: "trailing",
    best: price("110"),
    backBps: 318.18,
    limitBps: 300,
  } as const;
  expect(describeStopCause(trailing)).toBe(
    "it came back 318.2 bps from its best of 110.00, and the trailing stop is 300 bps",
  );
});
