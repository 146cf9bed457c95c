import type { Ticker } from "../src/ids.ts";
import { moneyToNumber } from "../src/number/money.ts";
import { priceToNumber } from "../src/number/price.ts";
import { quantityToNumber } from "../src/number/quantity.ts";
import type { OrderIntent, OrderPurpose } from "../src/order/order-intent.ts";
import type { OrderFlow } from "../src/risk/flow/order-flow.ts";
import { toRecentOrder } from "../src/risk/recent-orders.ts";
import type { HaltClosings } from "../src/risk/halt-closings.ts";
import type { SymbolLists } from "../src/risk/lists/symbol-lists.ts";
import type { RiskContext } from "../src/risk/risk-context.ts";

/**
 * The rules of the gate once more, in plain doubles and without a table of checks: what must be true of an order that
 * was approved.
 */

/** Signed shares that go toward flat and not past it, by our own orders that close already. */
function isTowardFlat(intent: OrderIntent, context: RiskContext): boolean {
  const held = quantityToNumber(context.position);
  const wanted = quantityToNumber(intent.quantity);
  if (intent.side === "sell")
    return held > 0 && wanted <= held - quantityToNumber(context.openOrders.sells);
  return held < 0 && wanted <= -held - quantityToNumber(context.openOrders.buys);
}

/** A strategy reduces only what is its own; everybody else what the account holds. */
export function isReducing(intent: OrderIntent, context: RiskContext): boolean {
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
    "immediate stop",
    ({ pricing: { type }, timeInForce }) => type === "stop" && timeInForce === "ioc",
  ],
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
  ["parent", isAskedByNobody],
  [
    "collar",
    (intent, context) =>
      Math.abs((ownPrice(intent) ?? 100) - 100) > 0.500001 && !isPricedByUs(intent, context),
  ],
];

/** What a person, a stop or a kill closes takes whatever price the market gives. */
function isPricedByUs(intent: OrderIntent, context: RiskContext): boolean {
  return intent.purpose !== "signal" && isReducing(intent, context);
}

/** What the signal asked for, in whole shares from what was held, is less than its orders with this one. */
function isAskedByNobody(intent: OrderIntent, { parent, quote }: RiskContext): boolean {
  if (intent.purpose !== "signal") return false;
  if (parent === null) return intent.signalId !== null;
  if (parent.signalId === null || parent.signalId !== intent.signalId) return true;
  const wanted = wantedShares(parent, quote);
  if (wanted === null) return true;
  const asked = (wanted - quantityToNumber(parent.heldBefore)) * (intent.side === "buy" ? 1 : -1);
  const sent = [parent.filled[intent.side], parent.open[intent.side], intent.quantity];
  return sent.reduce((sum, one) => sum + quantityToNumber(one), 0) > asked;
}

function wantedShares(
  { target, asked }: NonNullable<RiskContext["parent"]>,
  quote: RiskContext["quote"],
): number | null {
  if (target === 0) return 0;
  const touch = (target > 0 ? quote?.ask : quote?.bid) ?? null;
  const dollars = moneyToNumber(asked) * Math.sign(target);
  return touch === null ? null : Math.trunc(dollars / priceToNumber(touch));
}

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

/** Every list is asked by itself: none may restrict the symbol, and each must allow it. */
function isListed(symbol: Ticker, ...lists: readonly (SymbolLists | null)[]): boolean {
  return lists.some(
    (one) =>
      one !== null &&
      ([...one.restricted].includes(symbol) ||
        (one.allowed.size > 0 && ![...one.allowed].includes(symbol))),
  );
}

/** Nothing is held to be sold, and nothing may be borrowed, by us or by the venue. */
function isUnborrowed({ position, limits, asset, time }: RiskContext): boolean {
  const { facts, borrowRefused } = asset;
  if (quantityToNumber(position) > 0) return false;
  if (!limits.shortSelling || borrowRefused || facts === null) return true;
  return !facts.shortable || !facts.easyToBorrow || time - facts.at > 24 * 3_600_000;
}

/** What a canary day leaves free of a limit. */
function canaryShare({ golive }: RiskContext): number {
  return (golive.canary?.capBps ?? 10_000) / 10_000;
}

/** What holds besides for orders that take new risk. */
const NEW_RISK: readonly Rule[] = [
  ["stopped out", (intent, { stop }) => stop?.phase === "stopped_out" && isStrategyBuy(intent)],
  ["permission", (_, { permission }) => permission === "none" || permission === "close_only"],
  ["long only", (intent, { permission }) => permission === "long_only" && intent.side === "sell"],
  ["lists", ({ symbol }, { levels: { lists, ownLists } }) => isListed(symbol, lists, ownLists)],
  ["untradable", (_, { asset }) => asset.facts?.tradable === false],
  ["short sale", (intent, context) => intent.side === "sell" && isUnborrowed(context)],
  ["break", (_, context) => context.reconciliationBreaks > 0],
  ["after resume", (_, { reduceOnly, time }) => (reduceOnly?.until ?? 0) > time],
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
    "volume",
    (_, { volume, limits, time }) =>
      !limits.allowUnknownVolume && (volume === null || time - volume.at > 24 * 3_600_000),
  ],
  [
    "order of volume",
    (intent, { volume }) =>
      quantityToNumber(intent.quantity) > 0.001 * (volume?.shares ?? 1e12) + 1e-9,
  ],
  [
    "position of volume",
    (intent, context) =>
      worstShares(intent, context) > 0.003 * (context.volume?.shares ?? 1e12) + 1e-9,
  ],
  [
    "gross",
    (intent, context) =>
      worstShares(intent, context) * 100 + moneyToNumber(context.exposureElsewhere) > 50_000.001,
  ],
  ["no approval", (_, { golive }) => golive.obstacle !== null],
  [
    "canary order",
    (intent, context) => worthAtMost(intent) > 11_000 * canaryShare(context) + 0.001,
  ],
  [
    "canary gross",
    (intent, context) =>
      worstShares(intent, context) * 100 + moneyToNumber(context.exposureElsewhere) >
      50_000 * canaryShare(context) + 0.001,
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
    "sector",
    (intent, context) =>
      worstShares(intent, context) * 100 + moneyToNumber(context.sector.elsewhere) >
      0.52 * Math.max(equityIn(context), 0) + 0.001,
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
  [
    "warm-up",
    (_, { conduct, time, limits }) => Math.max(1, time - conduct.startedAt) < limits.warmUpMs,
  ],
  [
    "cancels",
    (_, { conduct, time }) => conduct.cancels.filter((at) => at > time - 60_000).length > 12,
  ],
  [
    "messages",
    (_, { conduct, recentOrders: recent, time }) =>
      conduct.cancels.filter((at) => at > time - 1_000).length +
        recent.filter(({ at }) => at > time - 1_000).length +
        1 >
      40,
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
export function brokenRules(intent: OrderIntent, context: RiskContext): string[] {
  const rules = isReducing(intent, context) ? ALWAYS : [...ALWAYS, ...NEW_RISK];
  return rules.filter(([, breaks]) => breaks(intent, context)).map(([name]) => name);
}
