import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IBM, LIMITS, SPY } from "../../test/builders.ts";
import { ticker } from "../ids.ts";
import { money } from "../number/money.ts";
import { quantity } from "../number/quantity.ts";
import { checkLimits, compareLimits, limitNumber, loosensLimits } from "./check-limits.ts";
import { isLimitKey, LIMIT_FIELDS, limitField } from "./limit-fields.ts";
import {
  allowedValue,
  formatLimit,
  formatLimits,
  type LimitsText,
  parseLimits,
} from "./limit-text.ts";
import type { LimitKey, Limits } from "./limits.ts";

const CEILINGS: Limits = {
  ...LIMITS,
  maxOrderQuantity: quantity("200"),
  maxDailyLoss: money("2000"),
  duplicateIntentWindowMs: 500,
  sessions: ["pre", "regular"],
  restricted: [SPY],
  allowed: [IBM, SPY],
};
const SOUND: Limits = { ...LIMITS, restricted: [SPY], allowed: [IBM] };

function faultsOf(change: Partial<Limits>): string[] {
  return checkLimits({ ...SOUND, ...change }, CEILINGS).map(({ message }) => message);
}

describe("LIMIT_FIELDS", () => {
  it("has one line for every limit, no more and no less", () => {
    expect(LIMIT_FIELDS.map(({ key }) => key).sort()).toEqual(Object.keys(LIMITS).sort());
  });

  it("is found by name", () => {
    expect(limitField("maxDailyLoss").label).toBe("Daily loss");
    expect([isLimitKey("maxDailyLoss"), isLimitKey("maxFun")]).toEqual([true, false]);
    const stranger: string = "maxFun";
    expect(() => limitField(stranger as LimitKey)).toThrow("limit maxFun has no field");
  });
});

describe("checkLimits", () => {
  it("finds nothing wrong with limits that fit each other and their ceilings", () => {
    expect(checkLimits(SOUND, CEILINGS)).toEqual([]);
    expect(checkLimits(CEILINGS, CEILINGS)).toEqual([]);
  });

  it.each<[string, Partial<Limits>, string]>([
    [
      "zero",
      { maxOpenOrders: 0 },
      "maxOpenOrders is 0: must be a whole number from 1 to 10000 count",
    ],
    [
      "NaN",
      { priceCollarBps: Number.NaN },
      "priceCollarBps is NaN: must be a decimal from 0.1 to 40000 bps",
    ],
    [
      "a fraction of a count",
      { maxOpenOrders: 1.5 },
      "maxOpenOrders is 1.5: must be a whole number from 1 to 10000 count",
    ],
    [
      "a fraction of a millisecond",
      { maxQuoteAgeMs: 1_999.5 },
      "maxQuoteAgeMs is 1999.5: must be a whole number from 1 to 86400000 ms",
    ],
    [
      "more than any limit may be",
      { priceCollarBps: 40_001 },
      "priceCollarBps is 40001: must be a decimal from 0.1 to 40000 bps",
    ],
    [
      "infinity",
      { maxQuoteAgeMs: Number.POSITIVE_INFINITY },
      "maxQuoteAgeMs is Infinity: must be a whole number from 1 to 86400000 ms",
    ],
    [
      "no session",
      { sessions: [] },
      "sessions is none: must be one or more of overnight, pre, regular, post, joined by commas",
    ],
    [
      "more than the ceiling",
      { maxDailyLoss: money("2000.01") },
      "maxDailyLoss is 2000.01: must be within its ceiling, 2000.00",
    ],
    [
      "a session beyond the ceiling",
      { sessions: ["regular", "post"] },
      "sessions is regular,post: must be within its ceiling, pre,regular",
    ],
    [
      "a window shorter than its floor",
      { duplicateIntentWindowMs: 499 },
      "duplicateIntentWindowMs is 499: must be at least its floor, 500",
    ],
    [
      "a symbol freed that its floor restricts",
      { restricted: [IBM] },
      "restricted is IBM: must hold every symbol of its floor, SPY",
    ],
    [
      "a symbol allowed that its ceiling does not allow",
      { allowed: [IBM, ticker("XOM")] },
      "allowed is IBM,XOM: must be within its ceiling, IBM,SPY",
    ],
    [
      "every symbol allowed",
      { allowed: [] },
      "allowed is all: must be within its ceiling, IBM,SPY",
    ],
    [
      "an order larger than a position may be",
      { maxPositionQuantity: quantity("99") },
      "maxOrderQuantity is 100: must be at most maxPositionQuantity, which is 99",
    ],
    [
      "an order worth more than a position may be",
      { maxPositionNotional: money("10999") },
      "maxOrderNotional is 11000.00: must be at most maxPositionNotional, which is 10999.00",
    ],
    [
      "a position worth more than all together",
      { maxGrossExposure: money("32999") },
      "maxPositionNotional is 33000.00: must be at most maxGrossExposure, which is 32999.00",
    ],
  ])("refuses %s with a sentence", (_, change, message) => {
    expect(faultsOf(change)).toEqual([message]);
  });

  it("names everything that is wrong, not only the first", () => {
    expect(faultsOf({ maxOpenOrders: -1, stopLossBps: 20_000 })).toHaveLength(2);
  });
});

