import { describe, expect, test } from "vitest";
import type { TradingSession } from "../market/calendar.ts";
import { ticker } from "../ids.ts";
import { quantity } from "../number/quantity.ts";
import type { VenueOrder } from "../order/execution-report.ts";
import {
  cancelsWithoutPositions,
  describeOrder,
  describePosition,
  describeUnreadable,
  type KillTask,
  planKill,
  type VenueLook,
} from "./kill-plan.ts";
import {
  openOrder,
  position,
  sellStop,
  unreadableOrder,
  unreadPosition,
} from "./test/venue-shows.ts";

/** Saturday, 2026-06-20, noon in New York: the next session is Monday's. */
const WEEKEND = Date.UTC(2026, 5, 20, 16);

const SPY = ticker("SPY");

function look(more: Partial<VenueLook>): VenueLook {
  return { openOrders: [], positions: [], session: "regular", venueAt: WEEKEND, ...more };
}

function task(more: Partial<KillTask>): KillTask {
  return {
    mode: "cancel",
    includeStops: false,
    workingCloses: new Set(),
    knownStops: new Set(),
    ...more,
  };
}

function ids(orders: readonly VenueOrder[]): string[] {
  return orders.map((order) => order.clientOrderId);
}

describe("a halt", () => {
  test("leaves every working order and is done at once", () => {
    const plan = planKill(look({ openOrders: [openOrder("a")] }), task({ mode: "halt" }));
    expect([ids(plan.cancel), ids(plan.keep), plan.clean]).toEqual([[], ["a"], true]);
  });
});

describe("a plan", () => {
  const flatten = task({ mode: "flatten" });

  test("of a market in which nothing is open or held has nothing to do at all", () => {
    const nothing = {
      cancel: [],
      cancelUnreadable: [],
      keep: [],
      close: [],
      queued: [],
      waiting: [],
      unread: [],
      clean: true,
    };
    for (const mode of ["halt", "cancel", "flatten"] as const)
      expect(planKill(look({}), task({ mode }))).toEqual(nothing);
  });

  test("closes what is held, on either side, and no position that is flat", () => {
    const positions = [position("IBM", "100"), position("SPY", "-7"), position("QQQ", "0")];
    const { close, waiting, clean } = planKill(look({ positions }), flatten);
    expect(close.map(({ symbol, side }) => [symbol, side])).toEqual([
      ["IBM", "sell"],
      ["SPY", "buy"],
    ]);
    expect([waiting, clean]).toEqual([[], false]);
    expect(planKill(look({ positions: positions.slice(2) }), flatten).clean).toBe(true);
  });
});

describe("a position that cannot be read", () => {
  const SPY_ODD = { positions: [position("IBM", "100")], unreadPositions: [unreadPosition("SPY")] };

  test.each(["regular", "closed"] as const)(
    "hides none of the others in the session %s, is left by name, and nothing is proven flat",
    (session) => {
      const plan = planKill(look({ ...SPY_ODD, session }), task({ mode: "flatten" }));
      expect(plan.close.map(({ symbol }) => symbol)).toEqual(session === "regular" ? ["IBM"] : []);
      expect(plan.queued).toHaveLength(session === "regular" ? 0 : 1);
      expect(plan.clean, "one that is held beside one that cannot be read").toBe(false);
      expect(plan.unread).toEqual([
        {
          what: "the position in SPY",
          why: expect.stringMatching(/number: close it at the broker/),
        },
      ]);
      const alone = look({ unreadPositions: [unreadPosition(null)], session });
      expect(planKill(alone, task({ mode: "flatten" }))).toMatchObject({
        clean: false,
        unread: [{ what: "a position without a symbol" }],
      });
    },
  );

  test("leaves whatever may protect it to work, names that, and proves no cancel meanwhile", () => {
    const openOrders = [sellStop("of-spy", "5", "SPY"), sellStop("of-qqq", "5", "QQQ")];
    const odd = planKill(look({ ...SPY_ODD, openOrders: openOrders.slice(0, 1) }), task({}));
    expect([ids(odd.keep), ids(odd.cancel), odd.clean]).toEqual([["of-spy"], [], false]);
    expect(odd.unread).toEqual([
      { what: "sell 5 SPY (of-spy)", why: expect.stringContaining("it may protect a position") },
    ]);
    expect(ids(planKill(look({ ...SPY_ODD, openOrders }), task({})).cancel)).toEqual(["of-qqq"]);
    expect(ids(planKill(look({ openOrders }), task({})).cancel)).toEqual(["of-spy", "of-qqq"]);
    const two = [unreadPosition("QQQ"), unreadPosition("SPY")];
    expect(ids(planKill(look({ openOrders, unreadPositions: two }), task({})).cancel)).toEqual([]);
    const nameless = look({ openOrders, unreadPositions: [unreadPosition(null)] });
    expect(ids(planKill(nameless, task({})).keep)).toEqual(["of-spy", "of-qqq"]);
  });

  test("spares nothing else: an entry's limit order goes, with stops included the stops go too", () => {
    const order = look({ ...SPY_ODD, openOrders: [openOrder("a", { symbol: SPY })] });
    expect(ids(planKill(order, task({})).cancel)).toEqual(["a"]);
    const stop = look({ ...SPY_ODD, openOrders: [sellStop("of-spy", "5", "SPY")] });
    for (const terms of [{ includeStops: true }, { mode: "flatten" as const }])
      expect(planKill(stop, task(terms))).toMatchObject({ keep: [], clean: false });
    expect(planKill(look(SPY_ODD), task({}))).toMatchObject({ clean: true, unread: [] });
  });

  test("counts a stop that surely protects another position as that, and proves the cancel", () => {
    const openOrders = [sellStop("of-ibm", "100", "IBM")];
    const known = look({ ...SPY_ODD, openOrders });
    expect(planKill(known, task({}))).toMatchObject({ clean: true, unread: [] });
  });
});

