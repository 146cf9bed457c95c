import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFill, anOrder, booked, IBM, SPY, sumOpenOrders } from "../../test/builders.ts";
import { executionId, type Ticker } from "../ids.ts";
import { isoDate } from "../market/civil-date.ts";
import {
  absoluteMoney,
  addMoney,
  money,
  notional,
  subtractMoney,
  ZERO_MONEY,
} from "../number/money.ts";
import { type Price, price, priceFromUnits } from "../number/price.ts";
import { shares, signOfQuantity } from "../number/quantity.ts";
import { worstCaseNotional } from "./exposure.ts";
import {
  emptyTotals,
  recallMark,
  exposureElsewhere,
  type LiveTotals,
  liveDayPnl,
  liveEquity,
  totalsOf,
  updateMark,
  updateOpenOrders,
  updatePosition,
  updateVenueMark,
} from "./live-totals.ts";
import { NO_OPEN_ORDERS, type OpenOrders } from "./open-orders.ts";
import { applyFillToPortfolio, openPortfolio, type Portfolio, positionOf } from "./portfolio.ts";
import { dayPnl, equity, openDay } from "./valuation.ts";

const side = fc.constantFrom("buy" as const, "sell" as const);
const symbol = fc.constantFrom(SPY, IBM);
const units = fc.integer({ min: 1_000_000, max: 300_000_000 });
const step = fc.oneof(
  fc.record({ kind: fc.constant("mark" as const), symbol, units }),
  fc.record({
    kind: fc.constant("fill" as const),
    symbol,
    side,
    count: fc.integer({ min: 1, max: 300 }),
    units,
  }),
  fc.record({
    kind: fc.constant("orders" as const),
    symbol,
    counts: fc.array(fc.tuple(side, fc.nat(200)), { maxLength: 3 }),
  }),
);

