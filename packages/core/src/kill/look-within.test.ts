import { describe, expect, test } from "vitest";
import { strategyId, ticker } from "../ids.ts";
import { formatQuantity, quantity } from "../number/quantity.ts";
import type { VenueLook } from "./kill-plan.ts";
import { type KillScope, WHOLE_ACCOUNT } from "./kill-scope.ts";
import { heldAgainst, lookWithin, perhapsWithin } from "./look-within.ts";
import { openOrder, position, unreadableOrder, unreadPosition } from "./test/venue-shows.ts";

const LOOK: VenueLook = {
  openOrders: [openOrder("mine"), openOrder("theirs"), openOrder("spy", { symbol: ticker("SPY") })],
  unreadable: [unreadableOrder("odd", "IBM"), unreadableOrder("odder")],
  positions: [position("IBM", "100"), position("SPY", "-50")],
  session: "regular",
  venueAt: 0,
};
const IBM: KillScope = { kind: "symbol", symbol: ticker("IBM") };
const STRATEGY: KillScope = { kind: "strategy", strategyId: strategyId("s1") };

/** Returns what a look shows, by names. */
function shown({ openOrders, unreadable = [], positions }: VenueLook) {
  return {
    orders: openOrders.map(({ clientOrderId }) => clientOrderId),
    unreadable: unreadable.map(({ clientOrderId }) => clientOrderId),
    held: positions.map((one) => `${formatQuantity(one.quantity)} ${one.symbol}`),
  };
}

const NO_ORDERS = { orders: new Set<string>(), positions: [] };

/** Returns what a strategy sees that holds so many shares of a symbol. */
function ofStrategy(symbol: string, shares: string) {
  const part = { orders: new Set(["mine"]), positions: [position(symbol, shares)] };
  return shown(lookWithin(LOOK, STRATEGY, part));
}

describe("a kill of a scope sees", () => {
  test("everything where it stops everything", () => {
    expect(lookWithin(LOOK, WHOLE_ACCOUNT, null)).toBe(LOOK);
  });

  test("of a symbol whatever anybody has in it, and nothing else", () => {
    expect(shown(lookWithin(LOOK, IBM, null))).toEqual({
      orders: ["mine", "theirs"],
      unreadable: ["odd"],
      held: ["100 IBM"],
    });
  });

  test("of a strategy its own orders and shares alone", () => {
    expect(ofStrategy("IBM", "30")).toEqual({ orders: ["mine"], unreadable: [], held: ["30 IBM"] });
    expect(shown(lookWithin(LOOK, STRATEGY, null))).toMatchObject({ orders: [], held: [] });
  });

  test.each([
    ["IBM", "150", "100 IBM"],
    ["SPY", "-80", "-50 SPY"],
    ["SPY", "80", "0 SPY"],
    ["QQQ", "80", "0 QQQ"],
    ["SPY", "-20", "-20 SPY"],
  ])("of a strategy in %s with %s shares no more than the account holds", (symbol, own, held) => {
    expect(ofStrategy(symbol, own).held).toEqual([held]);
  });

  test.each([
    ["IBM", "150", ["50 IBM"]],
    ["SPY", "80", ["80 SPY"]],
    ["QQQ", "-80", ["-80 QQQ"]],
    ["SPY", "-20", []],
  ])("of a strategy in %s with %s shares what others hold against it", (symbol, own, against) => {
    const part = { orders: new Set<string>(), positions: [position(symbol, own)] };
    const rest = heldAgainst(part, LOOK);
    expect(rest.map((one) => `${formatQuantity(one.quantity)} ${one.symbol}`)).toEqual(against);
  });

  test("of a strategy its own orders that cannot be read, by the id that we gave them", () => {
    const part = { orders: new Set(["odd"]), positions: [] };
    expect(shown(lookWithin(LOOK, STRATEGY, part)).unreadable).toEqual(["odd"]);
    const nameless = [{ ...unreadableOrder("odd"), clientOrderId: null }];
    const look = { ...LOOK, unreadable: nameless };
    expect(lookWithin(look, STRATEGY, part).unreadable).toEqual([]);
  });

  test("a position that cannot be read where it may lie within: it may be of any symbol when it names none", () => {
    const unreadPositions = [unreadPosition("IBM"), unreadPosition("SPY"), unreadPosition(null)];
    const look = { ...LOOK, unreadPositions };
    const symbolsOf = (seen: VenueLook) => seen.unreadPositions?.map(({ symbol }) => symbol);
    expect(symbolsOf(lookWithin(look, IBM, null))).toEqual(["IBM", null]);
    const part = { orders: new Set<string>(), positions: [position("SPY", "-20")] };
    expect(symbolsOf(lookWithin(look, STRATEGY, part))).toEqual(["SPY", null]);
    expect(symbolsOf(lookWithin(look, STRATEGY, NO_ORDERS))).toEqual([]);
    expect(symbolsOf(lookWithin(look, STRATEGY, null))).toEqual([]);
  });

  test("no share of a strategy to close, nor to be against it, where the account's cannot be read", () => {
    const look = { ...LOOK, unreadPositions: [unreadPosition("QQQ")] };
    const positions = [position("QQQ", "30"), position("IBM", "30")];
    const part = { orders: new Set<string>(), positions };
    expect(shown(lookWithin(look, STRATEGY, part)).held).toEqual(["30 IBM"]);
    expect(heldAgainst(part, look)).toEqual([]);
  });

  test("nothing that cannot be read where the look has none", () => {
    const { unreadable: _none, ...readable } = LOOK;
    expect(lookWithin(readable, IBM, null).unreadable).toEqual([]);
    expect(lookWithin(readable, STRATEGY, NO_ORDERS).unreadable).toEqual([]);
    expect(perhapsWithin(readable, IBM)).toEqual([]);
  });

  test("of a strategy that nobody knows no shares that others could hold against it", () => {
    expect(heldAgainst(null, LOOK)).toEqual([]);
  });

  test("nothing of how many shares are free where the venue does not say", () => {
    const part = { orders: new Set<string>(), positions: [position("IBM", "60")] };
    const [held = {}] = lookWithin(LOOK, STRATEGY, part).positions;
    expect("available" in held).toBe(false);
  });

  test("how many of the account's shares are free", () => {
    const positions = [{ ...position("IBM", "100"), available: quantity("40") }];
    const part = { orders: new Set<string>(), positions: [position("IBM", "60")] };
    const [held] = lookWithin({ ...LOOK, positions }, STRATEGY, part).positions;
    expect(held).toMatchObject({ quantity: quantity("60"), available: quantity("40") });
  });
});

test("an order without a symbol may be of any symbol, and is of no strategy of ours", () => {
  expect(perhapsWithin(LOOK, IBM).map(({ clientOrderId }) => clientOrderId)).toEqual(["odder"]);
  expect([perhapsWithin(LOOK, STRATEGY), perhapsWithin(LOOK, WHOLE_ACCOUNT)]).toEqual([[], []]);
});
