import { describe, expect, test } from "vitest";
import { quantity } from "../number/quantity.ts";
import { protectiveStops } from "./protective-stops.ts";
import { openOrder, position, sellStop } from "./test/venue-shows.ts";

describe("a protective stop", () => {
  const held = [position("IBM", "100")];

  test.each(["stop", "stop_limit", "trailing_stop"])(
    "of type %s protects what it would close",
    (type) => {
      expect(protectiveStops([{ ...sellStop("s", "100"), type }], held)).toHaveLength(1);
    },
  );

  test.each([
    ["a limit order", openOrder("o", { side: "sell" })],
    ["a stop on the position's own side", { ...sellStop("o", "100"), side: "buy" as const }],
    ["a stop for more than is held", sellStop("o", "101")],
    ["a stop in a symbol that is not held", sellStop("o", "100", "SPY")],
    ["a stop sized in dollars", { ...sellStop("o", "100"), quantity: null }],
  ])("is not %s", (_what, order) => {
    expect(protectiveStops([order], held)).toEqual([]);
  });

  test("is not one of a position that is flat, on either side", () => {
    const flat = [position("IBM", "0")];
    const none = { ...sellStop("o", "0"), quantity: quantity("0") };
    expect(protectiveStops([none, { ...none, side: "buy" as const }], flat)).toEqual([]);
  });

  test("on a short position is not one that would sell more", () => {
    expect(protectiveStops([sellStop("s", "100")], [position("IBM", "-100")])).toEqual([]);
  });

  test("counts together with those before it for a short position, too", () => {
    const buy = (id: string, shares: string) => ({ ...sellStop(id, shares), side: "buy" as const });
    const stops = [buy("a", "60"), buy("b", "60"), buy("c", "40")];
    const kept = protectiveStops(stops, [position("IBM", "-100")]);
    expect(kept.map(({ clientOrderId }) => clientOrderId)).toEqual(["a", "c"]);
  });

  test("covers a short position with a buy", () => {
    const stop = { ...sellStop("s", "100"), side: "buy" as const };
    expect(protectiveStops([stop], [position("IBM", "-100")])).toHaveLength(1);
  });

  test("counts together with the ones before it: two for the same shares would leave a position the other way", () => {
    const stops = [sellStop("a", "60"), sellStop("b", "60"), sellStop("c", "40")];
    const kept = protectiveStops(stops, held);
    expect(kept.map(({ clientOrderId }) => clientOrderId)).toEqual(["a", "c"]);
  });
});
