import { describe, expect, test } from "vitest";
import { Screen } from "../../../test/edge/screen.ts";
import { bought, placed, working } from "../../../test/edge/bought.ts";
import { MORNING, Rig } from "../../../test/rig.ts";
import { createMarketBoard } from "../market-board.ts";
import { health } from "./engine-section.ts";

describe("the whole picture", () => {
  test.each<[string, () => Screen]>([
    ["before anything is known", () => new Screen(new Rig())],
    ["while recovering", () => new Screen(new Rig().start())],
    ["of an empty account", () => new Screen(new Rig().ready())],
    ["with an order at work", () => working().screen],
    ["with a position", () => bought().screen],
  ])("%s is what the console was promised", (_name, screen) => {
    expect(() => screen().draw()).not.toThrow();
  });

  test("counts what the day brought", () => {
    expect(working().screen.draw().counts).toMatchObject({ workingOrders: 1, ordersToday: 1 });
    expect(bought().screen.draw().counts).toMatchObject({ workingOrders: 0, fillsToday: 1 });
  });

  test("shows the newest event first, and no routine step among them", () => {
    const { screen, intent } = working();
    const { events } = screen.draw();
    const approved = events.findIndex(({ kind }) => kind === "order_approved");
    expect(events[approved]?.clientOrderId).toBe(intent.clientOrderId);
    expect(events.findIndex(({ kind }) => kind === "engine_started")).toBeGreaterThan(approved);
    expect(events.map(({ kind }) => kind)).not.toContain("reconciled");
  });

  test("shows a refusal that is repeated once, at its latest", () => {
    const { screen, rig } = placed();
    rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });
    const denied = () => screen.draw().events.filter(({ kind }) => kind === "order_denied");
    for (let bars = 0; bars < 3; bars += 1) {
      rig.pass(60_000);
      screen.quote("IBM", "180.00", "180.02");
      rig.wish("IBM", 1);
    }
    expect(denied()).toHaveLength(1);
    expect(denied()[0]?.at).toBe(rig.time);
    expect(screen.draw().counts.deniedToday).toBe(3);
  });

  test("gives the equity curve a point a minute, with the fills since the point before", () => {
    const { screen, rig } = bought();
    rig.pass(60_000);
    rig.pass(60_000);
    const { equity } = screen.draw();
    expect(equity.slice(1).map(({ at, fills }) => [at - MORNING, fills])).toEqual([
      [60_000, 1],
      [120_000, 0],
    ]);
  });
});

describe("the engine's line", () => {
  test("names the strictest hold, who imposed it and when", () => {
    const { screen, rig } = placed();
    rig.command({ kind: "kill", mode: "halt", reason: "something is odd", includeStops: false });
    expect(screen.draw().engine).toMatchObject({
      tradingState: "halted",
      tradingStateCause: "kill switch: something is odd",
      tradingStateBy: "Ada",
      tradingStateSince: MORNING,
    });
  });

  test.each([
    ["a regular day", MORNING, "regular", "", "2026-06-16T20:00:00.000Z"],
    ["a half day", Date.UTC(2026, 10, 27, 15), "regular", "half-day", "2026-11-27T18:00:00.000Z"],
    ["after the close", Date.UTC(2026, 5, 16, 21), "post", "", "2026-06-17T00:00:00.000Z"],
    [
      "a Sunday",
      Date.UTC(2026, 5, 14, 15),
      "closed",
      "no trading today",
      "2026-06-15T13:30:00.000Z",
    ],
  ])("says of %s which session it is and when it ends", (_name, time, session, dayNote, ends) => {
    const rig = new Rig();
    rig.time = time;
    const { engine } = new Screen(rig.ready()).draw();
    expect(engine).toMatchObject({ session, dayNote });
    expect(new Date(engine.sessionEndsAt ?? 0).toISOString()).toBe(ends);
  });
});

describe("health", () => {
  const healthOf = (screen: Screen) =>
    Object.fromEntries(screen.draw().engine.health.map((item) => [item.name, item]));

  test("is well in every part of a running system", () => {
    const parts = Object.values(healthOf(new Screen(new Rig().ready())));
    expect(parts.filter(({ status }) => status !== "ok").map(({ name }) => name)).toEqual([
      "notices",
      "signal_bridge",
    ]);
  });

  test("calls each part that is away down", () => {
    const rig = new Rig().ready();
    for (const channel of ["market_data", "order_stream", "venue_rest", "account_lease"] as const)
      rig.give({ kind: "connection", channel, up: false, reason: "gone" });
    const screen = new Screen(rig);
    screen.facts = {
      ...screen.facts,
      wallNow: screen.facts.wallNow + 9_000,
      watchdogUp: null,
      projection: { lagMs: 9_000, error: "connection refused" },
    };
    const parts = healthOf(screen);
    expect(Object.keys(parts).filter((name) => parts[name]?.status === "down")).toEqual([
      "engine",
      "market_data",
      "order_stream",
      "broker_rest",
      "database",
      "account_lease",
      "watchdog",
    ]);
    expect(parts["engine"]?.detail).toBe("no completed cycle for 9 s");
    expect(parts["database"]?.detail).toBe("connection refused");
  });

  test("calls a database that is too far behind degraded", () => {
    const rig = new Rig().ready();
    rig.give({ kind: "projection_lag", lagMs: 60_000 });
    const screen = new Screen(rig);
    screen.facts = { ...screen.facts, projection: { lagMs: 60_000, error: "" } };
    expect(healthOf(screen)["database"]).toMatchObject({
      status: "degraded",
      detail: "60000 ms behind the journal",
    });
  });

  test("says before the first cycle that there was none, not that it was in 1970", () => {
    const { book, facts } = new Screen(new Rig());
    const untouched = createMarketBoard([]);
    expect(health(book, untouched, facts)[0]).toMatchObject({
      status: "down",
      detail: "no cycle completed yet",
    });
  });

  test("calls a venue whose answers could not be compared for long down, although it may answer", () => {
    const rig = new Rig().ready();
    for (let seconds = 0; seconds < 100; seconds += 1) {
      rig.pass(1_000);
      if (rig.views.snapshots.askedAt === null) continue;
      rig.give({ kind: "venue_query_failed", what: "snapshot", reason: "503" });
    }
    expect(healthOf(new Screen(rig))["broker_rest"]).toMatchObject({
      status: "down",
      detail: "compared 100 s ago, 0 differences: too long ago, no new risk",
    });
    rig.give({ kind: "venue_swept", killId: "", openOrders: [], positions: [] });
    expect(healthOf(new Screen(rig))["broker_rest"]?.status).toBe("down");
    rig.snapshot();
    expect(healthOf(new Screen(rig))["broker_rest"]?.status).toBe("ok");
  });

  test("calls an order stream that is back degraded until the books are compared", () => {
    const rig = new Rig().ready();
    rig.time += 60_000;
    for (const up of [false, true])
      rig.give({ kind: "connection", channel: "order_stream", up, reason: "" });
    expect(healthOf(new Screen(rig))["order_stream"]?.status).toBe("degraded");
    rig.snapshot();
    expect(healthOf(new Screen(rig))["order_stream"]?.status).toBe("ok");
  });

  test("measures the age of the last comparison by the venue's time, though nothing is journaled", () => {
    const screen = new Screen(new Rig().ready());
    screen.rig.time += 90_000;
    expect(healthOf(screen)["broker_rest"]?.detail).toBe("compared 90 s ago, 0 differences");
  });
});
