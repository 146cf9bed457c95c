import { describe, expect, it } from "vitest";
import { aFill, booked, IBM, MORNING, SPY } from "../../test/builders.ts";
import { accruedFees, NO_FEES, totalFees } from "../fees/regulatory-fees.ts";
import type { Fill } from "../fill/fill.ts";
import { executionId, strategyId } from "../ids.ts";
import { isoDate } from "../market/civil-date.ts";
import { money, moneyFromUnits, ZERO_MONEY } from "../number/money.ts";
import { price } from "../number/price.ts";
import { shares, ZERO_QUANTITY } from "../number/quantity.ts";
import { bookCharge } from "./book-charge.ts";
import {
  adoptCash,
  adoptIntoPortfolio,
  applyFillToPortfolio,
  EXTERNAL_STRATEGY,
  openPortfolio,
  type Portfolio,
  positionOf,
  strategyPositionOf,
} from "./portfolio.ts";
import {
  accountFees,
  accountPnl,
  dayPnl,
  dayPnlBySymbol,
  dayPnlByStrategy,
  equity,
  openDay,
  pnlBySymbol,
  pnlByStrategy,
  strategiesOf,
  sumPnl,
} from "./valuation.ts";

const trend = strategyId("trend");
const revert = strategyId("revert");

function charged(change: Partial<Fill>): Fill {
  const fill = aFill({ quantity: shares(100), ...change });
  return { ...fill, fee: totalFees(accruedFees(fill)) };
}

function after(fills: readonly Fill[]): Portfolio {
  return booked(openPortfolio(money("100000")), fills);
}

const bought = charged({ executionId: executionId("a"), strategyId: trend });
const soldShort = charged({
  executionId: executionId("b"),
  strategyId: revert,
  symbol: IBM,
  side: "sell",
  price: price("180"),
});
const sold = charged({
  executionId: executionId("c"),
  strategyId: trend,
  side: "sell",
  price: price("101"),
});

describe("applyFillToPortfolio", () => {
  it("moves cash by the fill and leaves its fee accrued", () => {
    const portfolio = after([bought, sold]);
    expect(portfolio.cash).toBe(money("100100"));
    expect(portfolio.realizedPnl).toBe(money("100"));
    expect(portfolio.accruedFees).toEqual({
      sec: money("0.17574"),
      taf: money("0.0119"),
      cat: ZERO_MONEY,
    });
  });

  it("books each fill for the account and for the strategy that wanted it", () => {
    const portfolio = after([bought, soldShort]);
    expect(positionOf(portfolio, SPY).quantity).toBe(shares(100));
    expect(strategyPositionOf(portfolio, trend, SPY).quantity).toBe(shares(100));
    expect(strategyPositionOf(portfolio, revert, SPY).quantity).toBe(ZERO_QUANTITY);
    expect(strategyPositionOf(portfolio, revert, IBM).quantity).toBe(shares(-100));
    expect(strategiesOf(portfolio)).toEqual([trend, revert]);
  });

  it("books what no strategy wanted as external", () => {
    const portfolio = after([aFill()]);
    expect(strategyPositionOf(portfolio, EXTERNAL_STRATEGY, SPY).quantity).toBe(shares(10));
    expect(strategyPositionOf(portfolio, trend, SPY).quantity).toBe(ZERO_QUANTITY);
  });

  it("accrues nothing where the venue charges nothing", () => {
    expect(after([{ ...sold, fee: ZERO_MONEY }]).accruedFees).toEqual(NO_FEES);
  });

  it("keeps the total of a fee that this build's table does not give", () => {
    const { accruedFees } = after([{ ...sold, fee: money("7") }]);
    expect(totalFees(accruedFees)).toBe(money("7"));
  });

  it("books a fill whole or not at all", () => {
    const portfolio = after([bought]);
    const before: Portfolio = JSON.parse(JSON.stringify(portfolio));
    portfolio.realizedPnl = moneyFromUnits(Number.MAX_SAFE_INTEGER);
    expect(() => applyFillToPortfolio(portfolio, sold)).toThrow();
    expect(portfolio).toEqual({ ...before, realizedPnl: moneyFromUnits(Number.MAX_SAFE_INTEGER) });
  });
});

