import { expect, test } from "vitest";
import { strategyId, ticker } from "../ids.ts";
import { describeScope, isWithin, type KillScope, scopeKey, WHOLE_ACCOUNT } from "./kill-scope.ts";

const SCOPES: readonly KillScope[] = [
  WHOLE_ACCOUNT,
  { kind: "strategy", strategyId: strategyId("ALL") },
  { kind: "symbol", symbol: ticker("ALL") },
  { kind: "symbol", symbol: ticker("SPY") },
];

test("no two scopes share a name, not even a ticker ALL and everything", () => {
  expect(new Set(SCOPES.map(scopeKey)).size).toBe(SCOPES.length);
});

test("a scope is named as a person would", () => {
  expect(SCOPES.map(describeScope)).toEqual(["everything", "strategy ALL", "ALL", "SPY"]);
});

test("a scope's name says of what kind it is", () => {
  expect(SCOPES.map(scopeKey)).toEqual(["all", "strategy:ALL", "symbol:ALL", "symbol:SPY"]);
});

test("an order lies within everything, within its own symbol and within its own strategy alone", () => {
  const order = { symbol: ticker("SPY"), strategyId: strategyId("ALL") };
  expect(SCOPES.map((scope) => isWithin(order, scope))).toEqual([true, true, false, true]);
  expect(SCOPES.map((scope) => isWithin({ ...order, strategyId: null }, scope))).toEqual([
    true,
    false,
    false,
    true,
  ]);
});
