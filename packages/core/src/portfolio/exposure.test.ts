import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFill, anOrder, IBM, MORNING, SPY, sumOpenOrders } from "../../test/builders.ts";
import { executionId, ticker } from "../ids.ts";
import {
  absoluteMoney,
  addMoney,
  money,
  moneyUnits,
  notional,
  ZERO_MONEY,
} from "../number/money.ts";
import { price, priceFromUnits } from "../number/price.ts";
import { quantityFromUnits, quantityUnits, shares, ZERO_QUANTITY } from "../number/quantity.ts";
import { isOpen, type Order } from "../order/order.ts";
import type { OrderStatus } from "../order/order-status.ts";
import { transitionOrder } from "../order/order-transition.ts";
import { applyFill } from "../position/apply-fill.ts";
import { flatPosition } from "../position/position.ts";
import { positionExposure, worstCaseNotional, worstCaseQuantity } from "./exposure.ts";

describe("positionExposure", () => {
  it("adds up longs and shorts at their marks", () => {
    const long = applyFill(flatPosition(SPY, 0), aFill({ quantity: shares(100) }));
    const short = applyFill(
      flatPosition(IBM, 0),
      aFill({ symbol: IBM, side: "sell", quantity: shares(50) }),
    );
    const unpriced = flatPosition(ticker("BAC"), 0);
    const book = { [SPY]: long, [IBM]: short, [unpriced.symbol]: unpriced };
    expect(positionExposure(book, { [SPY]: price("110"), [IBM]: price("200") })).toEqual({
      gross: money("21000"),
      net: money("1000"),
      long: money("11000"),
      short: money("10000"),
    });
  });
});

describe("the worst case", () => {
  it.each([
    ["flat with orders on both sides", 0, 30, 50, 50],
    ["a long that may grow", 100, 50, 20, 150],
    ["a long that may only shrink", 100, 0, 100, 100],
    ["a long that may be flipped", 100, 0, 250, 150],
    ["a short that may grow", -100, 20, 50, 150],
  ])("of %s", (_, position, openBuys, openSells, worst) => {
    const holding = {
      position: shares(position),
      openBuys: shares(openBuys),
      openSells: shares(openSells),
    };
    expect(worstCaseQuantity(holding)).toBe(shares(worst));
    expect(worstCaseNotional(holding, price("10"))).toBe(money(String(worst * 10)));
  });

  const quantity = fc.integer({ min: 1, max: 500 }).map(shares);
  const openStatuses: OrderStatus[] = [
    "pending_submit",
    "submit_unknown",
    "accepted",
    "partially_filled",
    "pending_cancel",
    "pending_replace",
  ];
  const order = fc
    .record({
      side: fc.constantFrom("buy" as const, "sell" as const),
      quantity,
      status: fc.constantFrom<OrderStatus>(...openStatuses, "canceled", "rejected"),
      larger: fc.boolean(),
    })
    .map(({ side, quantity: size, status, larger }) => {
      const replacing = status === "pending_replace" && larger;
      const replacement = replacing
        ? { ...anOrder(), quantity: quantityFromUnits(quantityUnits(size) * 2) }
        : null;
      return anOrder({ side, quantity: size, leavesQuantity: size, status, replacement });
    });
  const held = fc.integer({ min: -800, max: 800 }).map(shares);
  const mark = fc.integer({ min: 1, max: 900_000_000 }).map(priceFromUnits);

  /** What came of an open order: it filled to a fraction of what it still could, or of what its replacement could. */
  function filledShares(one: Order, fraction: number): number {
    if (!isOpen(one)) return 0;
    const most = Math.max(
      quantityUnits(one.leavesQuantity),
      quantityUnits(one.replacement?.quantity ?? ZERO_QUANTITY),
    );
    const signed = Math.floor(most * fraction);
    return one.side === "buy" ? signed : -signed;
  }

  it("is never below the truth, whatever the open and unknown orders turn out to be", () => {
    const outcome = fc.array(fc.tuple(order, fc.double({ min: 0, max: 1, noNaN: true })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(held, outcome, mark, (position, orders, reference) => {
        const open = sumOpenOrders(orders.map(([one]) => one));
        const holding = { position, openBuys: open.buys, openSells: open.sells };
        const worst = worstCaseNotional(holding, reference);
        const truth = orders.reduce(
          (units, [one, fraction]) => units + filledShares(one, fraction),
          quantityUnits(position),
        );
        const exposure = absoluteMoney(notional(reference, quantityFromUnits(truth)));
        expect(moneyUnits(worst)).toBeGreaterThanOrEqual(moneyUnits(exposure));
      }),
      { numRuns: 500 },
    );
  });

  it("over many symbols is never below the truth either", () => {
    const symbol = fc.tuple(held, fc.array(fc.tuple(order, fc.boolean()), { maxLength: 4 }), mark);
    fc.assert(
      fc.property(fc.array(symbol, { maxLength: 6 }), (symbols) => {
        let worst = ZERO_MONEY;
        let truth = ZERO_MONEY;
        for (const [position, orders, reference] of symbols) {
          const open = sumOpenOrders(orders.map(([one]) => one));
          const holding = { position, openBuys: open.buys, openSells: open.sells };
          worst = addMoney(worst, worstCaseNotional(holding, reference));
          const units = orders.reduce(
            (sum, [one, all]) => sum + filledShares(one, all ? 1 : 0),
            quantityUnits(position),
          );
          truth = addMoney(truth, absoluteMoney(notional(reference, quantityFromUnits(units))));
        }
        expect(moneyUnits(worst)).toBeGreaterThanOrEqual(moneyUnits(truth));
      }),
    );
  });

  it("never grows by what happens to a known set of orders: a fill moves it from order to position", () => {
    const slice = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(held, order, slice, (position, one, count) => {
        const filling = shares(
          Math.min(count, quantityUnits(one.quantity) / quantityUnits(shares(1))),
        );
        const before = sumOpenOrders([one]);
        const result = transitionOrder(one, {
          kind: "fill",
          fill: aFill({
            side: one.side,
            quantity: filling,
            executionId: executionId("f"),
            venueAt: MORNING,
          }),
        });
        if (result.kind !== "changed") return;
        const after = sumOpenOrders([result.order]);
        const moved = one.side === "buy" ? quantityUnits(filling) : -quantityUnits(filling);
        const worstBefore = worstCaseQuantity({
          position,
          openBuys: before.buys,
          openSells: before.sells,
        });
        const worstAfter = worstCaseQuantity({
          position: quantityFromUnits(quantityUnits(position) + moved),
          openBuys: after.buys,
          openSells: after.sells,
        });
        const replacing = one.replacement !== null;
        if (!replacing)
          expect(quantityUnits(worstAfter)).toBeLessThanOrEqual(quantityUnits(worstBefore));
      }),
    );
  });
});
