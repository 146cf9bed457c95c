import { expect, test } from "vitest";
import { keyed } from "./keyed.ts";

test("items that say the same key get their own", () => {
  const keys = keyed([448, 448, 443, 448], (seq) => seq).map(({ key }) => key);
  expect(keys).toEqual(["448", "448#1", "443", "448#2"]);
});

test("an item's key does not depend on what comes after it", () => {
  const first = keyed(["a", "b"], (text) => text);
  expect(keyed(["a", "b", "a"], (text) => text).slice(0, 2)).toEqual(first);
});
