import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anExposure,
  anIntent,
  anOrder,
  aQuote,
  LIMITS,
  MORNING,
  SPY,
  STOPPED_OUT,
  sumOpenOrders,
} from "../../test/builders.ts";
import { money, moneyFromUnits, moneyToNumber } from "../number/money.ts";
import { price, priceFromUnits, priceToNumber } from "../number/price.ts";
import { quantityToNumber, shares } from "../number/quantity.ts";
import type { OrderIntent, OrderPricing, OrderPurpose } from "../order/order-intent.ts";
import { checkOrder } from "./check-order.ts";
import { NO_SYMBOL_FLOW } from "./flow/flow-book.ts";
import { countOrder, emptyOrderFlow, NO_ORDER_FLOW, type OrderFlow } from "./flow/order-flow.ts";
import { type RecentOrder, toRecentOrder } from "./recent-orders.ts";
import type { HaltClosings } from "./halt-closings.ts";
import { OPEN_MARKET } from "./market-guard.ts";
import { ACCOUNT_ALONE } from "./levels/level-guard.ts";
import type { RiskContext } from "./risk-context.ts";

/**
 * The rules of the gate once more, in plain doubles and without a table of checks: what must be true of an order that
 * was approved. Inputs are drawn around the limits, so that about half of the orders pass.
 */

const cents = (min: number, max: number) =>
  fc.integer({ min, max }).map((count) => priceFromUnits(count * 10_000));
const pricing: fc.Arbitrary<OrderPricing> = fc.oneof(
  {
    weight: 6,
    arbitrary: cents(9_940, 10_060).map((limitPrice) => ({ type: "limit" as const, limitPrice })),
  },
  { weight: 1, arbitrary: fc.constant({ type: "market" as const }) },
  {
    weight: 1,
    arbitrary: cents(9_940, 10_060).map((stopPrice) => ({ type: "stop" as const, stopPrice })),
  },
);
const side = fc.constantFrom("buy" as const, "sell" as const);
const intents: fc.Arbitrary<OrderIntent> = fc
  .record({
    side,
    quantity: fc.integer({ min: 1, max: 110 }).map(shares),
    pricing,
    purpose: fc.constantFrom(
      "signal" as const,
      "stop_loss" as const,
      "flatten" as const,
      "operator" as const,
    ),
    extendedHours: fc.boolean(),
    timeInForce: fc.constantFrom("day" as const, "ioc" as const),
  })
  .map((change) => anIntent(change));

const openOrders = fc
  .array(
    fc
      .record({ side, leaves: fc.integer({ min: 1, max: 120 }), at: cents(9_980, 10_020) })
      .map((one) =>
        anOrder({
          side: one.side,
          status: "submit_unknown",
          leavesQuantity: shares(one.leaves),
          pricing: { type: "limit", limitPrice: one.at },
        }),
      ),
    { maxLength: 3 },
  )
  .map(sumOpenOrders);

const quotes = fc.oneof(
  { weight: 10, arbitrary: fc.constant(aQuote()) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(null, aQuote({ bid: null }), aQuote({ bid: price("100.02") })),
  },
);
/** Mostly the harmless value, sometimes another. */
function mostly<T>(usual: T, ...others: T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}
const recentOrders = fc
  .array(fc.tuple(intents, fc.integer({ min: 0, max: 70_000 })), { maxLength: 35 })
  .map((list): RecentOrder[] =>
    list.map(([intent, age]) => toRecentOrder(intent, MORNING - age)).sort((a, b) => a.at - b.at),
  );

/** Orders that took new risk of late, by age and dollars. */
const orderFlows = (dollarsMax: number) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 70_000 }), fc.integer({ min: 0, max: dollarsMax })), {
      maxLength: 27,
    })
    .map((list) => {
      const flow = emptyOrderFlow();
      for (const [age, dollars] of list.sort((a, b) => b[0] - a[0]))
        countOrder(flow, { at: MORNING - age, units: dollars * 1_000_000 }, 60_000);
      return flow;
    });
/** What followed a refused order: mostly none was refused. */
const slices = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({
      refusedAt: fc.integer({ min: 0, max: 70_000 }).map((age) => MORNING - age),
      quantity: fc.integer({ min: 0, max: 90 }).map(shares),
      notional: fc.integer({ min: 0, max: 9_000 }).map((dollars) => money(String(dollars))),
    }),
  },
);
const symbolFlows = fc.record({ orders: orderFlows(3_200), buy: slices, sell: slices });

const dollars = (min: number, max: number) =>
  fc.integer({ min, max }).map((amount) => money(String(amount)));

