import { expect, test } from "vitest";
import { actionText } from "./action-text.ts";

const input = { commandId: "c1", reason: "a b", scope: { symbol: "SPY", kind: "symbol" } };

test("the same action has one text, in whatever order its fields come and under whatever id it is sent", () => {
  const again = { scope: { kind: "symbol", symbol: "SPY" }, reason: "a b", commandId: "c2" };
  expect(actionText("kill.resume", again)).toBe(actionText("kill.resume", input));
  expect(actionText("kill.resume", { ...input, drill: undefined })).toBe(
    actionText("kill.resume", input),
  );
});

test.each([
  ["another procedure", "kill.engage", input],
  ["another value", "kill.resume", { ...input, reason: "a c" }],
  ["a further field", "kill.resume", { ...input, drill: true }],
  ["a command id further down", "kill.resume", { ...input, scope: { commandId: "x" } }],
])("another action has another text: %s", (_what, path, other) => {
  expect(actionText(path, other)).not.toBe(actionText("kill.resume", input));
});

test("keys that are numbers and an input that is missing have a text too", () => {
  expect(actionText("p", { 10: 1, 2: 1 })).toBe(actionText("p", { 2: 1, 10: 1 }));
  expect(actionText("p", undefined)).toBe('{"input":null,"path":"p"}');
});
