import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anOrder, sumOpenOrders } from "../../test/builders.ts";
import { strategyId } from "../ids.ts";
import { type Price, price, priceUnits } from "../number/price.ts";
import { addQuantity, shares, ZERO_QUANTITY } from "../number/quantity.ts";
import { isOpen, type Order, openQuantity } from "../order/order.ts";
import type { Side } from "../order/side.ts";
import type { OrderPricing } from "../order/order-intent.ts";
import {
  NO_OPEN_ORDERS,
  OpenOrderBook,
  type OpenOrders,
  withoutProtective,
} from "./open-orders.ts";

const limit = (at: string): OrderPricing => ({ type: "limit", limitPrice: price(at) });
const stop = (at: string): OrderPricing => ({ type: "stop", stopPrice: price(at) });
const market: OrderPricing = { type: "market" };

describe("the open orders of a symbol", () => {
  it("adds up what may still be bought and sold, unknown orders included", () => {
    const sum = sumOpenOrders([
      anOrder({ status: "accepted", leavesQuantity: shares(60) }),
      anOrder({ status: "submit_unknown", leavesQuantity: shares(40) }),
      anOrder({ side: "sell", status: "pending_cancel", leavesQuantity: shares(25) }),
      anOrder({ side: "sell", status: "filled", leavesQuantity: shares(0) }),
    ]);
    expect(sum).toMatchObject({ count: 3, buys: shares(100), sells: shares(25) });
  });

  it("keeps the prices nearest to the other side", () => {
    const sum = sumOpenOrders([
      anOrder({ pricing: limit("99.90") }),
      anOrder({ pricing: limit("99.95") }),
      anOrder({ pricing: limit("99.80") }),
      anOrder({ side: "sell", pricing: limit("100.20") }),
      anOrder({ side: "sell", pricing: limit("100.10") }),
      anOrder({ side: "sell", pricing: limit("100.30") }),
    ]);
    expect(sum).toMatchObject({ highestBuy: price("99.95"), lowestSell: price("100.10") });
  });

  it("counts orders that may trade at any price: market orders and stops", () => {
    const sum = sumOpenOrders([
      anOrder({ pricing: market }),
      anOrder({ pricing: stop("101") }),
      anOrder({ side: "sell", pricing: stop("99") }),
      anOrder({
        pricing: { type: "stop_limit", stopPrice: price("101"), limitPrice: price("101.50") },
      }),
    ]);
    expect(sum).toMatchObject({
      unpricedBuys: 2,
      unpricedSells: 1,
      highestBuy: price("101.50"),
      lowestSell: null,
    });
  });

  it("are nothing without any", () => {
    expect(sumOpenOrders([])).toEqual(NO_OPEN_ORDERS);
  });

  it("forget an order that ends or is dropped, and say whether anything changed", () => {
    const book = new OpenOrderBook();
    expect(book.track("a", anOrder())).toBe(true);
    expect(book.track("b", anOrder())).toBe(true);
    expect([...book.ids()]).toEqual(["a", "b"]);
    expect(book.track("a", anOrder({ status: "canceled", leavesQuantity: shares(0) }))).toBe(true);
    expect(book.track("a", anOrder({ status: "canceled", leavesQuantity: shares(0) }))).toBe(false);
    expect(book.drop("b")).toBe(true);
    expect(book.drop("b")).toBe(false);
    expect(book.sum).toEqual(NO_OPEN_ORDERS);
  });
});

const strategy = fc.constantFrom(strategyId("trend"), strategyId("revert"), null);
const cents = fc.integer({ min: 9_900, max: 9_905 }).map((at) => price((at / 100).toFixed(2)));
const pricing: fc.Arbitrary<OrderPricing> = fc.oneof(
  fc.constant(market),
  cents.map((limitPrice) => ({ type: "limit" as const, limitPrice })),
  cents.map((stopPrice) => ({ type: "stop" as const, stopPrice })),
  fc
    .tuple(cents, cents)
    .map(([limitPrice, stopPrice]) => ({ type: "stop_limit" as const, limitPrice, stopPrice })),
);
const change = fc.record({
  id: fc.constantFrom("a", "b", "c", "d"),
  order: fc
    .record({
      side: fc.constantFrom("buy" as const, "sell" as const),
      strategyId: strategy,
      purpose: fc.constantFrom("signal" as const, "protect" as const),
      pricing,
      status: fc.constantFrom("accepted" as const, "submit_unknown" as const, "filled" as const),
      leavesQuantity: fc.integer({ min: 1, max: 100 }).map(shares),
    })
    .map(anOrder),
});

/** The same by looking at every order. */
function slowSum(orders: readonly Order[]): OpenOrders {
  const open = orders.filter(isOpen);
  const of = (side: Side) => open.filter((order) => order.side === side);
  const totalOf = (of: readonly Order[], side: Side) =>
    of
      .filter((order) => order.side === side)
      .map(openQuantity)
      .reduce(addQuantity, ZERO_QUANTITY);
  const total = (side: Side) => totalOf(open, side);
  const stops = open.filter(isProtective);
  const unpriced = (side: Side) => of(side).filter((order) => limitOf(order) === null).length;
  return {
    count: open.length,
    buys: total("buy"),
    sells: total("sell"),
    highestBuy: of("buy").map(limitOf).filter(isPrice).sort(byUnits).at(-1) ?? null,
    lowestSell: of("sell").map(limitOf).filter(isPrice).sort(byUnits)[0] ?? null,
    highestPrice: open.flatMap(pricesOf).filter(isPrice).sort(byUnits).at(-1) ?? null,
    unpricedBuys: unpriced("buy"),
    unpricedSells: unpriced("sell"),
    protective: {
      count: stops.length,
      buys: totalOf(stops, "buy"),
      sells: totalOf(stops, "sell"),
      buyCount: stops.filter((order) => order.side === "buy").length,
    },
  };
}

function isProtective({ purpose, pricing: terms }: Order): boolean {
  return purpose === "protect" && terms.type === "stop";
}

/** The same without our stops at the broker. */
function wishes(orders: readonly Order[]): Partial<OpenOrders> {
  const { highestPrice: _any, ...sums } = slowSum(orders.filter((order) => !isProtective(order)));
  return sums;
}

const byUnits = (a: Price, b: Price): number => priceUnits(a) - priceUnits(b);
const isPrice = (value: Price | null): value is Price => value !== null;

function limitOf({ pricing: terms }: Order): Price | null {
  return "limitPrice" in terms ? terms.limitPrice : null;
}

function pricesOf(order: Order): (Price | null)[] {
  return [limitOf(order), "stopPrice" in order.pricing ? order.pricing.stopPrice : null];
}

describe("the sums over open orders, after any changes", () => {
  it("are those of adding up every order anew, of the account and of each strategy", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const book = new OpenOrderBook();
        const orders = new Map<string, Order>();
        for (const { id, order } of changes) {
          book.track(id, order);
          orders.set(id, order);
          expect(book.sum).toEqual(slowSum([...orders.values()]));
          expect(withoutProtective(book.sum)).toMatchObject(wishes([...orders.values()]));
        }
        for (const owner of [strategyId("trend"), strategyId("revert"), null]) {
          const own = [...orders.values()].filter(
            (order) => order.strategyId === owner && !isProtective(order),
          );
          const { count, buys, sells } = slowSum(own);
          expect(book.ofStrategy(owner)).toEqual({ count, buys, sells });
        }
      }),
    );
  });
});