describe("live totals", () => {
  it("equal the sums computed anew after every change", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const totals = emptyTotals();
        const portfolio = openPortfolio(money("100000"));
        const marks: Record<Ticker, Price> = {};
        const orders: Record<Ticker, OpenOrders> = {};
        const day = openDay(portfolio, isoDate("2013-10-08"), {});
        steps.forEach((one, index) => {
          if (one.kind === "mark") {
            marks[one.symbol] = priceFromUnits(one.units);
            updateMark(totals, one.symbol, priceFromUnits(one.units));
          } else if (one.kind === "fill") {
            const fill = aFill({
              executionId: executionId(String(index)),
              symbol: one.symbol,
              side: one.side,
              quantity: shares(one.count),
              price: priceFromUnits(one.units),
            });
            applyFillToPortfolio(portfolio, fill);
            updatePosition(totals, positionOf(portfolio, one.symbol));
          } else {
            const open = one.counts.map(([which, count]) =>
              anOrder({ symbol: one.symbol, side: which, leavesQuantity: shares(count) }),
            );
            orders[one.symbol] = sumOpenOrders(open);
            updateOpenOrders(totals, one.symbol, sumOpenOrders(open));
          }
        });
        expectSums(totals, portfolio, orders);
        const isHeld = (one: Ticker) => signOfQuantity(positionOf(portfolio, one).quantity) !== 0;
        expect(totals.unmarked).toBe(
          [SPY, IBM].filter((one) => isHeld(one) && !(one in marks)).length,
        );
        // Values agree wherever the market has spoken; before that the two stand-ins for a mark may differ.
        if (Object.keys(portfolio.positions).every((held) => held in marks)) {
          expect(liveEquity(portfolio, totals)).toBe(equity(portfolio, marks));
          expect(liveDayPnl(portfolio, totals, day)).toEqual(dayPnl(portfolio, day, marks));
        }
      }),
      { numRuns: 300 },
    );
  });

  function expectSums(
    totals: LiveTotals,
    portfolio: Portfolio,
    orders: Record<Ticker, OpenOrders>,
  ): void {
    let unrealized = ZERO_MONEY;
    let value = ZERO_MONEY;
    let gross = ZERO_MONEY;
    let worst = ZERO_MONEY;
    let count = 0;
    for (const one of [SPY, IBM]) {
      const row = totalsOf(totals, one);
      const position = positionOf(portfolio, one);
      const open = orders[one] ?? NO_OPEN_ORDERS;
      count += open.count;
      expect(row.position).toBe(position.quantity);
      if (row.referencePrice === null) continue;
      const worth = notional(row.referencePrice, position.quantity);
      const holding = { position: position.quantity, openBuys: open.buys, openSells: open.sells };
      value = addMoney(value, worth);
      gross = addMoney(gross, absoluteMoney(worth));
      unrealized = addMoney(unrealized, subtractMoney(worth, position.costBasis));
      worst = addMoney(worst, worstCaseNotional(holding, row.referencePrice));
    }
    expect(totals).toMatchObject({
      unrealized,
      marketValue: value,
      grossExposure: gross,
      worstCaseExposure: worst,
      openOrders: count,
    });
  }

  it("count what has no price of today: held, or ordered without naming one", () => {
    const totals = emptyTotals();
    const market = anOrder({ leavesQuantity: shares(10), pricing: { type: "market" } });
    updateOpenOrders(totals, SPY, sumOpenOrders([market]));
    const bought = aFill({ symbol: IBM, side: "buy", quantity: shares(10), price: price("180") });
    const held = positionOf(booked(openPortfolio(money("9999")), [bought]), IBM);
    updatePosition(totals, held);
    recallMark(totals, IBM, price("181"));
    expect(totals).toMatchObject({ unmarked: 1, unpriced: 1, marketValue: money("1810") });
    updateVenueMark(totals, IBM, price("182"));
    recallMark(totals, IBM, price("181"));
    expect(totals).toMatchObject({ unmarked: 0, unpriced: 1, marketValue: money("1820") });
    updateMark(totals, IBM, price("183"));
    updateVenueMark(totals, IBM, price("182"));
    updateOpenOrders(totals, SPY, NO_OPEN_ORDERS);
    expect(totals).toMatchObject({ unmarked: 0, unpriced: 0, marketValue: money("1830") });
  });

  it("value another program's stop order at the higher of its prices until the market speaks", () => {
    const totals = emptyTotals();
    const terms = {
      type: "stop_limit" as const,
      stopPrice: price("400"),
      limitPrice: price("390"),
    };
    updateOpenOrders(
      totals,
      SPY,
      sumOpenOrders([anOrder({ leavesQuantity: shares(10), pricing: terms })]),
    );
    expect(totals.worstCaseExposure).toBe(money("4000"));
  });

  it("know the exposure of all symbols but one", () => {
    const totals = emptyTotals();
    updateMark(totals, SPY, price("100"));
    updateMark(totals, IBM, price("180"));
    updateOpenOrders(totals, SPY, sumOpenOrders([anOrder({ leavesQuantity: shares(10) })]));
    updateOpenOrders(totals, IBM, sumOpenOrders([anOrder({ leavesQuantity: shares(10) })]));
    expect(exposureElsewhere(totals, totals.symbols[SPY])).toBe(money("1800"));
    expect(exposureElsewhere(totals, undefined)).toBe(money("2800"));
  });

  it("value an order in a symbol that nobody has priced yet by its own limit", () => {
    const totals = emptyTotals();
    updateOpenOrders(totals, SPY, sumOpenOrders([anOrder({ leavesQuantity: shares(10) })]));
    expect(totals.worstCaseExposure).toBe(money("1000.50"));
  });

  it("are plain data", () => {
    const totals = emptyTotals();
    updateMark(totals, SPY, price("100"));
    updateMark(totals, SPY, price("100"));
    expect(JSON.parse(JSON.stringify(totals))).toEqual(totals);
  });
});
