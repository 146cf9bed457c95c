import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aQuote } from "../../test/builders.ts";
import { runs } from "../../test/runs.ts";
import { money } from "../number/money.ts";
import { isOnTick, price, priceUnits } from "../number/price.ts";
import { quantity, quantityToNumber, shares, ZERO_QUANTITY } from "../number/quantity.ts";
import type { OpenHolding } from "../portfolio/exposure.ts";
import { describeSuppression, marketablePrice, type SizingInput, sizeOrder } from "./size-order.ts";

const NOTHING: OpenHolding = {
  position: ZERO_QUANTITY,
  openBuys: ZERO_QUANTITY,
  openSells: ZERO_QUANTITY,
};

function holding(position: number, openBuys = 0, openSells = 0): OpenHolding {
  return { position: shares(position), openBuys: shares(openBuys), openSells: shares(openSells) };
}

function sizing(change: Partial<SizingInput>) {
  const own = change.own ?? NOTHING;
  return sizeOrder({
    target: 1,
    allocation: money("10000"),
    quote: aQuote(),
    own,
    account: own,
    offsetBps: 0,
    ...change,
  });
}

describe("sizeOrder", () => {
  it("buys the whole shares that the allocation pays for at the ask", () => {
    expect(sizing({})).toEqual({
      kind: "order",
      side: "buy",
      quantity: shares(99),
      limitPrice: price("100.01"),
    });
  });

  it("sells short the whole shares that it pays for at the bid", () => {
    expect(sizing({ target: -0.5 })).toEqual({
      kind: "order",
      side: "sell",
      quantity: shares(50),
      limitPrice: price("99.99"),
    });
  });

  it("counts what is held and on its way", () => {
    expect(sizing({ own: holding(40, 19) })).toMatchObject({ side: "buy", quantity: shares(40) });
    expect(sizing({ own: holding(80, 19) })).toEqual({ kind: "at_target" });
    expect(sizing({ own: holding(99) })).toEqual({ kind: "at_target" });
    expect(sizing({ own: holding(120, 0, 21) })).toEqual({ kind: "at_target" });
    expect(sizing({ own: holding(120, 0, 20) })).toMatchObject({
      side: "sell",
      quantity: shares(1),
    });
    expect(sizing({ own: holding(120) })).toMatchObject({ side: "sell", quantity: shares(21) });
  });

  it("closes all at a target of zero, which needs no allocation", () => {
    expect(sizing({ target: 0, allocation: money("0"), own: holding(37) })).toMatchObject({
      side: "sell",
      quantity: shares(37),
    });
    expect(sizing({ target: 0 })).toEqual({ kind: "at_target" });
  });

  it("never goes through zero: it closes first and opens afterwards", () => {
    expect(sizing({ target: -1, own: holding(30) })).toMatchObject({
      side: "sell",
      quantity: shares(30),
    });
    expect(sizing({ target: 1, own: holding(-30) })).toMatchObject({
      side: "buy",
      quantity: shares(30),
    });
    expect(sizing({ target: -1, own: holding(0) })).toMatchObject({
      side: "sell",
      quantity: shares(100),
    });
  });

  it("waits while what is to be closed first is being closed", () => {
    expect(sizing({ target: -1, own: holding(30, 0, 30) })).toEqual({ kind: "closing" });
    expect(sizing({ target: 1, own: holding(-30, 30) })).toEqual({ kind: "closing" });
    expect(sizing({ target: -1, own: holding(30, 0, 20) })).toMatchObject({ quantity: shares(10) });
    expect(sizing({ target: 1, own: holding(-30, 20) })).toMatchObject({ quantity: shares(10) });
  });

  it("asks for our orders on the other side to be canceled first", () => {
    expect(sizing({ target: -1, own: holding(0, 50) })).toEqual({
      kind: "opposite_orders",
      side: "buy",
    });
    expect(sizing({ target: 1, account: holding(0, 0, 10) })).toEqual({
      kind: "opposite_orders",
      side: "sell",
    });
  });

  it("does not take the account through zero where another strategy holds the other side", () => {
    const account = holding(60);
    expect(sizing({ target: -1, own: holding(0), account })).toMatchObject({
      side: "sell",
      quantity: shares(60),
    });
    expect(sizing({ target: -1, own: holding(0), account: holding(60, 0, 60) })).toEqual({
      kind: "closing",
    });
  });

  it("has no price where the side that it would take is missing", () => {
    expect(sizing({ quote: null })).toEqual({ kind: "no_price" });
    expect(sizing({ quote: aQuote({ ask: null }) })).toEqual({ kind: "no_price" });
    expect(sizing({ target: -1, quote: aQuote({ bid: null }) })).toEqual({ kind: "no_price" });
    expect(sizing({ target: 0, own: holding(5), quote: aQuote({ bid: null }) })).toEqual({
      kind: "no_price",
    });
  });

  it("needs no price to be at a target of zero", () => {
    expect(sizing({ target: 0, quote: null })).toEqual({ kind: "at_target" });
  });

  it("is at its target when the allocation does not pay for one more share", () => {
    expect(sizing({ allocation: money("100.00") })).toEqual({ kind: "at_target" });
  });

  it("sells a fraction only to close it, and trades whole shares otherwise", () => {
    const own = { ...NOTHING, position: quantity("2.5") };
    expect(sizing({ target: 0, own })).toMatchObject({ side: "sell", quantity: quantity("2.5") });
    expect(sizing({ target: 0.015, own })).toMatchObject({ side: "sell", quantity: shares(1) });
    const nearly = { ...NOTHING, position: quantity("1.5") };
    expect(sizing({ target: 0.015, own: nearly })).toEqual({ kind: "at_target" });
  });
});