describe("adopting what the venue holds", () => {
  it("replaces the holding, as nobody's, and leaves cash to its own word", () => {
    const held = { quantity: shares(40), averagePrice: price("90"), at: MORNING };
    const portfolio = openPortfolio(ZERO_MONEY);
    adoptIntoPortfolio(portfolio, SPY, held);
    adoptCash(portfolio, money("5000"));
    expect(positionOf(portfolio, SPY)).toMatchObject({
      quantity: shares(40),
      costBasis: money("3600"),
    });
    expect(strategyPositionOf(portfolio, EXTERNAL_STRATEGY, SPY).quantity).toBe(shares(40));
    expect(equity(portfolio, { [SPY]: price("100") })).toBe(money("9000"));
  });

  it("leaves strategies what they hold, and makes the difference nobody's", () => {
    const held = { quantity: shares(30), averagePrice: price("90"), at: MORNING };
    const portfolio = after([bought]);
    adoptIntoPortfolio(portfolio, SPY, held);
    expect(positionOf(portfolio, SPY).quantity).toBe(shares(30));
    expect(strategyPositionOf(portfolio, trend, SPY).quantity).toBe(shares(100));
    expect(strategyPositionOf(portfolio, EXTERNAL_STRATEGY, SPY).quantity).toBe(shares(-70));
  });

  it("keeps what external fills had earned", () => {
    const own = after([
      aFill(),
      aFill({ executionId: executionId("z"), side: "sell", price: price("101") }),
    ]);
    const held = { quantity: shares(1), averagePrice: price("90"), at: MORNING };
    adoptIntoPortfolio(own, SPY, held);
    expect(strategyPositionOf(own, EXTERNAL_STRATEGY, SPY).realizedPnl).toBe(money("10"));
  });
});

describe("valuation", () => {
  const marks = { [SPY]: price("102"), [IBM]: price("181") };

  it("makes equity of cash and market value, longs and shorts", () => {
    expect(equity(after([bought, soldShort]), marks)).toBe(money("100100"));
  });

  it("values by the last fill while the market gives no mark, and skips what was never priced", () => {
    expect(equity(after([bought]), {})).toBe(money("100000"));
    const empty = {
      ...openPortfolio(money("7")),
      positions: { [SPY]: { ...positionOf(after([]), SPY) } },
    };
    expect(equity(empty, {})).toBe(money("7"));
  });

  it("splits profit by symbol and by strategy, and the parts add up to the account", () => {
    const portfolio = after([bought, soldShort, sold]);
    expect(pnlBySymbol(portfolio.positions, marks)).toMatchObject({
      SPY: { realized: money("100"), unrealized: ZERO_MONEY },
      IBM: { realized: ZERO_MONEY, unrealized: money("-100") },
    });
    const byStrategy = pnlByStrategy(portfolio, marks);
    expect(byStrategy[trend]).toMatchObject({ SPY: { realized: money("100") } });
    expect(byStrategy[revert]).toMatchObject({ IBM: { unrealized: money("-100") } });
    expect(sumPnl(pnlBySymbol(portfolio.positions, marks))).toEqual(accountPnl(portfolio, marks));
  });
});

describe("a day", () => {
  const day = openDay(after([bought]), isoDate("2013-10-09"), { [SPY]: price("100.50") });
  const today = { [SPY]: price("102"), [IBM]: price("179") };

  it("opens with the equity of the prior close", () => {
    expect(day).toMatchObject({ date: "2013-10-09", equity: money("100050") });
  });

  it("counts only what was earned since the prior close, split into its parts", () => {
    const portfolio = after([bought, sold, soldShort]);
    expect(dayPnl(portfolio, day, today)).toEqual({
      realized: money("100"),
      unrealized: money("50"),
      fees: money("0.51274"),
      net: money("149.48726"),
    });
    expect(dayPnlBySymbol(portfolio, day, today)[SPY]).toMatchObject({
      realized: money("100"),
      unrealized: money("-50"),
    });
    const byStrategy = dayPnlByStrategy(portfolio, day, today);
    expect(byStrategy[revert]?.[IBM]?.unrealized).toBe(money("100"));
    expect(byStrategy[trend]?.[SPY]?.net).toBe(money("49.81236"));
  });

  it("explains the change of equity: net profit plus the fees not yet taken", () => {
    const portfolio = after([bought, sold, soldShort]);
    expect(equity(portfolio, today)).toBe(money("100200"));
    bookCharge(portfolio, { kind: "FEE/REG", amount: money("-0.49") });
    bookCharge(portfolio, { kind: "FEE/TAF", amount: money("-0.03") });
    expect(accountFees(portfolio)).toBe(money("0.52"));
    expect(dayPnl(portfolio, day, today).net).toBe(money("149.48"));
    expect(equity(portfolio, today)).toBe(money("100199.48"));
  });
});
