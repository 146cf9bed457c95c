import { describe, expect, test } from "vitest";
import { closeWorkMs, youngClosings } from "./closing-work.ts";
import { openOrder, position, sellStop } from "./test/venue-shows.ts";

const NOW = 1_000_000;
const held = [position("IBM", "100")];
const sell = (id: string, ageMs: number, type = "limit") =>
  openOrder(id, { side: "sell", type, createdAt: NOW - ageMs });

describe("a closing order is left to work", () => {
  test("for 5 seconds as a limit, for a minute as a market order: a pause must not find it gone", () => {
    expect([closeWorkMs("limit"), closeWorkMs("market")]).toEqual([5_000, 60_000]);
  });

  test("while it is young, whoever placed it", () => {
    const openOrders = [
      sell("young", 4_999),
      sell("old", 5_000),
      sell("paused", 59_999, "market"),
      sell("stuck", 60_000, "market"),
    ];
    const young = youngClosings({ openOrders, positions: held, venueAt: NOW });
    expect([...young]).toEqual(["young", "paused"]);
  });

  test.each([
    ["it opens the position further", openOrder("o", { createdAt: NOW })],
    ["it is a stop", { ...sellStop("o", "100"), createdAt: NOW }],
    [
      "it would turn the position around",
      { ...sell("o", 0), quantity: sellStop("x", "101").quantity },
    ],
    ["it is sized in dollars", { ...sell("o", 0), quantity: null }],
    ["nothing is held", { ...sell("o", 0), symbol: position("SPY", "1").symbol }],
  ])("but not when %s", (_why, order) => {
    expect(youngClosings({ openOrders: [order], positions: held, venueAt: NOW }).size).toBe(0);
  });
});
