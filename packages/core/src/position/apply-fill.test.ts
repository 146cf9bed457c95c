import { describe, expect, it } from "vitest";
import { aFill, IBM, MORNING, SPY } from "../../test/builders.ts";
import type { Fill } from "../fill/fill.ts";
import { money, ZERO_MONEY } from "../number/money.ts";
import { price } from "../number/price.ts";
import { quantity, shares, ZERO_QUANTITY } from "../number/quantity.ts";
import { applyFill } from "./apply-fill.ts";
import {
  adoptHolding,
  averageEntryPrice,
  cashFlow,
  flatPosition,
  type Position,
} from "./position.ts";

const buy = (count: number, at: string): Fill =>
  aFill({ side: "buy", quantity: shares(count), price: price(at) });
const sell = (count: number, at: string): Fill =>
  aFill({ side: "sell", quantity: shares(count), price: price(at) });

function after(fills: readonly Fill[]): Position {
  return fills.reduce(applyFill, flatPosition(SPY, 0));
}

describe("applyFill", () => {
  it.each([
    ["opens a long", [buy(100, "10")], "100", "1000", "0"],
    ["adds to a long", [buy(100, "10"), buy(100, "12")], "200", "2200", "0"],
    [
      "reduces a long at average cost",
      [buy(100, "10"), buy(100, "12"), sell(50, "13")],
      "150",
      "1650",
      "100",
    ],
    ["closes a long at a loss", [buy(100, "10"), sell(100, "9.5")], "0", "0", "-50"],
    ["opens a short", [sell(100, "10")], "-100", "-1000", "0"],
    ["adds to a short", [sell(100, "10"), sell(100, "12")], "-200", "-2200", "0"],
    ["covers a short with a profit", [sell(100, "10"), buy(40, "9")], "-60", "-600", "40"],
    ["flips from long to short", [buy(100, "10"), sell(150, "12")], "-50", "-600", "200"],
    ["flips from short to long", [sell(100, "10"), buy(130, "11")], "30", "330", "-100"],
  ])("%s", (_, fills, held, cost, realized) => {
    expect(after(fills)).toMatchObject({
      quantity: quantity(held),
      costBasis: money(cost),
      realizedPnl: money(realized),
    });
  });

  it("keeps the rounding of an average cost in the books: closing the last share releases all of it", () => {
    const bought = aFill({ quantity: shares(3), price: price("33.333333") });
    const closed = after([bought, sell(1, "40"), sell(1, "40"), sell(1, "40")]);
    expect(closed).toMatchObject({
      quantity: ZERO_QUANTITY,
      costBasis: ZERO_MONEY,
      realizedPnl: money("20.000001"),
    });
  });

  it("adds up fees apart from realized profit", () => {
    const fee = money("0.05");
    const position = after([buy(10, "10"), { ...sell(10, "10"), fee }, { ...sell(5, "10"), fee }]);
    expect(position).toMatchObject({ fees: money("0.10"), realizedPnl: ZERO_MONEY });
  });

  it("remembers the last price and the latest time", () => {
    const late = aFill({ venueAt: MORNING - 5, price: price("101") });
    expect(after([aFill(), late])).toMatchObject({
      updatedAt: MORNING,
      lastFillPrice: price("101"),
    });
  });

  it("of another symbol is a programmer's error", () => {
    expect(() => applyFill(flatPosition(IBM, 0), aFill())).toThrow("fill of SPY applied to IBM");
  });
});

describe("a position", () => {
  it("has an average entry while it is open", () => {
    expect(averageEntryPrice(after([buy(100, "10"), buy(50, "10.10")]))).toBe(price("10.033333"));
    expect(averageEntryPrice(after([sell(100, "10"), sell(50, "10.10")]))).toBe(price("10.033333"));
    expect(averageEntryPrice(flatPosition(SPY, 0))).toBeNull();
  });

  it("has moved as much cash as it realized less what it still costs", () => {
    expect(cashFlow(after([buy(100, "10"), sell(50, "12")]))).toBe(money("-400"));
  });

  it("takes over what the venue holds at the venue's average, and keeps what it earned", () => {
    const before = after([buy(100, "10"), sell(50, "12")]);
    const held = { quantity: shares(-20), averagePrice: price("11"), at: MORNING + 1 };
    expect(adoptHolding(before, held)).toMatchObject({
      quantity: shares(-20),
      costBasis: money("-220"),
      realizedPnl: money("100"),
      lastFillPrice: price("11"),
      updatedAt: MORNING + 1,
    });
  });
});
