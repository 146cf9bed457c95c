import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IBM, LIMITS, SPY } from "../../../test/builders.ts";
import {
  type Bought,
  LevelDesk,
  measureOrder,
  measureWish,
  type Wish,
} from "../../../test/level-desk.ts";
import { runs } from "../../../test/runs.ts";
import { strategyId } from "../../ids.ts";
import { money } from "../../number/money.ts";
import { priceFromUnits } from "../../number/price.ts";
import { shares } from "../../number/quantity.ts";
import { limitNumber } from "../check-limits.ts";
import { checkOrder } from "../check-order.ts";
import type { Denial } from "../denial.ts";
import { limitField } from "../limit-fields.ts";
import type { LimitKey, Limits } from "../limits.ts";
import { completeLimits } from "./limits-for.ts";
import {
  isSameLevel,
  LEVEL_KEYS,
  type LimitLevel,
  type LimitLevels,
  limitsAt,
  NO_LEVELS,
  SAME_MEASURE_KEYS,
  withLevel,
} from "./limit-levels.ts";

/**
 * The limits of all levels once more, in plain numbers and by looking at every order: over random streams of orders
 * and fills no approved order leaves any of them behind, and an order inside all of them is approved.
 */

const TREND = strategyId("trend");
const REVERT = strategyId("revert");
const LEVELS = {
  strategy: { kind: "strategy", id: TREND },
  symbol: { kind: "symbol", symbol: SPY },
  session: { kind: "session", session: "pre" },
} as const;

/** Wide enough that a stream of wishes seldom meets them. */
const WIDE: Limits = {
  ...LIMITS,
  maxOrderQuantity: shares(1_000),
  maxOrderNotional: money("1000000"),
  maxPositionQuantity: shares(100_000),
  maxPositionNotional: money("10000000"),
  maxGrossExposure: money("100000000"),
  maxNetExposure: money("100000000"),
  maxLongExposure: money("100000000"),
  maxConcentrationBps: 100_000,
  maxSectorExposureBps: 100_000,
  maxLeverageBps: 100_000,
  maxOrderVolumeBps: 10_000,
  maxPositionVolumeBps: 10_000,
  maxDailyLoss: money("100000"),
  maxOpenOrders: 1_000,
  maxOrdersPerMinute: 1_000,
  priceCollarBps: 500,
  maxQuoteAgeMs: 60_000,
  sessions: ["pre", "regular"],
};

/** A value of each limit that a stream of wishes meets about as often as not. */
const TIGHT = {
  // Shares of volume and of equity lie between what two lots come to: plain numbers and exact ones agree there.
  maxOrderQuantity: shares(15),
  maxOrderNotional: money("1500"),
  maxOrderVolumeBps: 0.155,
  priceCollarBps: 25,
  maxQuoteAgeMs: 1_000,
  maxPositionQuantity: shares(60),
  maxPositionNotional: money("6000"),
  maxPositionVolumeBps: 0.605,
  maxConcentrationBps: 60.5,
  maxGrossExposure: money("9000"),
  maxNetExposure: money("9000"),
  maxLongExposure: money("9000"),
  maxSectorExposureBps: 90.5,
  maxLeverageBps: 90.5,
  maxDailyLoss: money("10"),
  maxOpenOrders: 3,
  maxOrdersPerMinute: 4,
};
type TightKey = keyof typeof TIGHT;
const KEYS = Object.keys(TIGHT) as TightKey[];

const wishes = fc.array(
  fc.record({
    wish: fc.record({
      strategyId: fc.constantFrom(TREND, REVERT),
      symbol: fc.constantFrom(SPY, IBM),
      count: fc.integer({ min: 1, max: 30 }),
      cents: fc.integer({ min: -50, max: 50 }),
      session: fc.constantFrom("pre" as const, "regular" as const),
      afterMs: fc.integer({ min: 1_100, max: 20_000 }),
      quoteAgeMs: fc.integer({ min: 0, max: 2_000 }),
    }),
    /** A fill of the oldest order before it, in cents; mostly none. */
    fillCents: fc.oneof(fc.constant(null), fc.integer({ min: 9_950, max: 10_080 })),
  }),
  { minLength: 5, maxLength: 30 },
);

/** The levels that bear on a wish. */
function concerning({ strategyId: id, symbol, session }: Wish): LimitLevel[] {
  const all: LimitLevel[] = [{ kind: "account" }, ...Object.values(LEVELS)];
  return all.filter(
    (level) =>
      level.kind === "account" ||
      isSameLevel(level, { kind: "strategy", id }) ||
      isSameLevel(level, { kind: "symbol", symbol }) ||
      isSameLevel(level, { kind: "session", session }),
  );
}

/** Every limit that a wish would pass by, as "level key". */
function beyond(desk: LevelDesk, wish: Wish): string[] {
  return concerning(wish).flatMap((level) => {
    const own = level.kind === "account" ? desk.set.values : limitsAt(desk.set.levels, level);
    const ofStrategy = (one: Bought) => level.kind !== "strategy" || one.strategyId === level.id;
    const found = { ...measureOrder(desk, wish), ...measureWish(desk, wish, ofStrategy) };
    return KEYS.filter((key) => {
      if (own[key] === undefined) return false;
      const limit = limitNumber(limitField(key), completeLimits(desk.set.values, own));
      // Reaching the loss is too much; floats of the plain model are given a thousandth of a cent.
      return key === "maxDailyLoss" ? found[key] >= limit - 1e-5 : found[key] > limit + 1e-5;
    }).map((key) => `${level.kind} ${key}`);
  });
}

