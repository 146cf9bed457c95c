import { describe, expect, it } from "vitest";
import { IBM, LIMITS, MORNING, SPY } from "../../../test/builders.ts";
import { DAY_MS, MINUTE_MS } from "../../time.ts";
import { type LimitLevel, NO_LEVELS, withLevel } from "../levels/limit-levels.ts";
import {
  expiryFault,
  expiryOf,
  type ExpiringChange,
  type ExpiringLine,
  firstExpired,
  followExpiring,
  isSamePlace,
} from "./expiring-change.ts";

const ACCOUNT = { kind: "account" } as const;
const ofSpy = { kind: "symbol", symbol: SPY } as const;
const openOrders = { level: ACCOUNT, key: "maxOpenOrders" } as const;
const rate = { level: ACCOUNT, key: "maxOrdersPerMinute" } as const;

function change(
  version: number,
  expiresAt: number,
  ...lines: readonly ExpiringLine[]
): ExpiringChange {
  return { version, by: "Ada", expiresAt, lines };
}

describe("how long a change may last", () => {
  it.each([
    [MINUTE_MS, true],
    [MINUTE_MS - 1, false],
    [30 * DAY_MS, true],
    [30 * DAY_MS + 1, false],
    [MINUTE_MS + 0.5, false],
    [-MINUTE_MS, false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
  ])("%d ms: %s", (lasts, may) => {
    expect(expiryFault(MORNING + lasts, MORNING)).toBe(
      may ? null : "A change of limits may last from 1 minute to 30 days.",
    );
  });
});

describe("the change that ends first", () => {
  it("is that of the earliest time that has come, and of equal ones the oldest", () => {
    const all = [change(1, 300), change(2, 100), change(3, 100), change(4, 200)];
    expect(firstExpired(all, 300)?.version).toBe(2);
    expect(firstExpired(all, 100)?.version).toBe(2);
    expect(firstExpired(all.toReversed(), 300)?.version).toBe(3);
    expect(firstExpired(all, 99)).toBeNull();
    expect(firstExpired([], 300)).toBeNull();
  });
});

describe("the change by which a line goes back next", () => {
  it("is the newest one upon it", () => {
    const all = [
      change(1, 300, { ...openOrders, before: "20" }, { ...rate, before: "30" }),
      change(2, 200, { ...openOrders, before: "25" }),
    ];
    expect(expiryOf(all, openOrders)).toEqual({ change: all[1], before: "25" });
    expect(expiryOf(all, rate)).toEqual({ change: all[0], before: "30" });
    expect(expiryOf(all, { ...openOrders, level: ofSpy })).toBeNull();
  });

  it("is none where a person changed it for good since", () => {
    const lines = [
      { ...openOrders, before: "20", changedIn: 2 },
      { ...rate, before: "30" },
    ];
    expect(expiryOf([change(1, 300, ...lines)], openOrders)).toBeNull();
  });
});

it("the first version of all changes only what stands below the account", () => {
  const after = {
    values: LIMITS,
    levels: withLevel(NO_LEVELS, ofSpy, { maxOrderVolumeBps: 5 }),
  };
  const next = { before: null, after, version: 1, by: "Ada", expiresAt: 100 };
  const line = { level: ofSpy, key: "maxOrderVolumeBps", before: "" };
  expect(followExpiring([], next)).toEqual([
    { version: 1, by: "Ada", expiresAt: 100, lines: [line] },
  ]);
});

it.each<[LimitLevel, "maxOpenOrders" | "maxOrderNotional", boolean]>([
  [ofSpy, "maxOrderNotional", true],
  [ofSpy, "maxOpenOrders", false],
  [{ kind: "symbol", symbol: IBM }, "maxOrderNotional", false],
  [ACCOUNT, "maxOrderNotional", false],
])("the order notional of SPY and, of %j, %s are one line: %s", (level, key, same) => {
  expect(isSamePlace({ level: ofSpy, key: "maxOrderNotional" }, { level, key })).toBe(same);
});
