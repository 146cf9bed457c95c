import { describe, expect, it } from "vitest";
import { IBM, LIMITS, MORNING, SPY, anIntent } from "../../../test/builders.ts";
import { denialsOf, limit } from "../../../test/denial-cases.ts";
import { strategyId, ticker } from "../../ids.ts";
import { money } from "../../number/money.ts";
import { shares } from "../../number/quantity.ts";
import type { CheckCode } from "../check.ts";
import { LIMIT_FIELDS } from "../limit-fields.ts";
import type { LimitKey, Limits } from "../limits.ts";
import { toRecentOrder } from "../recent-orders.ts";
import {
  describeLevel,
  isSameLevel,
  LEVEL_KEYS,
  levelsIn,
  levelsOf,
  type LimitLevel,
  limitsAt,
  nameOfLevel,
  NO_LEVELS,
  withLevel,
} from "./limit-levels.ts";
import { ACCOUNT_ALONE } from "./level-guard.ts";
import { levelPart, limitsFor } from "./limits-for.ts";

const trend = strategyId("trend");
const ibm = { kind: "symbol", symbol: IBM } as const;
const pre = { kind: "session", session: "pre" } as const;
const ofTrend = { kind: "strategy", id: trend } as const;

/** Tighter for IBM, before the open and for one strategy. */
const levels = [
  [ibm, { maxOrderNotional: money("5000"), maxOrderQuantity: shares(80) }],
  [pre, { maxOrderQuantity: shares(50), priceCollarBps: 20 }],
  [ofTrend, { maxOrderQuantity: shares(20), maxGrossExposure: money("9000") }],
] as const;
const set = {
  values: LIMITS,
  levels: levels.reduce((before, [level, own]) => withLevel(before, level, own), NO_LEVELS),
};

