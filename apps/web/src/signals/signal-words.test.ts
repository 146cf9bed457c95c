import { expect, test } from "vitest";
import { laterSentence, moveText, targetText } from "./signal-words.ts";

test("a target has its sign, and none at zero", () => {
  expect([1, -0.5, 0, -0.001].map(targetText)).toEqual(["+1.00", "\u22120.50", "0.00", "0.00"]);
});

test("a move has its sign", () => {
  expect([12.34, -3, 0].map(moveText)).toEqual(["+12.3 bps", "\u22123.0 bps", "0.0 bps"]);
});

test("a price that is missing says why, and is never zero", () => {
  const later = { minutes: 5, price: null, at: null, moveBps: null, absence: "Not due yet." };
  expect(laterSentence(later)).toBe("After 5 minutes: no price. Not due yet.");
  const known = { ...later, price: "144.25", at: 1, absence: "" };
  expect(laterSentence({ ...known, moveBps: 12.3 })).toBe(
    "After 5 minutes: 144.25, missed 12.3 bps against the arrival mid.",
  );
  expect(laterSentence({ ...known, moveBps: -1 })).toBe(
    "After 5 minutes: 144.25, spared 1.0 bps against the arrival mid.",
  );
});
