import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFill, anOrder, IBM, SPY } from "../../../test/builders.ts";
import { type ClientOrderId, clientOrderId, signalId, strategyId } from "../../ids.ts";
import { money } from "../../number/money.ts";
import { quantityToNumber, shares } from "../../number/quantity.ts";
import type { Order } from "../../order/order.ts";
import { applyFillToPortfolio, openPortfolio } from "../../portfolio/portfolio.ts";
import {
  beginParent,
  countChildFill,
  emptyParentBook,
  endParents,
  followChild,
  parentOf,
  parentsFrom,
  readParentBook,
} from "./parent-book.ts";

const TREND = strategyId("trend");
const KEY = { strategyId: TREND, symbol: SPY };

/** What may happen to the orders of one strategy, in any order. */
const steps = fc.array(
  fc.oneof(
    fc.record({
      what: fc.constant("send" as const),
      side: fc.constantFrom("buy" as const, "sell" as const),
      count: fc.integer({ min: 1, max: 50 }),
      purpose: fc.constantFrom("signal" as const, "signal" as const, "stop_loss" as const),
      symbol: fc.constantFrom(SPY, SPY, IBM),
    }),
    fc.record({
      what: fc.constantFrom("fill" as const, "end" as const),
      which: fc.nat(9),
      count: fc.integer({ min: 1, max: 50 }),
    }),
    fc.record({ what: fc.constant("signal" as const), target: fc.integer({ min: -2, max: 2 }) }),
  ),
  { maxLength: 40 },
);

/** One order of the plain model. */
interface Sent {
  readonly id: ClientOrderId;
  readonly order: Order;
  leaves: number;
}

describe("what the orders for a target add up to", () => {
  it("is the sum over every order and fill, read from a snapshot or not", () => {
    fc.assert(
      fc.property(steps, (stream) => {
        let book = emptyParentBook();
        const portfolio = openPortfolio(money("0"));
        const sent: Sent[] = [];
        const filled = { buy: 0, sell: 0 };
        let before = 0;
        let held = 0;
        stream.forEach((step, n) => {
          if (step.what === "signal") {
            const asked = { signalId: signalId(`s-${n}`), target: step.target / 2 };
            beginParent(book, { ...KEY, ...asked, allocation: money("1000.000001") });
            Object.assign(filled, { buy: 0, sell: 0 });
            before = held;
          } else if (step.what === "send") {
            const { side, symbol, purpose, count } = step;
            const id = clientOrderId(`o-${n}`);
            const whose = { clientOrderId: id, strategyId: TREND, side, symbol, purpose };
            const quantity = shares(count);
            const order = anOrder({ ...whose, quantity, leavesQuantity: quantity });
            sent.push({ id, order, leaves: count });
            followChild(book, id, order);
          } else {
            const one = sent.filter(({ leaves }) => leaves > 0)[step.which];
            if (one === undefined) return;
            const { order } = one;
            const { symbol, side } = order;
            const count = step.what === "fill" ? Math.min(step.count, one.leaves) : 0;
            one.leaves = step.what === "fill" ? one.leaves - count : 0;
            if (count > 0) {
              const fill = aFill({ strategyId: TREND, symbol, side, quantity: shares(count) });
              applyFillToPortfolio(portfolio, fill);
              countChildFill(book, fill, order.purpose === "signal");
              const isHere = order.symbol === SPY;
              if (isHere) held += order.side === "buy" ? count : -count;
              if (isHere && order.purpose === "signal") filled[order.side] += count;
            }
            const status = one.leaves === 0 ? "canceled" : "partially_filled";
            followChild(book, one.id, { ...order, status, leavesQuantity: shares(one.leaves) });
          }
          book = readParentBook(JSON.parse(JSON.stringify(book)) as typeof book);
        });
        const parent = parentOf(book, KEY);
        const open = (side: "buy" | "sell") =>
          sent
            .filter(({ order: o }) => o.side === side && o.symbol === SPY && o.purpose === "signal")
            .reduce((sum, { leaves }) => sum + leaves, 0);
        expect(quantityToNumber(parent.open.buy)).toBe(open("buy"));
        expect(quantityToNumber(parent.open.sell)).toBe(open("sell"));
        expect(quantityToNumber(parent.filled.buy)).toBe(filled.buy);
        expect(quantityToNumber(parent.filled.sell)).toBe(filled.sell);
        expect(quantityToNumber(parent.held)).toBe(held);
        expect(quantityToNumber(parent.heldBefore)).toBe(before);
        const orders = Object.fromEntries(
          sent.map(({ id, order, leaves }) => [
            id,
            {
              ...order,
              status: leaves === 0 ? ("canceled" as const) : order.status,
              leavesQuantity: shares(leaves),
            },
          ]),
        );
        const rebuilt = parentOf(parentsFrom(portfolio, orders), KEY);
        expect(rebuilt).toMatchObject({ signalId: null, held: parent.held, open: parent.open });
      }),
      { numRuns: 100 },
    );
  });

  it("asks for dollars rounded up, so that a share paid for to the last digit is asked for", () => {
    const book = emptyParentBook();
    const asked = { ...KEY, signalId: signalId("s-1"), target: -0.1 };
    beginParent(book, { ...asked, allocation: money("0.000011") });
    expect(parentOf(book, KEY).asked).toEqual(money("0.000002"));
  });

  it("begins anew from the books when a corporate action changes what a share is", () => {
    const book = emptyParentBook();
    beginParent(book, { ...KEY, signalId: signalId("s-1"), target: 1, allocation: money("1000") });
    const portfolio = openPortfolio(money("0"));
    applyFillToPortfolio(portfolio, aFill({ strategyId: TREND, quantity: shares(20) }));
    countChildFill(book, aFill({ strategyId: TREND, quantity: shares(10) }), true);
    endParents(book, SPY, portfolio);
    expect(parentOf(book, KEY)).toMatchObject({
      signalId: null,
      asked: money("0"),
      held: shares(20),
      heldBefore: shares(20),
      filled: { buy: shares(0), sell: shares(0) },
    });
  });
});