/** Codes of the checks that take these limits; the others have models of their own. */
const CODES: ReadonlySet<string> = new Set([
  "order_quantity",
  "order_notional",
  "price_collar",
  "quote_age",
  "position_quantity",
  "position_notional",
  "gross_exposure",
  "net_exposure",
  "long_exposure",
  "concentration",
  "sector_exposure",
  "leverage",
  "order_volume_share",
  "position_volume_share",
  "daily_loss",
  "open_orders",
  "order_rate",
  "risk_check_failed",
]);

/** What the gate refuses by these limits. */
function denialsOf(desk: LevelDesk, wish: Wish): readonly Denial[] {
  const verdict = checkOrder(desk.intentOf(wish), desk.contextOf(wish));
  if (verdict.kind === "approved") return [];
  return verdict.denials.filter(({ code }) => CODES.has(code) || code.startsWith("strategy_"));
}

type Stream = typeof wishes extends fc.Arbitrary<infer T> ? T : never;

/** Sends a stream of wishes through the gate and holds each answer against the plain model. */
function play(
  set: { values: Limits; levels: LimitLevels },
  stream: Stream,
  met: Set<string>,
): void {
  const desk = new LevelDesk(set, [SPY, IBM]);
  for (const { wish, fillCents } of stream) {
    desk.time += wish.afterMs;
    if (fillCents !== null) desk.fill(priceFromUnits(fillCents * 10_000));
    const broken = beyond(desk, wish);
    const denials = denialsOf(desk, wish);
    expect(denials.length > 0, `${broken.join(", ")} ${JSON.stringify(denials)}`).toBe(
      broken.length > 0,
    );
    for (const one of broken) met.add(one);
    met.add(denials.length > 0 ? "denied" : "approved");
    if (denials.length === 0) desk.reserve(wish);
  }
}

const CASES = [
  ...KEYS.map((key) => ["account", key] as const),
  ...(["strategy", "symbol", "session"] as const).flatMap((kind) =>
    numbersOf(LEVEL_KEYS[kind]).map((key) => [kind, key] as const),
  ),
];

/** Lists and switches are no numbers: `symbol-lists.property.test.ts` and `gate-rules.ts` have models of them. */
function numbersOf(keys: readonly LimitKey[]): TightKey[] {
  return KEYS.filter((key) => keys.includes(key));
}

describe("no approved order leaves a limit behind, and none inside all is refused", () => {
  it.each(CASES)("where only the %s limits %s", (kind, key) => {
    const own = { [key]: TIGHT[key] };
    const set =
      kind === "account"
        ? { values: { ...WIDE, ...own }, levels: NO_LEVELS }
        : { values: WIDE, levels: withLevel(NO_LEVELS, LEVELS[kind], own) };
    const met = new Set<string>();
    fc.assert(
      fc.property(wishes, (stream) => play(set, stream, met)),
      { numRuns: 40 },
    );
    expect([...met].sort(), "the streams must meet the limit, and pass it").toEqual(
      ["approved", "denied", `${kind} ${key}`].sort(),
    );
  });

  it("with any limits at all levels together", () => {
    const some = (keys: readonly LimitKey[]) =>
      fc
        .subarray(KEYS.filter((key) => keys.includes(key)))
        .chain((chosen) => fc.constant(Object.fromEntries(chosen.map((key) => [key, TIGHT[key]]))));
    const sets = fc
      .tuple(
        some(KEYS),
        some(LEVEL_KEYS.strategy),
        some(LEVEL_KEYS.symbol),
        some(LEVEL_KEYS.session),
      )
      .map(([account, strategy, symbol, session]) => {
        const first = withLevel(NO_LEVELS, LEVELS.strategy, strategy);
        const levels = withLevel(withLevel(first, LEVELS.symbol, symbol), LEVELS.session, session);
        return { values: { ...WIDE, ...account }, levels };
      });
    const met = new Set<string>();
    fc.assert(
      fc.property(sets, wishes, (set, stream) => play(set, stream, met)),
      { numRuns: runs(200) },
    );
    expect(met).toContain("approved");
  });

  it("with every limit that a level may have", () => {
    const lists: readonly string[] = [
      "restricted",
      "allowed",
      "shortSelling",
      // The desk only buys: `exposure.test.ts` has the session's.
      "maxShortExposure",
    ];
    const numbers = Object.values(LEVEL_KEYS)
      .flat()
      .filter((key) => !lists.includes(key));
    expect(CASES).toHaveLength(KEYS.length + numbers.length);
    for (const keys of Object.values(SAME_MEASURE_KEYS))
      expect(KEYS).toEqual(expect.arrayContaining(keys.filter((key) => !lists.includes(key))));
  });
});
