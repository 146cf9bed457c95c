import { describe, expect, it } from "vitest";
import { aFill, booked, SPY } from "../../test/builders.ts";
import { executionId, type StrategyId, strategyId } from "../ids.ts";
import { ZERO_MONEY } from "../number/money.ts";
import { shares, ZERO_QUANTITY } from "../number/quantity.ts";
import { openPortfolio, type Portfolio } from "../portfolio/portfolio.ts";
import { closeAllBut, closeOwnPart, closePosition, partOf } from "./close-position.ts";

const trend = strategyId("trend");
const revert = strategyId("revert");

/** A portfolio in which each holder has bought (or sold short) some SPY. */
function held(...parts: readonly (readonly [StrategyId | null, number])[]): Portfolio {
  const fills = parts.map(([strategy, count], index) =>
    aFill({
      executionId: executionId(`e${index}`),
      strategyId: strategy,
      side: count > 0 ? "buy" : "sell",
      quantity: shares(Math.abs(count)),
    }),
  );
  return booked(openPortfolio(ZERO_MONEY), fills);
}

describe("closePosition", () => {
  it("closes each strategy's part on its own account", () => {
    expect(closePosition(held([trend, 60], [revert, 40]), SPY, ZERO_QUANTITY)).toEqual([
      { side: "sell", quantity: shares(60), strategyId: trend },
      { side: "sell", quantity: shares(40), strategyId: revert },
    ]);
  });

  it("buys back a short", () => {
    expect(closePosition(held([trend, -25]), SPY, ZERO_QUANTITY)).toEqual([
      { side: "buy", quantity: shares(25), strategyId: trend },
    ]);
  });

  it("closes what nobody accounts for last", () => {
    expect(closePosition(held([null, 30], [trend, 10]), SPY, ZERO_QUANTITY)).toEqual([
      { side: "sell", quantity: shares(10), strategyId: trend },
      { side: "sell", quantity: shares(30), strategyId: null },
    ]);
  });

  it("closes no more than the account holds where strategies hold opposite sides", () => {
    expect(closePosition(held([trend, 100], [revert, -40]), SPY, ZERO_QUANTITY)).toEqual([
      { side: "sell", quantity: shares(60), strategyId: trend },
    ]);
  });

  it("closes nothing on account of a strategy that holds the other side, which comes first", () => {
    const portfolio = held([revert, -40], [trend, 100]);
    expect(closePosition(portfolio, SPY, ZERO_QUANTITY)).toEqual([
      { side: "sell", quantity: shares(60), strategyId: trend },
    ]);
  });

  it("leaves out what open orders close already", () => {
    expect(closePosition(held([trend, 60], [revert, 40]), SPY, shares(70))).toEqual([
      { side: "sell", quantity: shares(30), strategyId: trend },
    ]);
    expect(closePosition(held([trend, 60]), SPY, shares(60))).toEqual([]);
  });

  it("of a flat symbol is nothing", () => {
    expect(closePosition(held([trend, 60], [revert, -60]), SPY, ZERO_QUANTITY)).toEqual([]);
    expect(closePosition(held(), SPY, ZERO_QUANTITY)).toEqual([]);
  });
});

describe("closeOwnPart", () => {
  const none = { account: ZERO_QUANTITY, own: ZERO_QUANTITY };
  const own = { symbol: SPY, strategyId: trend };

  it("closes a strategy's shares and nobody else's", () => {
    expect(closeOwnPart(held([trend, 60], [revert, 40]), own, none)).toEqual({
      side: "sell",
      quantity: shares(60),
      strategyId: trend,
    });
  });

  it.each([
    ["what its own orders close already", [60, 40], { ...none, own: shares(50) }, 10],
    ["what all orders leave of the account's", [60, 40], { ...none, account: shares(70) }, 30],
    ["what others hold against it", [60, -40], none, 20],
  ] as const)("leaves out %s", (_what, [mine, theirs], closing, left) => {
    const order = closeOwnPart(held([trend, mine], [revert, theirs]), own, closing);
    expect(order?.quantity).toBe(shares(left));
  });

  it("buys back a strategy's own short", () => {
    expect(closeOwnPart(held([trend, -60], [revert, -40]), own, none)).toEqual({
      side: "buy",
      quantity: shares(60),
      strategyId: trend,
    });
  });

  it.each([
    ["its own orders close all of it", { ...none, own: shares(60) }],
    ["its own orders close more than it", { ...none, own: shares(70) }],
    ["all orders close what the account holds", { ...none, account: shares(100) }],
    ["all orders close more than that", { ...none, account: shares(110) }],
  ])("closes nothing where %s", (_, closing) => {
    expect(closeOwnPart(held([trend, 60], [revert, 40]), own, closing)).toBeNull();
  });

  it("closes nothing where the account holds none of it on that side", () => {
    expect(closeOwnPart(held([trend, 60], [revert, -90]), own, none)).toBeNull();
    expect(closeOwnPart(held([trend, 60], [revert, -60]), own, none)).toBeNull();
    expect(closeOwnPart(held([revert, 60]), own, none)).toBeNull();
  });
});

describe("closeAllBut", () => {
  const except = [trend];
  const of = (owner: StrategyId | null) => (owner === revert ? shares(15) : ZERO_QUANTITY);

  it("leaves a strategy's shares and what closes them, and closes the rest less what closes it", () => {
    const portfolio = held([trend, 60], [revert, 40], [null, 5]);
    const closing = { account: shares(75), of };
    expect(closeAllBut(portfolio, { symbol: SPY, except }, closing)).toEqual([
      { side: "sell", quantity: shares(25), strategyId: revert },
      { side: "sell", quantity: shares(5), strategyId: null },
    ]);
    expect(partOf(portfolio, SPY, except)).toBe(shares(60));
  });

  it("leaves the shares of several strategies", () => {
    const portfolio = held([trend, 60], [revert, 40], [null, 5]);
    const both = [trend, revert];
    const closing = { account: ZERO_QUANTITY, of: () => ZERO_QUANTITY };
    expect(closeAllBut(portfolio, { symbol: SPY, except: both }, closing)).toEqual([
      { side: "sell", quantity: shares(5), strategyId: null },
    ]);
    expect(partOf(portfolio, SPY, both)).toBe(shares(100));
  });

  it("never closes more than the account holds beside what closes it", () => {
    const portfolio = held([trend, 60], [revert, 40]);
    const closing = { account: shares(90), of: () => ZERO_QUANTITY };
    expect(closeAllBut(portfolio, { symbol: SPY, except }, closing)).toEqual([
      { side: "sell", quantity: shares(10), strategyId: revert },
    ]);
  });

  it("closes nothing of a part that is closed already", () => {
    const portfolio = held([trend, 60], [revert, 15], [null, 5]);
    expect(closeAllBut(portfolio, { symbol: SPY, except }, { account: shares(15), of })).toEqual([
      { side: "sell", quantity: shares(5), strategyId: null },
    ]);
    const more = { account: shares(15), of: () => shares(16) };
    expect(closeAllBut(portfolio, { symbol: SPY, except }, more)).toEqual([]);
  });

  it("closes nothing where the strategy left out holds all of it", () => {
    const closing = { account: ZERO_QUANTITY, of: () => ZERO_QUANTITY };
    const portfolio = held([trend, 60], [revert, -10]);
    expect(closeAllBut(portfolio, { symbol: SPY, except }, closing)).toEqual([]);
  });
});
