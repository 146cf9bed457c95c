import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFill, IBM, MORNING, SPY } from "../../test/builders.ts";
import { executionId, strategyId } from "../ids.ts";
import {
  addMoney,
  money,
  moneyUnits,
  notional,
  subtractMoney,
  ZERO_MONEY,
} from "../number/money.ts";
import { priceFromUnits } from "../number/price.ts";
import {
  addQuantity,
  quantityFromUnits,
  quantityUnits,
  shares,
  UNITS_PER_SHARE,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import { applyFillToPortfolio, openPortfolio, type Portfolio } from "../portfolio/portfolio.ts";
import type { Position } from "../position/position.ts";
import { convertHolding, type HoldingConversion } from "./convert-holding.ts";
import { toNewPrice, toNewShares } from "./share-ratio.ts";

const RATIOS = fc.constantFrom(
  { newShares: 10, oldShares: 1 },
  { newShares: 1, oldShares: 20 },
  { newShares: 3, oldShares: 2 },
  { newShares: 21, oldShares: 20 },
);
const fills = fc.array(
  fc.record({
    side: fc.constantFrom("buy" as const, "sell" as const),
    shares: fc.integer({ min: 1, max: 300 }),
    cents: fc.integer({ min: 1_000, max: 50_000 }),
    owner: fc.constantFrom(null, strategyId("a"), strategyId("b")),
  }),
  { minLength: 1, maxLength: 8 },
);

function traded(drafts: typeof fills extends fc.Arbitrary<infer T> ? T : never): Portfolio {
  const portfolio = openPortfolio(money("100000"));
  for (const [index, { side, shares: count, cents, owner }] of drafts.entries()) {
    const fill = aFill({
      executionId: executionId(`x${index}`),
      side,
      quantity: shares(count),
      price: priceFromUnits(cents * 10_000),
      strategyId: owner,
    });
    applyFillToPortfolio(portfolio, fill);
  }
  return portfolio;
}

/** Portfolios are plain data. */
const copyOf = (portfolio: Portfolio): Portfolio =>
  JSON.parse(JSON.stringify(portfolio)) as Portfolio;
const held = (portfolio: Portfolio, symbol = SPY): Position => {
  const position = portfolio.positions[symbol];
  if (position === undefined) throw new Error("never traded");
  return position;
};
const ofStrategies = (portfolio: Portfolio, symbol = SPY) =>
  Object.values(portfolio.byStrategy)
    .map((book) => (book as Record<string, Position>)[symbol]?.quantity ?? ZERO_QUANTITY)
    .reduce(addQuantity, ZERO_QUANTITY);

describe("a holding after a split", () => {
  it("has exactly the ratio's shares, at the same cost, having earned the same, and strategies hold all of it", () => {
    fc.assert(
      fc.property(fills, RATIOS, (drafts, ratio) => {
        const portfolio = traded(drafts);
        const before = copyOf(portfolio);
        const quantity = toNewShares(held(portfolio).quantity, ratio);
        const terms = { from: SPY, to: SPY, ratio, quantity, cashInLieu: ZERO_MONEY, at: MORNING };
        convertHolding(portfolio, terms);
        expect(quantityUnits(quantity) * ratio.oldShares).toBe(
          quantityUnits(held(before).quantity) * ratio.newShares,
        );
        expect(held(portfolio)).toMatchObject({
          quantity,
          costBasis: held(before).costBasis,
          realizedPnl: held(before).realizedPnl,
        });
        expect(portfolio.cash).toBe(before.cash);
        expect(portfolio.realizedPnl).toBe(before.realizedPnl);
        expect(ofStrategies(portfolio)).toBe(quantity);
      }),
    );
  });

  it("is worth the same at the converted price, to a millionth of a dollar a share", () => {
    const cents = fc.integer({ min: 100, max: 100_000 });
    const counts = fc.integer({ min: -500, max: 500 });
    fc.assert(
      fc.property(cents, counts, RATIOS, (at, count, ratio) => {
        const old = priceFromUnits(at * 10_000);
        const after = toNewShares(shares(count), ratio);
        const worth = notional(toNewPrice(old, ratio), after);
        const difference = Math.abs(moneyUnits(subtractMoney(worth, notional(old, shares(count)))));
        expect(difference).toBeLessThanOrEqual(
          Math.abs(quantityUnits(after)) / UNITS_PER_SHARE + 1,
        );
      }),
    );
  });

  it("that kept whole shares has sold the fraction for the cash that was paid: cost and cash add up", () => {
    const counts = fc.integer({ min: 21, max: 5_000 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 90_000 }), (count, cents) => {
        const ratio = { newShares: 1, oldShares: 20 };
        const portfolio = traded([{ side: "buy", shares: count, cents: 4_321, owner: null }]);
        const before = held(portfolio);
        const exact = quantityUnits(toNewShares(before.quantity, ratio));
        const quantity = quantityFromUnits(exact - (exact % UNITS_PER_SHARE));
        const paid = exact % UNITS_PER_SHARE === 0 ? ZERO_MONEY : money((cents / 100).toFixed(2));
        convertHolding(portfolio, {
          ...{ from: SPY, to: SPY, ratio },
          ...{ quantity, cashInLieu: paid, at: MORNING },
        });
        const after = held(portfolio);
        expect(subtractMoney(after.realizedPnl, after.costBasis)).toBe(
          addMoney(subtractMoney(before.realizedPnl, before.costBasis), paid),
        );
        expect(portfolio.realizedPnl).toBe(after.realizedPnl);
      }),
    );
  });
});

describe("a holding under a new symbol", () => {
  const terms = (portfolio: Portfolio): HoldingConversion => ({
    from: SPY,
    to: IBM,
    ratio: { newShares: 1, oldShares: 1 },
    quantity: held(portfolio).quantity,
    cashInLieu: ZERO_MONEY,
    at: MORNING,
  });

  it("takes shares and cost along, and leaves what was earned where it was earned", () => {
    fc.assert(
      fc.property(fills, (drafts) => {
        const portfolio = traded(drafts);
        const before = copyOf(portfolio);
        convertHolding(portfolio, terms(portfolio));
        const { quantity, costBasis, realizedPnl } = held(before);
        expect(held(portfolio, IBM)).toMatchObject({ quantity, costBasis });
        expect(held(portfolio)).toMatchObject({
          quantity: ZERO_QUANTITY,
          costBasis: ZERO_MONEY,
          realizedPnl,
        });
        expect(portfolio.realizedPnl).toBe(before.realizedPnl);
        expect(ofStrategies(portfolio, IBM)).toBe(quantity);
        expect(ofStrategies(portfolio)).toBe(ZERO_QUANTITY);
      }),
    );
  });

  it("is refused where the new symbol is held already", () => {
    const portfolio = traded([{ side: "buy", shares: 10, cents: 10_000, owner: null }]);
    applyFillToPortfolio(portfolio, aFill({ executionId: executionId("y"), symbol: IBM }));
    expect(() => convertHolding(portfolio, terms(portfolio))).toThrow("IBM is held already");
  });
});
