import { describe, expect, it } from "vitest";
import { IBM, LIMITS, MORNING, SPY } from "../../../test/builders.ts";
import { money } from "../../number/money.ts";
import { DAY_MS, MINUTE_MS } from "../../time.ts";
import { type LimitLevel, NO_LEVELS, withLevel } from "../levels/limit-levels.ts";
import {
  expiryFault,
  expiryOf,
  type ExpiringChange,
  type ExpiringLine,
  firstExpired,
  followExpiring,
  isLooserThanBack,
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

describe("a raise of open orders from 10 that ends by itself, changed for good meanwhile", () => {
  const raised = [change(1, 300, { ...openOrders, before: "10" })];
  const withOpenOrders = (maxOpenOrders: number) => ({
    values: { ...LIMITS, maxOpenOrders },
    levels: NO_LEVELS,
  });
  const from20 = (to: number, unagreed?: boolean) =>
    followExpiring(raised, {
      before: withOpenOrders(20),
      after: withOpenOrders(to),
      version: 2,
      by: "Bo",
      expiresAt: null,
      ...(unagreed === undefined ? {} : { unagreed }),
    });

  it.each([
    [
      "tightened by one person alone to what is still looser goes back all the same",
      15,
      true,
      true,
    ],
    ["tightened by one person alone to what it goes back to stays", 10, true, false],
    ["tightened by one person alone to less than that stays", 5, true, false],
    ["tightened with another's word stays", 15, false, false],
    ["tightened where nobody must agree stays", 15, undefined, false],
    ["raised again stays", 25, true, false],
  ])("%s", (_, to, unagreed, goesBack) => {
    expect(expiryOf(from20(to, unagreed), openOrders) !== null).toBe(goesBack);
  });

  it("by a change of another line goes back as before", () => {
    const after = {
      values: { ...LIMITS, maxOpenOrders: 20, maxOrdersPerMinute: 5 },
      levels: NO_LEVELS,
    };
    const next = { before: withOpenOrders(20), after, version: 2, by: "Bo", expiresAt: null };
    expect(followExpiring(raised, next)).toEqual(raised);
  });
});

describe("a line is looser than what it goes back to", () => {
  const of = (maxOrdersPerMinute: number) => ({
    values: { ...LIMITS, maxOrdersPerMinute },
    levels: NO_LEVELS,
  });
  const back = [change(1, 300, { ...rate, before: "20" })];

  it.each([
    [21, true],
    [20, false],
    [19, false],
  ])("%d orders a minute against 20: %s", (now, looser) => {
    expect(isLooserThanBack(back, of(now), rate)).toBe(looser);
  });

  it("never where it stays", () => {
    expect(isLooserThanBack([], of(21), rate)).toBe(false);
    expect(isLooserThanBack(back, of(21), openOrders)).toBe(false);
  });

  it("at a level, by what holds there, the account's too where it has none of its own", () => {
    const place = { level: ofSpy, key: "maxOrderNotional" } as const;
    const limits = (dollars: string) => ({
      values: LIMITS,
      levels: withLevel(NO_LEVELS, ofSpy, { maxOrderNotional: money(dollars) }),
    });
    const toOwn = [change(1, 300, { ...place, before: "5000" })];
    expect(isLooserThanBack(toOwn, limits("6000"), place)).toBe(true);
    expect(isLooserThanBack(toOwn, limits("5000"), place)).toBe(false);
    const toNone = [change(1, 300, { ...place, before: "" })];
    expect(isLooserThanBack(toNone, limits("6000"), place)).toBe(false);
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
