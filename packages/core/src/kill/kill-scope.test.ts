import { expect, test } from "vitest";
import { strategyId, ticker } from "../ids.ts";
import { describeScope, type KillScope, scopeKey, WHOLE_ACCOUNT } from "./kill-scope.ts";

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
