import { describe, expect, test } from "vitest";
import type { TradingSession } from "@interlock/core/market/calendar";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import { type KillScope, planKill, protectiveStops, type VenueLook } from "./kill-plan.ts";
import { openOrder, position, sellStop } from "./test/memory-venue.ts";

function look(more: Partial<VenueLook>): VenueLook {
  return { openOrders: [], positions: [], session: "regular", ...more };
}

function scope(more: Partial<KillScope>): KillScope {
  return { mode: "cancel", includeStops: false, workingCloses: new Set(), ...more };
}

function ids(orders: readonly VenueOrder[]): string[] {
  return orders.map((order) => order.clientOrderId);
}

describe("a halt", () => {
  test("leaves every working order and is done at once", () => {
    const plan = planKill(look({ openOrders: [openOrder("a")] }), scope({ mode: "halt" }));
    expect([ids(plan.cancel), ids(plan.keep), plan.clean]).toEqual([[], ["a"], true]);
  });
});

describe("a cancel", () => {
  test("removes every order but protective stops", () => {
    const openOrders = [openOrder("a"), sellStop("stop", "100")];
    const plan = planKill(look({ openOrders, positions: [position("IBM", "100")] }), scope({}));
    expect([ids(plan.cancel), ids(plan.keep), plan.close]).toEqual([["a"], ["stop"], []]);
    expect(plan.clean).toBe(false);
  });

  test("is clean with nothing but protective stops left, whatever is held", () => {
    const openOrders = [sellStop("stop", "100")];
    expect(
      planKill(look({ openOrders, positions: [position("IBM", "100")] }), scope({})).clean,
    ).toBe(true);
  });

  test("removes stops too where they are included", () => {
    const openOrders = [sellStop("stop", "100")];
    const plan = planKill(
      look({ openOrders, positions: [position("IBM", "100")] }),
      scope({ includeStops: true }),
    );
    expect([ids(plan.cancel), plan.clean]).toEqual([["stop"], false]);
  });
});

describe("a flatten", () => {
  const flatten = scope({ mode: "flatten" });

  test("cancels stops, because they hold the shares, and closes only what no order holds", () => {
    const openOrders = [sellStop("stop", "100")];
    const positions = [position("IBM", "100"), position("SPY", "-7.5")];
    const plan = planKill(look({ openOrders, positions }), flatten);
    expect(ids(plan.cancel)).toEqual(["stop"]);
    expect(plan.close).toEqual([{ symbol: "SPY", side: "buy", quantity: expect.anything() }]);
  });

  test("sells a long position and buys a short one back, each in full", () => {
    const positions = [position("IBM", "100"), position("SPY", "-7.5")];
    const plan = planKill(look({ positions }), flatten);
    expect(plan.close.map(({ side, quantity }) => [side, Number(quantity)])).toEqual([
      ["sell", 100_000_000_000],
      ["buy", 7_500_000_000],
    ]);
  });

  test("leaves its own closing orders to work while they are young", () => {
    const openOrders = [openOrder("mine"), openOrder("theirs")];
    const plan = planKill(look({ openOrders }), { ...flatten, workingCloses: new Set(["mine"]) });
    expect([ids(plan.cancel), plan.clean]).toEqual([["theirs"], false]);
  });

  test.each<TradingSession>(["closed", "overnight"])(
    "waits for the open while the market is %s",
    (session) => {
      const plan = planKill(look({ positions: [position("IBM", "100")], session }), flatten);
      expect(plan.close).toEqual([]);
      expect(plan.queued).toEqual([
        { what: "100 IBM", why: "the market is closed; it is closed at the next open" },
      ]);
      expect(plan.clean).toBe(false);
    },
  );

  test.each<TradingSession>(["pre", "regular", "post"])("closes in the %s session", (session) => {
    expect(
      planKill(look({ positions: [position("IBM", "1")], session }), flatten).close,
    ).toHaveLength(1);
  });

  test("is clean with no order and no position", () => {
    expect(planKill(look({}), flatten).clean).toBe(true);
  });
});

describe("a protective stop", () => {
  const held = [position("IBM", "100")];

  test.each(["stop", "stop_limit", "trailing_stop"])(
    "of type %s protects what it would close",
    (type) => {
      const openOrders = [{ ...sellStop("s", "100"), type }];
      expect(protectiveStops(look({ openOrders, positions: held }))).toHaveLength(1);
    },
  );

  test.each([
    ["a limit order", openOrder("o", { side: "sell" })],
    ["a stop on the position's own side", { ...sellStop("o", "100"), side: "buy" as const }],
    ["a stop for more than is held", sellStop("o", "101")],
    ["a stop in a symbol that is not held", sellStop("o", "100", "SPY")],
    ["a stop sized in dollars", { ...sellStop("o", "100"), quantity: null }],
  ])("is not %s", (_what, order) => {
    expect(protectiveStops(look({ openOrders: [order], positions: held }))).toEqual([]);
  });

  test("covers a short position with a buy", () => {
    const openOrders = [{ ...sellStop("s", "100"), side: "buy" as const }];
    expect(
      protectiveStops(look({ openOrders, positions: [position("IBM", "-100")] })),
    ).toHaveLength(1);
  });

  test("counts together with the ones before it: two for the same shares would leave a position the other way", () => {
    const openOrders = [sellStop("a", "60"), sellStop("b", "60"), sellStop("c", "40")];
    expect(ids(protectiveStops(look({ openOrders, positions: held })))).toEqual(["a", "c"]);
  });
});
