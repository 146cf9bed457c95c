import { ticker } from "@interlock/core/ids";
import { describe, expect, test } from "vitest";
import type { HealthItem } from "@interlock/api/view/engine-view";
import { position, twice } from "../../../test/breaks.ts";
import { bought, working } from "../../../test/edge/bought.ts";
import { Screen } from "../../../test/edge/screen.ts";
import { foreignOrder, Rig } from "../../../test/rig.ts";
import { dossierOfToday } from "./dossier.ts";

const itemOf = (screen: Screen, name: HealthItem["name"]) =>
  screen.draw().engine.health.find((item) => item.name === name);

describe("what a person has to deal with", () => {
  test("is nothing in a running system", () => {
    const screen = new Screen(new Rig().ready());
    for (const name of ["reconciliation", "cancels", "kill_switch"] as const)
      expect(itemOf(screen, name)?.status).toBe("ok");
  });

  test("is an open break, by its symbol, although every comparison works", () => {
    const { rig, screen } = bought();
    twice(rig, { positions: [position("7")] });
    expect(itemOf(screen, "reconciliation")).toMatchObject({
      status: "alert",
      detail: "1 open break in SPY: see the page Reconciliation",
    });
    expect(itemOf(screen, "broker_rest")?.status).toBe("ok");
  });

  test("is a cancel that the venue does not confirm: degraded after half a minute, an alert after two", () => {
    const { rig, screen } = working();
    rig.command({ kind: "kill", mode: "cancel", reason: "", includeStops: false });
    expect(itemOf(screen, "cancels")?.status).toBe("ok");
    rig.time += 31_000;
    expect(itemOf(screen, "cancels")?.status).toBe("degraded");
    rig.time += 90_000;
    expect(itemOf(screen, "cancels")).toMatchObject({
      status: "alert",
      detail: expect.stringContaining("1 cancel not confirmed by the venue for 121 s"),
    });
  });

  test("is a kill until it is proven, and then its latch until somebody resumes", () => {
    const { rig, screen } = working();
    rig.command({ kind: "kill", mode: "cancel", reason: "", includeStops: false });
    expect(itemOf(screen, "kill_switch")?.status).toBe("alert");
    const halted = new Screen(new Rig().ready());
    halted.rig.command({ kind: "kill", mode: "halt", reason: "", includeStops: false });
    expect(itemOf(halted, "kill_switch")?.status).toBe("degraded");
  });

  test("is a kill of a part of the account, by its name, for as long as it holds", () => {
    const screen = new Screen(new Rig().ready());
    const scope = { kind: "symbol", symbol: ticker("SPY") } as const;
    screen.rig.command({ kind: "kill", mode: "halt", reason: "", includeStops: false, scope });
    expect(itemOf(screen, "kill_switch")).toMatchObject({
      status: "degraded",
      detail: "stopped by a kill of its own until it is resumed: SPY",
    });
    screen.rig.command({ kind: "resume", reason: "looked at it with care", scope });
    expect(itemOf(screen, "kill_switch")?.status).toBe("ok");
  });
});

describe("an open order that is not ours", () => {
  const withOther = () => {
    const rig = new Rig().ready();
    rig.snapshot({ openOrders: [foreignOrder()] });
    return { rig, screen: new Screen(rig) };
  };

  test("is a working row that says so, with side, size and price, and is counted apart from ours", () => {
    const { orders, counts } = withOther().screen.draw();
    expect(counts).toMatchObject({ workingOrders: 0, otherOrders: 1 });
    expect(orders[0]).toMatchObject({
      symbol: "IBM",
      side: "buy",
      quantity: "10",
      limitPrice: "100.00",
      flags: ["not_ours"],
      terminalAt: null,
    });
  });

  test("is opened with what the venue said of it, and with no check or signal of ours", () => {
    const { screen } = withOther();
    const dossier = dossierOfToday(screen.book, "someone-else-1");
    expect(dossier).toMatchObject({ signal: null, checks: [], fills: [] });
    expect(dossier?.timeline.map(({ event }) => event)).toEqual(["external_order_seen"]);
  });

  test("is canceled at the venue by a person's command, and stays listed until the venue ends it", () => {
    const { rig, screen } = withOther();
    const { clientOrderId, venueOrderId } = foreignOrder();
    rig.command({ kind: "cancel_order", clientOrderId });
    expect(rig.asked("cancel_order").map((asked) => asked.venueOrderId)).toEqual([venueOrderId]);
    expect(screen.draw().counts.otherOrders).toBe(1);
  });
});

describe("the trading state that is shown", () => {
  test("is reducing while the database is too far behind: nothing may be opened", () => {
    const rig = new Rig().ready();
    rig.give({ kind: "projection_lag", lagMs: 60_000 });
    expect(new Screen(rig).draw().engine).toMatchObject({
      tradingState: "reducing",
      tradingStateCause: expect.stringContaining("database: it is behind the journal"),
      resumable: false,
    });
  });

  test("is reducing while the account's lease is not held", () => {
    const rig = new Rig().ready();
    rig.give({ kind: "connection", channel: "account_lease", up: false, reason: "gone" });
    expect(new Screen(rig).draw().engine).toMatchObject({
      tradingState: "reducing",
      tradingStateCause: expect.stringContaining("account lease: it is not held"),
    });
  });

  test("can be resumed by a person where a person or a guard imposed it", () => {
    const rig = new Rig().ready();
    rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });
    expect(new Screen(rig).draw().engine.resumable).toBe(true);
  });
});
