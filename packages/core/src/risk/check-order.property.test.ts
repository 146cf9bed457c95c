import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anIntent, anOrder, aQuote, LIMITS, MORNING } from "../../test/builders.ts";
import { money, moneyFromUnits, moneyToNumber } from "../number/money.ts";
import { price, priceFromUnits, priceToNumber, priceUnits } from "../number/price.ts";
import { quantityToNumber, shares } from "../number/quantity.ts";
import type { OrderIntent, OrderPricing } from "../order/order-intent.ts";
import { sumOpenOrders } from "../portfolio/open-orders.ts";
import { checkOrder } from "./check-order.ts";
import { type RecentOrder, toRecentOrder } from "./recent-orders.ts";
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

const contexts: fc.Arbitrary<RiskContext> = fc.record({
  time: fc.integer({ min: 0, max: 2_100 }).map((age) => MORNING + age),
  limits: fc.constant(LIMITS),
  tradingState: mostly<RiskContext["tradingState"]>("active", "reducing", "halted"),
  session: mostly<RiskContext["session"]>("regular", "pre", "post", "closed"),
  permission: mostly<RiskContext["permission"]>("both", "long_only", "close_only", "none"),
  reconciliationBreaks: mostly(0, 1),
  projectionLagMs: mostly(0, 5_000, 5_001),
  quote: quotes,
  referencePrice: fc.constant(price("100.00")),
  position: fc.integer({ min: -310, max: 310 }).map(shares),
  openOrders,
  openOrderCount: mostly(3, 19, 20),
  exposureElsewhere: fc.integer({ min: 0, max: 45_000 }).map((dollars) => money(String(dollars))),
  recentOrders,
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

function ownPrice(intent: OrderIntent): number | null {
  if (intent.pricing.type === "limit") return priceToNumber(intent.pricing.limitPrice);
  return intent.pricing.type === "stop" ? priceToNumber(intent.pricing.stopPrice) : null;
}

/** Returns the rules of every order that an approved one breaks. */
function brokenAlways(intent: OrderIntent, context: RiskContext): string[] {
  const broken: string[] = [];
  const toward = isTowardFlat(intent, context);
  const held = quantityToNumber(context.position);
  const against = intent.side === "sell" ? held > 0 : held < 0;
  const own = ownPrice(intent);
  if (context.tradingState === "halted" && !(toward && intent.purpose === "flatten"))
    broken.push("halted");
  if (context.tradingState === "reducing" && !toward) broken.push("reducing");
  if (context.session === "closed") broken.push("closed");
  const extended =
    intent.pricing.type === "limit" && intent.extendedHours && intent.timeInForce === "day";
  if (context.session !== "regular" && !extended) broken.push("extended hours");
  if (against && !toward) broken.push("through zero");
  if (own !== null && Math.abs(own - 100) > 0.500001) broken.push("collar");
  return broken;
}

/** Returns the rules of new risk that an approved order breaks. */
function brokenByNewRisk(intent: OrderIntent, context: RiskContext): string[] {
  const broken: string[] = [];
  const { quote, limits } = context;
  const count = quantityToNumber(intent.quantity);
  if (context.permission === "none" || context.permission === "close_only")
    broken.push("permission");
  if (context.permission === "long_only" && intent.side === "sell") broken.push("short sale");
  if (context.reconciliationBreaks > 0) broken.push("break");
  if (context.projectionLagMs > 5_000) broken.push("lag");
  if (context.session !== "regular") broken.push("session");
  if (quote === null || quote.bid === null || quote.ask === null) broken.push("quote");
  else if (priceUnits(quote.bid) >= priceUnits(quote.ask)) broken.push("quote sides");
  else if (context.time - quote.venueAt > 2_000) broken.push("age");
  const held = quantityToNumber(context.position);
  const buys = quantityToNumber(context.openOrders.buys) + (intent.side === "buy" ? count : 0);
  const sells = quantityToNumber(context.openOrders.sells) + (intent.side === "sell" ? count : 0);
  const worst = Math.max(Math.abs(held + buys), Math.abs(held - sells));
  if (count > 100) broken.push("order quantity");
  if (count * Math.max(ownPrice(intent) ?? 100, intent.side === "sell" ? 100 : 0) > 11_000.001)
    broken.push("order notional");
  if (worst > 300) broken.push("position");
  if (worst * 100 > 33_000.001) broken.push("position notional");
  if (worst * 100 + moneyToNumber(context.exposureElsewhere) > 50_000.001) broken.push("gross");
  if (moneyToNumber(context.dayPnl) <= -1_000) broken.push("loss");
  if (context.openOrderCount + 1 > limits.maxOpenOrders) broken.push("open orders");
  const lastMinute = context.recentOrders.filter(({ at }) => at > context.time - 60_000);
  if (lastMinute.length + 1 > limits.maxOrdersPerMinute) broken.push("rate");
  const equal = JSON.stringify({ ...toRecentOrder(intent, 0), at: 0 });
  const repeats = context.recentOrders.filter(
    (one) => one.at > context.time - 1_000 && JSON.stringify({ ...one, at: 0 }) === equal,
  );
  if (repeats.length > 0) broken.push("duplicate");
  return broken;
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
        const broken = brokenAlways(intent, context);
        if (!isTowardFlat(intent, context)) broken.push(...brokenByNewRisk(intent, context));
        expect(broken).toEqual([]);
        expect(decision.order.reducing).toBe(isTowardFlat(intent, context));
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
        const rules = brokenAlways(intent, context);
        if (!isTowardFlat(intent, context)) rules.push(...brokenByNewRisk(intent, context));
        if (decision.kind === "approved") return;
        const selfTrade = decision.denials.some(({ code }) => code === "self_trade");
        const marketCollar = decision.denials.some(({ code }) => code === "price_collar");
        if (!selfTrade && !marketCollar)
          expect(rules, JSON.stringify(decision.denials)).not.toEqual([]);
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
    tradingState: "active",
    session: "regular",
    permission: "both",
    reconciliationBreaks: 0,
    projectionLagMs: 0,
    quote: aQuote(),
    referencePrice: price("100.00"),
    position: shares(0),
    openOrders: sumOpenOrders([]),
    openOrderCount: 0,
    exposureElsewhere: moneyFromUnits(0),
    recentOrders: [],
    dayPnl: moneyFromUnits(0),
  };
});
