import { expect, test } from "vitest";
import { nearestName } from "./nearest-name.ts";

test.each([
  ["symbol", ["symbols", "strategies"], "symbols"],
  ["maxDailyLos", ["maxDailyLoss", "maxOpenOrders"], "maxDailyLoss"],
  ["MAXDAILYLOSS", ["maxDailyLoss"], "maxDailyLoss"],
  ["xylophone", ["symbols", "strategies"], null],
  ["a", [], null],
])("the name nearest to %s among %j is %s", (name, known, expected) => {
  expect(nearestName(name, known)).toBe(expected);
});
