import { expect, test } from "vitest";
import { signedLimits } from "./signed-limits.ts";

const KNOWN = {
  version: 3,
  lines: [
    { key: "maxOrderNotional", label: "Order notional", unit: "usd", value: "15000.00" },
    { key: "maxDailyLoss", label: "Daily loss", unit: "usd", value: "5000.00" },
    { key: "maxOpenOrders", label: "Open orders", unit: "count", value: "20" },
  ],
};
const VALUES = { maxOrderNotional: "15000.00", maxDailyLoss: "6000", maxOpenOrders: "20" };
const CHANGE = { baseVersion: 3, level: { kind: "account" }, values: VALUES };
const LINES = [
  { name: "Daily loss", text: "from $5,000.00 to $6,000.00" },
  { name: "Other limits", text: "2, as they are" },
];

test("whoever signs a change of the account's limits sees each that moves, wherever it stands in the set", () => {
  expect(signedLimits(CHANGE, KNOWN)).toEqual(LINES);
  const asked = { ask: { kind: "limits", ...CHANGE }, reason: "planned position" };
  expect(signedLimits(asked, KNOWN)).toEqual([
    ...LINES,
    { name: "Reason", text: "planned position" },
  ]);
});

test("what else is signed for with it is shown: what is kept for good, and when it ends", () => {
  const terms = { keep: ["maxOpenOrders"], expiresAt: Date.UTC(2026, 10, 24, 15) };
  expect(signedLimits({ ...CHANGE, ...terms }, KNOWN)).toEqual([
    ...LINES,
    { name: "Kept for good", text: "Open orders" },
    { name: "Until", text: "2026-11-24T15:00:00.000Z" },
  ]);
});

test.each([
  ["of another version", { ...CHANGE, baseVersion: 2 }],
  ["of another level", { ...CHANGE, level: { kind: "symbol", symbol: "IBM" } }],
  ["that names a limit nobody knows", { ...CHANGE, values: { ...VALUES, maxOther: "1" } }],
  ["that is none", { name: "grafana", scopes: ["read"] }],
  ["that asks for something else", { ask: { kind: "resume" } }],
])("a change %s is shown as it is sent, for nothing can be left out of it", (_what, input) => {
  expect(signedLimits(input, KNOWN)).toBeNull();
});