describe("describeSuppression", () => {
  it.each([
    ["at_target", "Position and working orders already make the target, to the share."],
    ["closing", "What is to be closed first is being closed by a working order."],
    [
      "opposite_orders",
      "Our own orders on the other side are canceled first; the strategy says it again.",
    ],
    ["no_price", "The side of the quote that the order would take is missing."],
    ["strategy_disabled", "The strategy was turned off at the same moment."],
    [
      "stop_at_broker",
      "The stop at the broker is canceled first; the order follows once that is confirmed.",
    ],
    ["overtaken", "The strategy said something newer of the symbol at the same moment."],
    [
      "not_at_venue",
      "The venue does not show the shares that the order would close: look under Reconciliation.",
    ],
  ] as const)("says why a signal asks for no order: %s", (cause, sentence) => {
    expect(describeSuppression(cause)).toBe(sentence);
  });
});

describe("marketablePrice", () => {
  it("moves outward from the far touch and sits on a tick", () => {
    expect(marketablePrice("buy", aQuote(), 10)).toBe(price("100.12"));
    expect(marketablePrice("sell", aQuote(), 10)).toBe(price("99.89"));
    expect(marketablePrice("buy", aQuote({ ask: price("0.5001") }), 10)).toBe(price("0.5006"));
  });

  it("is absent without that side", () => {
    expect(marketablePrice("buy", null, 10)).toBeNull();
    expect(marketablePrice("sell", null, 10)).toBeNull();
    expect(marketablePrice("sell", aQuote({ bid: null }), 10)).toBeNull();
  });
});

describe("following the orders of sizeOrder", () => {
  const target = fc.double({ min: -1, max: 1, noNaN: true });
  const start = fc.integer({ min: -150, max: 150 });

  it("reaches the target in at most two orders, without ever going through zero in one", () => {
    fc.assert(
      fc.property(target, start, fc.nat(30), (wanted, held, offsetBps) => {
        let position = held;
        let orders = 0;
        for (;;) {
          const next = sizing({ target: wanted, own: holding(position), offsetBps });
          if (next.kind !== "order") {
            expect(next).toEqual({ kind: "at_target" });
            break;
          }
          orders++;
          const after = position + (next.side === "buy" ? 1 : -1) * quantityToNumber(next.quantity);
          expect(after * position).toBeGreaterThanOrEqual(0);
          expect(isOnTick(next.limitPrice)).toBe(true);
          const touch = next.side === "buy" ? price("100.01") : price("99.99");
          const outward =
            (priceUnits(next.limitPrice) - priceUnits(touch)) * (next.side === "buy" ? 1 : -1);
          expect(outward).toBeGreaterThanOrEqual(0);
          position = after;
        }
        expect(orders).toBeLessThanOrEqual(2);
        expect(Math.abs(position) * 99.99).toBeLessThanOrEqual(10_000 * Math.abs(wanted) + 1e-6);
      }),
      { numRuns: runs(500) },
    );
  });
});