describe("limitsFor", () => {
  const scope = { strategyId: null, symbol: SPY, session: "regular" } as const;

  it("is the account's own where nothing is set below it", () => {
    expect(limitsFor(set, scope)).toEqual({ limits: LIMITS, levels: ACCOUNT_ALONE });
    expect(limitsFor(set, scope).limits).toBe(LIMITS);
  });

  it("is the tightest line of account, strategy, symbol and session, and names its level", () => {
    expect(limitsFor(set, { ...scope, symbol: IBM })).toEqual({
      limits: { ...LIMITS, maxOrderNotional: money("5000"), maxOrderQuantity: shares(80) },
      levels: {
        ...ACCOUNT_ALONE,
        boundBy: { maxOrderNotional: ibm, maxOrderQuantity: ibm },
      },
    });
    expect(limitsFor(set, { strategyId: null, symbol: IBM, session: "pre" })).toEqual({
      limits: {
        ...LIMITS,
        maxOrderNotional: money("5000"),
        maxOrderQuantity: shares(50),
        priceCollarBps: 20,
      },
      levels: {
        ...ACCOUNT_ALONE,
        boundBy: { maxOrderNotional: ibm, maxOrderQuantity: pre, priceCollarBps: pre },
      },
    });
    const all = limitsFor(set, { strategyId: trend, symbol: IBM, session: "pre" });
    expect(all.limits.maxOrderQuantity).toBe(shares(20));
    expect(all.levels.boundBy.maxOrderQuantity).toEqual(ofTrend);
  });

  it("leaves out what measures the strategy's own book", () => {
    const { limits, levels: bound } = limitsFor(set, { ...scope, strategyId: trend });
    expect(limits.maxGrossExposure).toBe(LIMITS.maxGrossExposure);
    expect(bound.boundBy).toEqual({ maxOrderQuantity: ofTrend });
  });

  it("is never looser than the account, whatever a level says", () => {
    const tightened = { ...set, values: { ...LIMITS, maxOrderQuantity: shares(10) } };
    const found = limitsFor(tightened, { ...scope, symbol: IBM });
    expect(found.limits.maxOrderQuantity).toBe(shares(10));
    expect(found.levels.boundBy).toEqual({ maxOrderNotional: ibm });
  });

  it.each<[LimitKey, Partial<Limits>, Partial<Limits>, Partial<Limits>]>([
    [
      "maxOrderQuantity",
      { maxOrderQuantity: shares(99) },
      { maxOrderQuantity: shares(100) },
      { maxOrderQuantity: shares(101) },
    ],
    [
      "maxOrderNotional",
      { maxOrderNotional: money("10999.99") },
      { maxOrderNotional: money("11000") },
      { maxOrderNotional: money("11000.01") },
    ],
    ["priceCollarBps", { priceCollarBps: 49 }, { priceCollarBps: 50 }, { priceCollarBps: 51 }],
    ["maxQuoteAgeMs", { maxQuoteAgeMs: 1_999 }, { maxQuoteAgeMs: 2_000 }, { maxQuoteAgeMs: 2_001 }],
    ["maxOpenOrders", { maxOpenOrders: 19 }, { maxOpenOrders: 20 }, { maxOpenOrders: 21 }],
  ])(
    "takes %s of a level where it is lower, and the account's where it is equal or higher",
    (key, lower, equal, higher) => {
      const found = (own: Partial<Limits>) =>
        limitsFor(
          { values: LIMITS, levels: withLevel(NO_LEVELS, pre, own) },
          { ...scope, session: "pre" },
        );
      expect(found(lower).limits[key]).toBe(lower[key]);
      expect(found(lower).levels.boundBy).toEqual({ [key]: pre });
      for (const own of [equal, higher]) {
        expect(found(own).limits[key]).toBe(LIMITS[key]);
        expect(found(own).levels.boundBy).toEqual({});
      }
    },
  );

  it("sells nothing short where any level says so, and never more than the account may", () => {
    const withSwitch = (account: boolean, own: boolean) =>
      limitsFor(
        {
          values: { ...LIMITS, shortSelling: account },
          levels: withLevel(NO_LEVELS, ibm, { shortSelling: own }),
        },
        { ...scope, symbol: IBM },
      );
    expect(withSwitch(true, false)).toMatchObject({
      limits: { shortSelling: false },
      levels: { boundBy: { shortSelling: ibm } },
    });
    for (const [account, own] of [
      [true, true],
      [false, true],
      [false, false],
    ] as const) {
      const found = withSwitch(account, own);
      expect(found.limits.shortSelling).toBe(account);
      expect(found.levels.boundBy).toEqual({});
    }
  });

  it("lets no strategy bound an order of none, whatever its name", () => {
    const named = { kind: "strategy", id: strategyId("null") } as const;
    const own = { maxOrderQuantity: shares(20), restricted: [SPY] };
    const withNull = { ...set, levels: withLevel(set.levels, named, own) };
    expect(limitsFor(withNull, scope).limits).toBe(LIMITS);
    const { limits, levels: bound } = limitsFor(withNull, { ...scope, symbol: IBM });
    expect(limits.maxOrderQuantity).toBe(shares(80));
    expect(bound.ownLists).toBeNull();
  });

  it("is found once and then the same object, for as long as the set is", () => {
    const asked = { strategyId: trend, symbol: IBM, session: "pre" } as const;
    expect(limitsFor(set, asked)).toBe(limitsFor(set, { ...asked }));
    expect(limitsFor({ ...set }, asked)).not.toBe(limitsFor(set, asked));
  });

  it("is one object for all of which no level says anything", () => {
    const nobody = { strategyId: strategyId("nobody"), symbol: SPY, session: "post" } as const;
    for (const one of [scope, { ...scope, strategyId: null }, { ...nobody, symbol: ticker("XOM") }])
      expect(limitsFor(set, one)).toBe(limitsFor(set, nobody));
  });

  it("asks by names that came from outside and finds nothing that was not set", () => {
    const odd = limitsFor(set, { ...scope, strategyId: strategyId("constructor") });
    expect(odd.limits).toBe(LIMITS);
  });
});

