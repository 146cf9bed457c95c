import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFill, booked, IBM, SPY } from "../../test/builders.ts";
import { accruedFees, totalFees } from "../fees/regulatory-fees.ts";
import { executionId, strategyId } from "../ids.ts";
import { addMoney, type Money, money, ZERO_MONEY } from "../number/money.ts";
import { priceFromUnits } from "../number/price.ts";
import { addQuantity, type Quantity, shares, ZERO_QUANTITY } from "../number/quantity.ts";
import { cashFlow, type Position } from "../position/position.ts";
import { openPortfolio, type Portfolio, positionOf } from "./portfolio.ts";
import { accountFees } from "./valuation.ts";

const fill = fc
  .record({
    symbol: fc.constantFrom(SPY, IBM),
    strategyId: fc.constantFrom(strategyId("trend"), strategyId("revert"), null),
    side: fc.constantFrom("buy" as const, "sell" as const),
    count: fc.integer({ min: 1, max: 300 }),
    units: fc.integer({ min: 1_000_000, max: 300_000_000 }),
  })
  .map(({ count, units, ...rest }) => {
    const made = aFill({ ...rest, quantity: shares(count), price: priceFromUnits(units) });
    return { ...made, fee: totalFees(accruedFees(made)) };
  });
const fills = fc
  .array(fill, { maxLength: 30 })
  .map((list) => list.map((one, index) => ({ ...one, executionId: executionId(`e${index}`) })));

function sumOf(positions: readonly Position[], part: (position: Position) => Money): Money {
  return positions.map(part).reduce(addMoney, ZERO_MONEY);
}

function heldByStrategies(portfolio: Portfolio, symbol: Position["symbol"]): Quantity {
  return Object.values<Portfolio["positions"]>(portfolio.byStrategy)
    .map((book) => book[symbol]?.quantity ?? ZERO_QUANTITY)
    .reduce(addQuantity, ZERO_QUANTITY);
}

describe("a portfolio, after any fills", () => {
  it("has the cash, the realized profit and the fees that its positions add up to", () => {
    fc.assert(
      fc.property(fills, (list) => {
        const portfolio = booked(openPortfolio(money("100000")), list);
        const positions = Object.values<Position>(portfolio.positions);
        expect(portfolio.cash).toBe(addMoney(money("100000"), sumOf(positions, cashFlow)));
        expect(portfolio.realizedPnl).toBe(sumOf(positions, ({ realizedPnl }) => realizedPnl));
        expect(accountFees(portfolio)).toBe(sumOf(positions, ({ fees }) => fees));
      }),
    );
  });

  it("holds what its strategies hold together", () => {
    fc.assert(
      fc.property(fills, (list) => {
        const portfolio = booked(openPortfolio(ZERO_MONEY), list);
        for (const symbol of [SPY, IBM]) {
          expect(heldByStrategies(portfolio, symbol)).toBe(positionOf(portfolio, symbol).quantity);
        }
      }),
    );
  });

  it("is plain data: JSON gives it back, and it goes on from there alike", () => {
    fc.assert(
      fc.property(fills, fills, (before, after) => {
        const portfolio = booked(openPortfolio(money("5000")), before);
        const copy: Portfolio = JSON.parse(JSON.stringify(portfolio));
        expect(booked(copy, after)).toEqual(booked(portfolio, after));
      }),
    );
  });
});