const VENUE = {
  askedAt: MORNING,
  equity: money("100000"),
  buyingPower: money("400000"),
  maintenanceMargin: money("0"),
  reserved: money("0"),
};

/** 50 shares exist before and after alike. */
const SPLITS = { action: "SPY 2-for-1 split on 2013-10-08", closable: shares(50) };

const HALTED = { symbol: SPY, since: MORNING, words: "Trading Halt" };
const BANDS = {
  symbol: SPY,
  venueAt: MORNING,
  lower: price("99.90"),
  upper: price("100.10"),
  inForce: true,
};
const markets = mostly<RiskContext["market"]>(
  OPEN_MARKET,
  { ...OPEN_MARKET, halt: HALTED },
  { ...OPEN_MARKET, condition: "status_unknown" },
  { ...OPEN_MARKET, bands: BANDS },
);

const contexts: fc.Arbitrary<RiskContext> = fc.record({
  time: fc.integer({ min: 0, max: 2_100 }).map((age) => MORNING + age),
  limits: fc.constant(LIMITS),
  levels: fc.constant(ACCOUNT_ALONE),
  tradingState: mostly<RiskContext["tradingState"]>("active", "reducing", "halted"),
  haltClosings: fc.constantFrom("none", "people", "all"),
  stop: mostly<RiskContext["stop"]>(
    null,
    { phase: "closing", stop: STOPPED_OUT },
    { phase: "stopped_out", stop: STOPPED_OUT },
  ),
  session: mostly<RiskContext["session"]>("regular", "pre", "post", "closed"),
  permission: mostly<RiskContext["permission"]>("both", "long_only", "close_only", "none"),
  reconciliationBreaks: mostly(0, 1),
  corporateAction: mostly<RiskContext["corporateAction"]>(null, SPLITS),
  projectionLagMs: mostly(0, 5_000, 5_001),
  market: markets,
  quote: quotes,
  referencePrice: fc.constant(price("100.00")),
  position: fc.integer({ min: -310, max: 310 }).map(shares),
  openOrders,
  openOrderCount: mostly(3, 19, 20),
  exposureElsewhere: fc.integer({ min: 0, max: 45_000 }).map((dollars) => money(String(dollars))),
  ownPosition: mostly(shares(0), shares(50), shares(-50), shares(100)),
  exposure: fc.record({
    elsewhere: fc.record({
      long: dollars(0, 40_000),
      short: dollars(0, 36_000),
      high: dollars(-20_000, 40_000),
      low: dollars(-40_000, 20_000),
    }),
    equity: mostly(money("100000"), money("0"), money("-5"), money("20000")),
    venue: mostly<RiskContext["exposure"]["venue"]>(
      VENUE,
      null,
      { ...VENUE, equity: money("0") },
      { ...VENUE, reserved: money("395000") },
      { ...VENUE, askedAt: MORNING - 59_000 },
      { ...VENUE, maintenanceMargin: money("100000.01") },
    ),
  }),
  unmarkedPositions: mostly(0, 1),
  unpricedOrders: mostly(0, 1),
  recentOrders,
  accountFlow: orderFlows(8_000),
  symbolFlow: symbolFlows,
  dayPnl: mostly(money("0"), money("-999.999999"), money("-1000"), money("500")),
});

/** Signed shares that go toward flat and not past it, by our own orders that close already. */
function isTowardFlat(intent: OrderIntent, context: RiskContext): boolean {
  const held = quantityToNumber(context.position);
  const wanted = quantityToNumber(intent.quantity);
  if (intent.side === "sell")
    return held > 0 && wanted <= held - quantityToNumber(context.openOrders.sells);
  return held < 0 && wanted <= -held - quantityToNumber(context.openOrders.buys);
}

/** A strategy reduces only what is its own; everybody else what the account holds. */
function isReducing(intent: OrderIntent, context: RiskContext): boolean {
  if (!isTowardFlat(intent, context)) return false;
  const own = quantityToNumber(context.ownPosition) * (intent.side === "sell" ? 1 : -1);
  return intent.purpose !== "signal" || quantityToNumber(intent.quantity) <= own;
}

function ownPrice(intent: OrderIntent): number | null {
  if (intent.pricing.type === "limit") return priceToNumber(intent.pricing.limitPrice);
  return intent.pricing.type === "stop" ? priceToNumber(intent.pricing.stopPrice) : null;
}

/** A rule: its name, and whether an order breaks it. */
type Rule = readonly [name: string, breaks: (intent: OrderIntent, context: RiskContext) => boolean];

