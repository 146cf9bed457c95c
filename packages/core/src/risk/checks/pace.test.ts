import { describe, expect, it } from "vitest";
import { aContext, anIntent, MORNING } from "../../../test/builders.ts";
import {
  type DenialCase,
  outcomeOf,
  LONG,
  limit,
  MARKET,
  openOrders,
  SELL,
} from "../../../test/denial-cases.ts";
import { money } from "../../number/money.ts";
import { price } from "../../number/price.ts";
import { shares } from "../../number/quantity.ts";
import { NOT_MEASURED } from "../check-bits.ts";
import { checkOrder } from "../check-order.ts";
import type { Denial } from "../denial.ts";
import { toRecentOrder } from "../recent-orders.ts";

describe("pace", () => {
  const recent = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      toRecentOrder(anIntent({ quantity: shares(index + 1) }), MORNING - 50_000 + index),
    );
  const same = [toRecentOrder(anIntent(), MORNING - 999)];
  it.each<DenialCase>([
    ["the last order that the minute holds passes", {}, { recentOrders: recent(29) }, null],
    [
      "one more is denied",
      {},
      { recentOrders: recent(30) },
      { code: "order_rate", orders: 31, limit: 30 },
    ],
    ["closing passes beyond the rate", SELL, { ...LONG, recentOrders: recent(30) }, null],
    [
      "R03 an equal order within the window is denied",
      {},
      { recentOrders: same },
      { code: "duplicate_intent", ageMs: 999, windowMs: 1_000 },
    ],
    ["an equal order after the window passes", {}, { recentOrders: same, time: MORNING + 1 }, null],
    [
      "another order within the window passes",
      { quantity: shares(11) },
      { recentOrders: same },
      null,
    ],
    [
      "closing again passes: it cannot close more than is held",
      SELL,
      { ...LONG, recentOrders: [toRecentOrder(anIntent(SELL), MORNING - 1)] },
      null,
    ],
    ["the last open order allowed passes", {}, { openOrderCount: 19 }, null],
    [
      "one more open order is denied",
      {},
      { openOrderCount: 20 },
      { code: "open_orders", open: 21, limit: 20 },
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

it("R03 an equal order of before the window is none: nothing is measured", () => {
  const recentOrders = [toRecentOrder(anIntent(), MORNING - 1_000)];
  const { checks, values } = checkOrder(anIntent(), aContext({ recentOrders })).measures;
  expect(values[checks.indexOf("duplicate_intent")]).toBe(NOT_MEASURED);
});

describe("self-trade", () => {
  const denied = (side: "buy" | "sell", opposite: number): Denial => ({
    code: "self_trade",
    side,
    opposite: shares(opposite),
  });
  const restingSell = openOrders({ side: "sell", quantity: shares(20), pricing: limit("100.10") });
  const restingBuy = openOrders({ quantity: shares(20), pricing: limit("99.90") });
  it.each<DenialCase>([
    [
      "a buy below our own offer passes",
      { pricing: limit("100.09") },
      { openOrders: restingSell },
      null,
    ],
    [
      "a buy at our own offer is denied",
      { pricing: limit("100.10") },
      { openOrders: restingSell },
      denied("buy", 20),
    ],
    [
      "a market buy against our own offer is denied",
      { pricing: MARKET },
      { openOrders: restingSell },
      denied("buy", 20),
    ],
    [
      "a stop buy against our own offer is denied",
      { pricing: { type: "stop", stopPrice: price("100.20") } },
      { openOrders: restingSell },
      denied("buy", 20),
    ],
    [
      "a stop buy below our own offer is denied: once triggered it trades at any price",
      { pricing: { type: "stop", stopPrice: price("100.05") } },
      { openOrders: restingSell },
      denied("buy", 20),
    ],
    [
      "any sale against our own market purchase is denied",
      SELL,
      { openOrders: openOrders({ quantity: shares(5), pricing: MARKET }) },
      denied("sell", 5),
    ],
    [
      "a short sale above our own bid passes",
      { ...SELL, pricing: limit("99.91") },
      { openOrders: restingBuy },
      null,
    ],
    [
      "a short sale at our own bid is denied",
      { ...SELL, pricing: limit("99.90") },
      { openOrders: restingBuy },
      denied("sell", 20),
    ],
    [
      "any buy against our own market sale is denied",
      {},
      { openOrders: openOrders({ side: "sell", quantity: shares(5), pricing: MARKET }) },
      denied("buy", 5),
    ],
    [
      "closing passes, the venue decides",
      { ...SELL, pricing: limit("99.90") },
      { ...LONG, openOrders: restingBuy },
      null,
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

describe("daily loss", () => {
  it.each<DenialCase>([
    ["a loss short of the limit passes", {}, { dayPnl: money("-999.99") }, null],
    [
      "a loss at the limit denies new risk",
      {},
      { dayPnl: money("-1000") },
      { code: "daily_loss", loss: money("1000"), limit: money("1000") },
    ],
    ["a profit passes", {}, { dayPnl: money("5000") }, null],
    ["a loss passes closing", SELL, { ...LONG, dayPnl: money("-5000") }, null],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});