describe("compareLimits", () => {
  function directionOf(change: Partial<Limits>): string[] {
    return compareLimits(LIMITS, { ...LIMITS, ...change })
      .filter(({ direction }) => direction !== "same")
      .map(
        ({ field, before, after, direction }) => `${field.key} ${before} → ${after} ${direction}`,
      );
  }

  it.each<[Partial<Limits>, string]>([
    [{ maxDailyLoss: money("500") }, "maxDailyLoss 1000.00 → 500.00 tighter"],
    [{ maxDailyLoss: money("1500") }, "maxDailyLoss 1000.00 → 1500.00 looser"],
    [{ duplicateIntentWindowMs: 2_000 }, "duplicateIntentWindowMs 1000 → 2000 tighter"],
    [{ duplicateIntentWindowMs: 500 }, "duplicateIntentWindowMs 1000 → 500 looser"],
    [{ sessions: ["pre", "regular"] }, "sessions regular → pre,regular looser"],
    [{ sessions: ["pre"] }, "sessions regular → pre looser"],
  ])("says of %j: %s", (change, line) => {
    expect(directionOf(change)).toEqual([line]);
  });

  it("says tighter of fewer sessions, and same of the same", () => {
    const wide: Limits = { ...LIMITS, sessions: ["pre", "regular"] };
    expect(
      compareLimits(wide, LIMITS).find(({ field }) => field.key === "sessions")?.direction,
    ).toBe("tighter");
    expect(compareLimits(LIMITS, LIMITS).every(({ direction }) => direction === "same")).toBe(true);
  });

  it("tells whether anything gets looser, which needs a reason", () => {
    const tighter = { ...LIMITS, maxOpenOrders: 1 };
    expect(loosensLimits(compareLimits(LIMITS, tighter))).toBe(false);
    expect(loosensLimits(compareLimits(tighter, LIMITS))).toBe(true);
    const mixed = { ...tighter, maxDailyLoss: money("1001") };
    expect(loosensLimits(compareLimits(LIMITS, mixed))).toBe(true);
  });

  it("of any change and of its undoing are opposite, line by line", () => {
    const factor = fc.constantFrom(0.5, 1, 2);
    const limits = fc
      .record({ count: factor, usd: factor, window: factor })
      .map(({ count, usd, window }) => ({
        ...LIMITS,
        maxOpenOrders: LIMITS.maxOpenOrders * count,
        maxDailyLoss: money(String(1_000 * usd)),
        breakerRejectsWindowMs: LIMITS.breakerRejectsWindowMs * window,
      }));
    const opposite = { tighter: "looser", looser: "tighter", same: "same" } as const;
    fc.assert(
      fc.property(limits, limits, (a, b) => {
        const there = compareLimits(a, b).map(({ direction }) => opposite[direction]);
        expect(compareLimits(b, a).map(({ direction }) => direction)).toEqual(there);
      }),
    );
  });
});

describe("limits as text", () => {
  const text: LimitsText = formatLimits(LIMITS);

  it("come back unchanged", () => {
    expect(parseLimits(text)).toEqual({ ok: true, limits: LIMITS });
    expect(text).toMatchObject({
      maxOrderQuantity: "100",
      maxDailyLoss: "1000.00",
      priceCollarBps: "50",
      sessions: "regular",
    });
  });

  it("are written one by one as all together", () => {
    const oneByOne = Object.fromEntries(
      LIMIT_FIELDS.map((field) => [field.key, formatLimit(field, LIMITS)]),
    );
    expect(oneByOne).toEqual(text);
  });

  it("keep sessions in the order of the day", () => {
    const read = parseLimits({ ...text, sessions: "post, pre" });
    expect(read.ok && read.limits.sessions).toEqual(["pre", "post"]);
  });

  it("tell no session at all, which a start may leave, from what cannot be read", () => {
    const none = formatLimits({ ...LIMITS, sessions: [] });
    expect(none.sessions).toBe("none");
    expect(parseLimits(none)).toMatchObject({ ok: true, limits: { sessions: [] } });
    expect(parseLimits({ ...text, sessions: "" }).ok).toBe(false);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "an unknown name",
      { ...text, maxFun: "1" },
      'there is no limit named "maxFun": ./interlock limits lists all names',
    ],
    [
      "a name that is nearly one",
      { ...text, maxOrderNotionl: "1" },
      'there is no limit named "maxOrderNotionl": did you mean maxOrderNotional?',
    ],
    [
      "a word",
      { ...text, maxOpenOrders: "many" },
      'maxOpenOrders is "many": must be a whole number from 1 to 10000 count',
    ],
    [
      "a negative count",
      { ...text, maxOpenOrders: "-1" },
      'maxOpenOrders is "-1": must be a whole number from 1 to 10000 count',
    ],
    [
      "a bad decimal",
      { ...text, stopLossBps: "2%" },
      'stopLossBps is "2%": must be a decimal from 0.1 to 40000 bps',
    ],
    [
      "bad dollars",
      { ...text, maxDailyLoss: "$5" },
      'maxDailyLoss amount "$5" is not a plain decimal number: must be a decimal from 1 to 1000000000 usd',
    ],
    [
      "an unknown session",
      { ...text, sessions: "regular,night" },
      'sessions is "regular,night": must be one or more of overnight, pre, regular, post, joined by commas',
    ],
  ])("refuse %s with a sentence", (_, raw, message) => {
    const read = parseLimits(raw);
    expect(read.ok ? [] : read.faults.map((fault) => fault.message)).toEqual([message]);
  });

  it("name every limit that is missing", () => {
    const read = parseLimits({});
    expect(read.ok ? [] : read.faults.map(({ key }) => key)).toEqual(Object.keys(LIMITS));
    expect(read.ok ? "" : read.faults[0]?.message).toBe(
      "maxOrderQuantity is missing: must be a decimal from 1 to 1000000 shares",
    );
  });

  it("say what is allowed of each", () => {
    expect(allowedValue("maxGrossExposure")).toBe("a decimal from 1 to 1000000000 usd");
    const numbers = ["maxOrderQuantity", "maxOrderNotional", "sessions", "shortSelling"] as const;
    expect(numbers.map((key) => limitNumber(limitField(key), LIMITS))).toEqual([100, 11_000, 1, 1]);
  });
});