/** Whose orders toward flat pass while trading is halted. */
const HALT_PASSES: Readonly<Record<HaltClosings, ReadonlySet<OrderPurpose>>> = {
  none: new Set(["flatten"]),
  people: new Set(["flatten", "operator"]),
  all: new Set(["flatten", "operator", "stop_loss"]),
};

/** What holds for every order. */
const ALWAYS: readonly Rule[] = [
  [
    "halted",
    (intent, context) =>
      context.tradingState === "halted" &&
      !(isReducing(intent, context) && HALT_PASSES[context.haltClosings].has(intent.purpose)),
  ],
  [
    "reducing",
    (intent, context) => context.tradingState === "reducing" && !isReducing(intent, context),
  ],
  ["stop closing", ({ purpose }, { stop }) => purpose === "signal" && stop?.phase === "closing"],
  ["closed", (_, context) => context.session === "closed"],
  [
    "extended hours",
    ({ pricing: { type }, extendedHours, timeInForce }, { session }) =>
      session !== "regular" && !(type === "limit" && extendedHours && timeInForce === "day"),
  ],
  ["corporate action", waitsForVenue],
  ["halt", (_, { market }) => market.halt !== null],
  ["band", isBeyondBand],
  [
    "through zero",
    (intent, context) => goesAgainst(intent, context) && !isTowardFlat(intent, context),
  ],
  ["collar", (intent) => Math.abs((ownPrice(intent) ?? 100) - 100) > 0.500001],
];

/** A bid above the upper band, or an offer below the lower one. */
function isBeyondBand({ pricing, side }: OrderIntent, { market }: RiskContext): boolean {
  if (market.bands === null || pricing.type !== "limit") return false;
  const dollars = priceToNumber(pricing.limitPrice);
  return side === "buy" ? dollars > 100.100001 : dollars < 99.899999;
}

/** People may close what exists before and after alike. */
function waitsForVenue(intent: OrderIntent, context: RiskContext): boolean {
  if (context.corporateAction === null) return false;
  const personal = intent.purpose === "operator" || intent.purpose === "flatten";
  const few = quantityToNumber(intent.quantity) <= 50;
  return !(personal && isTowardFlat(intent, context) && few);
}

/** What holds besides for orders that take new risk. */
const NEW_RISK: readonly Rule[] = [
  ["stopped out", (intent, { stop }) => stop?.phase === "stopped_out" && isStrategyBuy(intent)],
  ["permission", (_, { permission }) => permission === "none" || permission === "close_only"],
  ["short sale", (intent, { permission }) => permission === "long_only" && intent.side === "sell"],
  ["break", (_, context) => context.reconciliationBreaks > 0],
  ["lag", (_, context) => context.projectionLagMs > 5_000],
  ["session", (_, context) => context.session !== "regular"],
  ["market", (_, { market }) => market.condition !== "open"],
  ["quote", (_, { quote }) => quote === null || quote.bid === null || quote.ask === null],
  ["quote sides", (_, { quote }) => Number(quote?.bid ?? 0) >= Number(quote?.ask ?? 1)],
  ["age", (_, { quote, time }) => time - (quote?.venueAt ?? time) > 2_000],
  ["unmarked", (_, context) => context.unmarkedPositions > 0],
  ["unpriced", (_, context) => context.unpricedOrders > 0],
  ["order quantity", (intent) => quantityToNumber(intent.quantity) > 100],
  ["order notional", (intent) => worthAtMost(intent) > 11_000.001],
  ["position", (intent, context) => worstShares(intent, context) > 300],
  ["position notional", (intent, context) => worstShares(intent, context) * 100 > 33_000.001],
  [
    "gross",
    (intent, context) =>
      worstShares(intent, context) * 100 + moneyToNumber(context.exposureElsewhere) > 50_000.001,
  ],
  ["loss", (_, context) => moneyToNumber(context.dayPnl) <= -1_000],
  ["open orders", (_, { openOrderCount, limits }) => openOrderCount + 1 > limits.maxOpenOrders],
  [
    "rate",
    (_, { recentOrders: recent, time, limits }) =>
      recent.filter(({ at }) => at > time - 60_000).length + 1 > limits.maxOrdersPerMinute,
  ],
  ["window", (_, { accountFlow, time }) => inWindow(accountFlow, time).length + 1 > 25],
  [
    "window notional",
    (intent, { accountFlow, time }) => worthWith(intent, inWindow(accountFlow, time)) > 110_000.001,
  ],
  ["symbol window", (_, { symbolFlow, time }) => inWindow(symbolFlow.orders, time).length + 1 > 15],
  [
    "symbol window notional",
    (intent, { symbolFlow, time }) =>
      worthWith(intent, inWindow(symbolFlow.orders, time)) > 44_000.001,
  ],
  ["net", (intent, context) => worstNetDollars(intent, context) > 45_000.001],
  ["long", (intent, context) => sidesOf(intent, context).long > 47_000.001],
  ["short", (intent, context) => sidesOf(intent, context).short > 40_000.001],
  ["no equity", (_, context) => equityIn(context) <= 0],
  [
    "concentration",
    (intent, context) =>
      worstShares(intent, context) * 100 > 0.4 * Math.max(equityIn(context), 0) + 0.001,
  ],
  [
    "leverage",
    (intent, context) =>
      worstShares(intent, context) * 100 + moneyToNumber(context.exposureElsewhere) >
      0.55 * Math.max(equityIn(context), 0) + 0.001,
  ],
  ["buying power", (intent, context) => worthAtMost(intent) > powerIn(context) + 0.001],
  [
    "margin",
    (_, { exposure: { venue } }) =>
      Number(venue?.maintenanceMargin ?? 0) > Number(venue?.equity ?? 0) && venue !== null,
  ],
  ["sliced shares", (intent, context) => sharesSinceRefusal(intent, context) > 100],
  ["sliced notional", (intent, context) => dollarsSinceRefusal(intent, context) > 11_000.001],
  ["duplicate", (intent, context) => repeatsOf(intent, context) > 0],
];