test("orders and positions are named for a person, whatever is known of them", () => {
  const order = openOrder("a", { side: "sell" });
  expect(describeOrder(order)).toBe("sell 100 IBM (a)");
  expect(describeOrder({ ...order, quantity: null })).toBe("sell IBM (a)");
  expect(describePosition(position("SPY", "-7.5"))).toBe("-7.5 SPY");
  const odd = unreadableOrder("odd", "IBM");
  expect(describeUnreadable(odd)).toBe("an order of IBM that cannot be read (v-odd)");
  const nothing = { ...odd, symbol: null, venueOrderId: null };
  expect(describeUnreadable(nothing)).toBe("an order that cannot be read (without an id)");
});

describe("an order that cannot be read", () => {
  const unreadable = [unreadableOrder("odd", "IBM")];

  test("is canceled by its id, and nothing is clean while the venue lists it", () => {
    const plan = planKill(look({ unreadable }), task({}));
    expect([plan.cancelUnreadable, plan.clean]).toEqual([unreadable, false]);
  });

  test("keeps its symbol from being closed, for it may hold the shares", () => {
    const positions = [position("IBM", "100"), position("SPY", "1")];
    const plan = planKill(look({ unreadable, positions }), task({ mode: "flatten" }));
    expect(plan.close.map(({ symbol }) => symbol)).toEqual(["SPY"]);
  });
});

describe("without knowing what is held", () => {
  const openOrders = [openOrder("a"), sellStop("stop", "100"), openOrder("exit")];
  const spared = { knownStops: new Set(["exit"]) };

  test("whatever may be a protective stop stays where the request leaves stops", () => {
    expect(ids(cancelsWithoutPositions(openOrders, task(spared)))).toEqual(["a"]);
  });

  test("a request that removes stops cancels everything but our working closings", () => {
    const flatten = { ...spared, mode: "flatten" as const, workingCloses: new Set(["a"]) };
    expect(ids(cancelsWithoutPositions(openOrders, task(flatten)))).toEqual(["stop", "exit"]);
    expect(ids(cancelsWithoutPositions(openOrders, task({ includeStops: true })))).toHaveLength(3);
  });

  test("a halt cancels nothing", () => {
    expect(cancelsWithoutPositions(openOrders, task({ mode: "halt" }))).toEqual([]);
  });
});

describe("a cancel", () => {
  test("removes every order but protective stops", () => {
    const openOrders = [openOrder("a"), sellStop("stop", "100")];
    const plan = planKill(look({ openOrders, positions: [position("IBM", "100")] }), task({}));
    expect([ids(plan.cancel), ids(plan.keep), plan.close]).toEqual([["a"], ["stop"], []]);
    expect(plan.clean).toBe(false);
  });

  test("is clean with nothing but protective stops left, whatever is held", () => {
    const openOrders = [sellStop("stop", "100")];
    expect(
      planKill(look({ openOrders, positions: [position("IBM", "100")] }), task({})).clean,
    ).toBe(true);
  });

  test("leaves an order that is known to protect a position, whatever its type", () => {
    const plan = planKill(
      look({ openOrders: [openOrder("exit"), openOrder("a")] }),
      task({ knownStops: new Set(["exit"]) }),
    );
    expect([ids(plan.cancel), ids(plan.keep)]).toEqual([["a"], ["exit"]]);
  });

  test("removes stops too where they are included", () => {
    const openOrders = [sellStop("stop", "100")];
    const plan = planKill(
      look({ openOrders, positions: [position("IBM", "100")] }),
      task({ includeStops: true }),
    );
    expect([ids(plan.cancel), plan.clean]).toEqual([["stop"], false]);
  });
});

describe("a flatten", () => {
  const flatten = task({ mode: "flatten" });

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
        {
          what: "100 IBM",
          why: "queued for 04:00 ET on 2026-06-22 by limit; the regular session opens at 09:30 ET",
        },
      ]);
      expect(plan.clean).toBe(false);
    },
  );

  test.each<TradingSession>(["pre", "regular", "post"])("closes in the %s session", (session) => {
    expect(
      planKill(look({ positions: [position("IBM", "1")], session }), flatten).close,
    ).toHaveLength(1);
  });

  test("waits until the venue holds none of the shares for an order", () => {
    const part = { ...position("IBM", "100"), available: quantity("60") };
    const plan = planKill(look({ positions: [part] }), flatten);
    expect([plan.close, plan.clean]).toEqual([[], false]);
    expect(plan.waiting).toEqual([
      { what: "100 IBM", why: expect.stringMatching(/^held for orders 40, available 60: /) },
    ]);
    const free = { ...part, available: quantity("100") };
    expect(planKill(look({ positions: [free] }), flatten).close).toHaveLength(1);
  });

  test("is clean with no order and no position", () => {
    expect(planKill(look({}), flatten).clean).toBe(true);
  });
});
