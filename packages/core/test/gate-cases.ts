import { WHOLE_ACCOUNT } from "../src/kill/kill-scope.ts";
import fc from "fast-check";
import { NO_GOLIVE } from "../src/golive/golive-guard.ts";
import { signalId, type Ticker } from "../src/ids.ts";
import {
  anIntent,
  anOrder,
  aQuote,
  BORROWABLE,
  IBM,
  LIMITS,
  MORNING,
  NO_SECTOR,
  SPY,
  STOPPED_OUT,
  sumOpenOrders,
  VOLUME,
} from "./builders.ts";
import { money } from "../src/number/money.ts";
import { price, priceFromUnits } from "../src/number/price.ts";
import { shares } from "../src/number/quantity.ts";
import type { OrderIntent, OrderPricing } from "../src/order/order-intent.ts";
import { NO_SYMBOL_FLOW } from "../src/risk/flow/flow-book.ts";
import type { AssetFacts } from "../src/risk/assets/asset-guard.ts";
import { countOrder, emptyOrderFlow } from "../src/risk/flow/order-flow.ts";
import { type RecentOrder, toRecentOrder } from "../src/risk/recent-orders.ts";
import { NO_PARENT } from "../src/risk/parent/parent-book.ts";
import { OPEN_MARKET } from "../src/risk/market-guard.ts";
import { ACCOUNT_ALONE } from "../src/risk/levels/level-guard.ts";
import type { RiskContext } from "../src/risk/risk-context.ts";

/** Orders and circumstances for tests of the gate: drawn around the limits, so that about half of the orders pass. */

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
/** Orders of every kind around the limits of `LIMITS`. */
export const intents: fc.Arbitrary<OrderIntent> = fc
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
    signalId: mostly<OrderIntent["signalId"]>(null, signalId("s-1"), signalId("s-2")),
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
const symbolFlows = fc.record({
  orders: orderFlows(3_200),
  buy: slices,
  sell: slices,
  executed: fc.constant(NO_SYMBOL_FLOW.executed),
});

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

/** Lists by which SPY may not be opened, of the account or of the strategy; an order of no strategy has none. */
const NO_SPY = { restricted: new Set([SPY]), allowed: new Set<Ticker>() };
const IBM_ALONE = { restricted: new Set<Ticker>(), allowed: new Set([IBM]) };
const LISTED = [
  { ...ACCOUNT_ALONE, lists: NO_SPY },
  { ...ACCOUNT_ALONE, lists: IBM_ALONE },
  { ...ACCOUNT_ALONE, ownLists: NO_SPY },
  { ...ACCOUNT_ALONE, ownLists: IBM_ALONE },
];

/** What keeps a symbol from being sold short, or from being opened at all. */
const flagged = (change: Partial<AssetFacts>) => ({
  ...BORROWABLE,
  facts: BORROWABLE.facts === null ? null : { ...BORROWABLE.facts, ...change },
});
const ASSETS = [
  { facts: null, borrowRefused: false },
  { ...BORROWABLE, borrowRefused: true },
  flagged({ tradable: false }),
  flagged({ shortable: false }),
  flagged({ easyToBorrow: false }),
  flagged({ at: MORNING - 86_399_000 }),
];

const ASKED = signalId("s-1");
const asks = (target: number, heldBefore: number, filled = 0): RiskContext["parent"] => ({
  ...NO_PARENT,
  signalId: ASKED,
  target,
  asked: money("5000"),
  heldBefore: shares(heldBefore),
  filled: { buy: shares(filled), sell: shares(0) },
  open: { buy: shares(0), sell: shares(filled) },
});
/** Targets of which an order may ask for too much, or which ask for none any more. */
const PARENTS = [NO_PARENT, asks(1, 0), asks(1, 0, 20), asks(-1, 30, 10), asks(0, 60)];

/** Circumstances of which about half pass an order. */
export const contexts: fc.Arbitrary<RiskContext> = fc.record({
  time: fc.integer({ min: 0, max: 2_100 }).map((age) => MORNING + age),
  limits: mostly(
    LIMITS,
    { ...LIMITS, shortSelling: false },
    { ...LIMITS, allowUnknownVolume: true },
  ),
  levels: mostly<RiskContext["levels"]>(ACCOUNT_ALONE, ...LISTED),
  tradingState: mostly<RiskContext["tradingState"]>("active", "reducing", "halted"),
  haltClosings: fc.constantFrom("none", "people", "all"),
  reduceOnly: mostly<RiskContext["reduceOnly"]>(
    null,
    { scope: WHOLE_ACCOUNT, until: MORNING + 1 },
    { scope: WHOLE_ACCOUNT, until: MORNING + 60_000 },
  ),
  golive: mostly<RiskContext["golive"]>(
    NO_GOLIVE,
    { obstacle: "no go-live approval was ever given", canary: null },
    { obstacle: null, canary: { day: 1, capBps: 1_000 } },
    { obstacle: null, canary: { day: 6, capBps: 10_000 } },
  ),
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
  asset: mostly<RiskContext["asset"]>(BORROWABLE, ...ASSETS),
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
  conduct: fc.record({
    startedAt: mostly(0, MORNING),
    cancels: fc
      .array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 14 })
      .map((ages) => ages.map((age) => MORNING - age).sort((a, b) => a - b)),
  }),
  unmarkedPositions: mostly(0, 1),
  unpricedOrders: mostly(0, 1),
  sector: mostly(
    NO_SECTOR,
    { sector: "energy", elsewhere: money("20000") },
    { sector: "energy", elsewhere: money("45000") },
  ),
  volume: mostly<RiskContext["volume"]>(
    VOLUME,
    null,
    { ...VOLUME, at: MORNING - 86_399_000 },
    { ...VOLUME, shares: 90_000 },
    { ...VOLUME, shares: 25_000 },
  ),
  parent: mostly<RiskContext["parent"]>(null, ...PARENTS),
  recentOrders,
  accountFlow: orderFlows(8_000),
  symbolFlow: symbolFlows,
  dayPnl: mostly(money("0"), money("-999.999999"), money("-1000"), money("500")),
});