function isStrategyBuy({ purpose, side: bought }: OrderIntent): boolean {
  return purpose === "signal" && bought === "buy";
}

function goesAgainst(intent: OrderIntent, context: RiskContext): boolean {
  const held = quantityToNumber(context.position);
  return intent.side === "sell" ? held > 0 : held < 0;
}

function worthAtMost(intent: OrderIntent): number {
  const at = Math.max(ownPrice(intent) ?? 100, intent.side === "sell" ? 100 : 0);
  return quantityToNumber(intent.quantity) * at;
}

function worstShares(intent: OrderIntent, context: RiskContext): number {
  const held = quantityToNumber(context.position);
  const count = quantityToNumber(intent.quantity);
  const buys = quantityToNumber(context.openOrders.buys) + (intent.side === "buy" ? count : 0);
  const sells = quantityToNumber(context.openOrders.sells) + (intent.side === "sell" ? count : 0);
  return Math.max(Math.abs(held + buys), Math.abs(held - sells));
}

interface Sides {
  readonly long: number;
  readonly short: number;
  readonly high: number;
  readonly low: number;
}

function sidesOf(intent: OrderIntent, context: RiskContext): Sides {
  const count = quantityToNumber(intent.quantity);
  const buys = quantityToNumber(context.openOrders.buys) + (intent.side === "buy" ? count : 0);
  const sells = quantityToNumber(context.openOrders.sells) + (intent.side === "sell" ? count : 0);
  const held = quantityToNumber(context.position);
  const { elsewhere } = context.exposure;
  return {
    long: moneyToNumber(elsewhere.long) + Math.max(0, held + buys) * 100,
    short: moneyToNumber(elsewhere.short) + Math.max(0, sells - held) * 100,
    high: moneyToNumber(elsewhere.high) + (held + buys) * 100,
    low: moneyToNumber(elsewhere.low) + (held - sells) * 100,
  };
}

function worstNetDollars(intent: OrderIntent, context: RiskContext): number {
  const { high, low } = sidesOf(intent, context);
  return Math.max(high, -low);
}

function equityIn({ exposure }: RiskContext): number {
  const theirs = exposure.venue === null ? 0 : moneyToNumber(exposure.venue.equity);
  return Math.min(moneyToNumber(exposure.equity), theirs);
}

function powerIn({ exposure: { venue }, time }: RiskContext): number {
  if (venue === null || time - venue.askedAt > 60_000) return 0;
  return moneyToNumber(venue.buyingPower) - moneyToNumber(venue.reserved);
}

/** Dollars of each order that took risk in the minute before. */
function inWindow(flow: OrderFlow, time: number): number[] {
  return flow.at.flatMap((at, index) => {
    const before = index === 0 ? flow.base : (flow.sums[index - 1] ?? 0);
    return at > time - 60_000 ? [((flow.sums[index] ?? 0) - before) / 1_000_000] : [];
  });
}

function worthWith(intent: OrderIntent, orders: readonly number[]): number {
  return orders.reduce((sum, dollars) => sum + dollars, worthAtMost(intent));
}