describe("a denial", () => {
  it("names the level whose limit it was, of every limit that stands at several levels", () => {
    const keys: Partial<Record<CheckCode, LimitKey>> = {
      order_rate: "maxOrdersPerMinute",
      open_orders: "maxOpenOrders",
      quote_age: "maxQuoteAgeMs",
      price_collar: "priceCollarBps",
      order_quantity: "maxOrderQuantity",
      order_notional: "maxOrderNotional",
      position_quantity: "maxPositionQuantity",
      position_notional: "maxPositionNotional",
      gross_exposure: "maxGrossExposure",
      daily_loss: "maxDailyLoss",
    };
    const levelOf = (key: LimitKey) => ({ kind: "strategy", id: strategyId(key) }) as const;
    const boundBy = Object.fromEntries(Object.values(keys).map((key) => [key, levelOf(key)]));
    const denials = denialsOf(
      { quantity: shares(400), pricing: limit("105.00") },
      {
        levels: { ...ACCOUNT_ALONE, boundBy },
        openOrderCount: 20,
        time: MORNING + 3_000,
        exposureElsewhere: money("40000"),
        dayPnl: money("-1000"),
        recentOrders: Array.from({ length: 30 }, (_, n) =>
          toRecentOrder(anIntent({ quantity: shares(n + 1) }), MORNING),
        ),
      },
    );
    const named = denials.flatMap((denial) =>
      "level" in denial ? [[denial.code, denial.level]] : [],
    );
    expect(named).toEqual(Object.entries(keys).map(([code, key]) => [code, levelOf(key)]));
  });
});

it("a denial by the account's own limit says nothing of levels", () => {
  expect(levelPart({}, "maxDailyLoss")).toStrictEqual({});
  expect(levelPart({ maxDailyLoss: pre }, "maxDailyLoss")).toStrictEqual({ level: pre });
});

describe("levels", () => {
  it("have limits that exist, and numbers among them that are tighter when lower", () => {
    const lower = LIMIT_FIELDS.filter(
      ({ tighter, unit }) => tighter === "lower" || unit === "symbols",
    ).map(({ key }) => key);
    for (const keys of Object.values(LEVEL_KEYS)) {
      expect(lower).toEqual(expect.arrayContaining([...keys]));
    }
  });

  it("are listed in a fixed order, and one without limits is gone", () => {
    expect(levelsIn(set.levels)).toEqual([ofTrend, ibm, pre]);
    expect(levelsIn(withLevel(set.levels, ibm, {}))).toEqual([ofTrend, pre]);
    expect(limitsAt(set.levels, pre)).toEqual({ maxOrderQuantity: shares(50), priceCollarBps: 20 });
    expect(levelsIn(NO_LEVELS)).toEqual([]);
  });

  it("come back from JSON, and from a journal of before there were any", () => {
    const read = levelsOf(JSON.parse(JSON.stringify(set.levels)));
    expect(read).toEqual(set.levels);
    expect(Object.getPrototypeOf(read.symbols)).toBeNull();
    expect(levelsOf(undefined)).toEqual(NO_LEVELS);
  });

  it("are named as people say them", () => {
    const all: LimitLevel[] = [{ kind: "account" }, ofTrend, ibm, pre];
    expect(all.map(describeLevel)).toEqual([
      "the account",
      "strategy trend",
      "IBM",
      "the pre session",
    ]);
    expect(all.map(nameOfLevel)).toEqual(["", "trend", "IBM", "pre"]);
    expect(isSameLevel(ibm, { ...ibm })).toBe(true);
    expect(isSameLevel(ibm, { kind: "strategy", id: strategyId("IBM") })).toBe(false);
    expect(isSameLevel(ibm, { kind: "symbol", symbol: SPY })).toBe(false);
  });
});
