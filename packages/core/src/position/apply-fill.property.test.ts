import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFill, SPY } from "../../test/builders.ts";
import type { Fill } from "../fill/fill.ts";
import { executionId } from "../ids.ts";
import {
  addMoney,
  moneyFromUnits,
  moneyUnits,
  negateMoney,
  notional,
  ZERO_MONEY,
} from "../number/money.ts";
import { priceFromUnits, priceUnits } from "../number/price.ts";
import { quantityFromUnits, quantityUnits, shares } from "../number/quantity.ts";
import { signedQuantity } from "../order/side.ts";
import { applyFill } from "./apply-fill.ts";
import { positionPnl } from "./pnl.ts";
import { cashFlow, flatPosition, type Position } from "./position.ts";

Decimal.set({ precision: 60 });

const units = fc.oneof(
  fc.integer({ min: 1, max: 5_000 }).map((count) => quantityUnits(shares(count))),
  fc.integer({ min: 1, max: 2_000_000_000_000 }),
);
const prices = fc.integer({ min: 1, max: 900_000_000 });

function fillsOf(quantities: fc.Arbitrary<number>): fc.Arbitrary<Fill[]> {
  const fill = fc.record({
    side: fc.constantFrom("buy" as const, "sell" as const),
    quantity: quantities.map(quantityFromUnits),
    price: prices.map(priceFromUnits),
    fee: fc.integer({ min: 0, max: 5_000_000 }).map(moneyFromUnits),
  });
  return fc
    .array(fill, { maxLength: 25 })
    .map((list) =>
      list.map((one, index) => aFill({ ...one, executionId: executionId(`e${index}`) })),
    );
}

function after(fills: readonly Fill[]): Position {
  return fills.reduce(applyFill, flatPosition(SPY, 0));
}

/** Another book of the same fills, in decimals, one lot at a time; all amounts in the ledger's smallest units. */
class DecimalBook {
  quantity = new Decimal(0);
  cost = new Decimal(0);
  realized = new Decimal(0);
  cash = new Decimal(0);

  readonly round: (value: Decimal) => Decimal;

  constructor(round: (value: Decimal) => Decimal) {
    this.round = round;
  }

  take(fill: Fill): void {
    const size = new Decimal(quantityUnits(fill.quantity));
    const signed = fill.side === "buy" ? size : size.neg();
    const against = this.quantity.mul(signed).isNegative();
    const closing = against ? Decimal.min(size, this.quantity.abs()) : new Decimal(0);
    const worth = (amount: Decimal) => this.round(amount.mul(priceUnits(fill.price)).div(1e9));
    this.cash = this.cash.minus(worth(signed));
    if (!closing.isZero())
      this.close(closing, worth(signed.isNegative() ? closing.neg() : closing));
    const all = worth(signed);
    const closed = closing.isZero()
      ? new Decimal(0)
      : worth(signed.isNegative() ? closing.neg() : closing);
    this.cost = this.cost.plus(all.minus(closed));
    this.quantity = this.quantity.plus(signed);
  }

  private close(closing: Decimal, worthClosed: Decimal): void {
    const released = this.round(this.cost.mul(closing).div(this.quantity.abs()));
    this.realized = this.realized.plus(worthClosed.neg().minus(released));
    this.cost = this.cost.minus(released);
  }
}

const halfEven = (value: Decimal) => value.toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN);
const unrounded = (value: Decimal) => value;

function decimalBook(fills: readonly Fill[], round: (value: Decimal) => Decimal): DecimalBook {
  const book = new DecimalBook(round);
  for (const fill of fills) book.take(fill);
  return book;
}

describe("applyFill and a slow decimal model", () => {
  it("agree to the last unit on quantity, cost, realized profit and cash", () => {
    fc.assert(
      fc.property(fillsOf(units), (fills) => {
        const position = after(fills);
        const model = decimalBook(fills, halfEven);
        expect(quantityUnits(position.quantity)).toBe(model.quantity.toNumber() + 0);
        expect(moneyUnits(position.costBasis)).toBe(model.cost.toNumber() + 0);
        expect(moneyUnits(position.realizedPnl)).toBe(model.realized.toNumber() + 0);
        expect(moneyUnits(cashFlow(position))).toBe(model.cash.toNumber() + 0);
      }),
      { numRuns: 300 },
    );
  });

  it("differ from an average cost without any rounding by at most a millionth of a dollar a fill", () => {
    const whole = fc.integer({ min: 1, max: 5_000 }).map((count) => quantityUnits(shares(count)));
    fc.assert(
      fc.property(fillsOf(whole), (fills) => {
        const position = after(fills);
        const model = decimalBook(fills, unrounded);
        expect(quantityUnits(position.quantity)).toBe(model.quantity.toNumber() + 0);
        expect(moneyUnits(cashFlow(position))).toBe(model.cash.toNumber() + 0);
        const drift = model.realized.minus(moneyUnits(position.realizedPnl)).abs();
        expect(drift.toNumber()).toBeLessThanOrEqual(fills.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe("applyFill, for any fills", () => {
  it("conserves money: realized less cost is the cash of the fills, always", () => {
    fc.assert(
      fc.property(fillsOf(units), (fills) => {
        let cash = ZERO_MONEY;
        let position = flatPosition(SPY, 0);
        for (const fill of fills) {
          position = applyFill(position, fill);
          cash = addMoney(
            cash,
            negateMoney(notional(fill.price, signedQuantity(fill.side, fill.quantity))),
          );
          expect(cashFlow(position)).toBe(cash);
        }
      }),
    );
  });

  it("costs nothing when flat, and cost has the sign of the quantity", () => {
    fc.assert(
      fc.property(fillsOf(units), (fills) => {
        let position = flatPosition(SPY, 0);
        for (const fill of fills) {
          position = applyFill(position, fill);
          const held = Math.sign(quantityUnits(position.quantity));
          const cost = Math.sign(moneyUnits(position.costBasis));
          if (held === 0) expect(cost).toBe(0);
          else expect([0, held]).toContain(cost);
        }
      }),
    );
  });

  it("gives the same quantity, cash, fees and total profit in whatever order the fills come", () => {
    const shuffled = fillsOf(units).chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, prices, ([one, other], mark) => {
        const a = after(one);
        const b = after(other);
        expect(b.quantity).toBe(a.quantity);
        expect(cashFlow(b)).toBe(cashFlow(a));
        expect(b.fees).toBe(a.fees);
        expect(positionPnl(b, priceFromUnits(mark)).net).toBe(
          positionPnl(a, priceFromUnits(mark)).net,
        );
      }),
      { numRuns: 300 },
    );
  });
});
