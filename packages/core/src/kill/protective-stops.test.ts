import { describe, expect, test } from "vitest";
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