function sharesSinceRefusal(intent: OrderIntent, { symbolFlow, time }: RiskContext): number {
  const refused = symbolFlow[intent.side];
  if (refused === null || refused.refusedAt <= time - 60_000) return 0;
  return quantityToNumber(refused.quantity) + quantityToNumber(intent.quantity);
}

function dollarsSinceRefusal(intent: OrderIntent, { symbolFlow, time }: RiskContext): number {
  const refused = symbolFlow[intent.side];
  if (refused === null || refused.refusedAt <= time - 60_000) return 0;
  return moneyToNumber(refused.notional) + worthAtMost(intent);
}

function repeatsOf(intent: OrderIntent, context: RiskContext): number {
  const equal = JSON.stringify(toRecentOrder(intent, 0));
  return context.recentOrders.filter(
    (one) => one.at > context.time - 1_000 && JSON.stringify({ ...one, at: 0 }) === equal,
  ).length;
}

/** Returns the names of the rules that an order breaks. */
function brokenRules(intent: OrderIntent, context: RiskContext): string[] {
  const rules = isReducing(intent, context) ? ALWAYS : [...ALWAYS, ...NEW_RISK];
  return rules.filter(([, breaks]) => breaks(intent, context)).map(([name]) => name);
}

describe("every approved order", () => {
  it("keeps all the rules at once, by a second and simpler model", () => {
    let approved = 0;
    let denied = 0;
    fc.assert(
      fc.property(intents, contexts, (intent, context) => {
        const decision = checkOrder(intent, context);
        if (decision.kind === "denied") {
          denied++;
          return;
        }
        approved++;
        expect(brokenRules(intent, context)).toEqual([]);
        expect(decision.order.reducing).toBe(isReducing(intent, context));
      }),
      { numRuns: 4_000 },
    );
    expect(approved, "the drawn orders must exercise both answers").toBeGreaterThan(200);
    expect(denied).toBeGreaterThan(200);
  });

  it("breaks no rule and is denied only for one: the model and the gate agree", () => {
    fc.assert(
      fc.property(intents, contexts, (intent, context) => {
        const decision = checkOrder(intent, context);
        if (decision.kind === "approved") return;
        const selfTrade = decision.denials.some(({ code }) => code === "self_trade");
        const marketCollar = decision.denials.some(({ code }) => code === "price_collar");
        if (!selfTrade && !marketCollar)
          expect(brokenRules(intent, context), JSON.stringify(decision.denials)).not.toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("in a sequence leaves position and open orders within the limits, whatever is filled", () => {
    const sequences = fc.array(fc.tuple(intents, fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(sequences, (wishes) => {
        let held = 0;
        let open = { buys: 0, sells: 0 };
        wishes.forEach(([intent, fills], index) => {
          const context: RiskContext = {
            ...quiet,
            position: shares(held),
            openOrders: { ...quiet.openOrders, buys: shares(open.buys), sells: shares(open.sells) },
            recentOrders: [],
            time: MORNING + index,
          };
          const decision = checkOrder(intent, context);
          if (decision.kind === "denied") return;
          const count = quantityToNumber(intent.quantity);
          const sign = intent.side === "buy" ? 1 : -1;
          if (fills) held += sign * count;
          else
            open = {
              buys: open.buys + (sign > 0 ? count : 0),
              sells: open.sells + (sign < 0 ? count : 0),
            };
          const worst = Math.max(Math.abs(held + open.buys), Math.abs(held - open.sells));
          expect(worst).toBeLessThanOrEqual(300);
        });
      }),
    );
  });

  const quiet: RiskContext = {
    time: MORNING,
    limits: LIMITS,
    levels: ACCOUNT_ALONE,
    tradingState: "active",
    haltClosings: "none",
    stop: null,
    session: "regular",
    permission: "both",
    reconciliationBreaks: 0,
    corporateAction: null,
    projectionLagMs: 0,
    market: OPEN_MARKET,
    quote: aQuote(),
    referencePrice: price("100.00"),
    position: shares(0),
    openOrders: sumOpenOrders([]),
    openOrderCount: 0,
    exposureElsewhere: moneyFromUnits(0),
    exposure: anExposure(),
    ownPosition: shares(0),
    unmarkedPositions: 0,
    unpricedOrders: 0,
    recentOrders: [],
    accountFlow: NO_ORDER_FLOW,
    symbolFlow: NO_SYMBOL_FLOW,
    dayPnl: moneyFromUnits(0),
  };
});
