import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strategyId, ticker } from "@interlock/core/ids";
import type { NarrowScope } from "@interlock/core/kill/kill-scope";
import { openOrder, position } from "@interlock/core/kill/test/venue-shows";
import { signOfQuantity } from "@interlock/core/number/quantity";
import type { VenuePosition } from "@interlock/core/order/execution-report";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Environment } from "../../config/system-config.ts";
import type { Heartbeat } from "../../operator/control-socket-protocol.ts";
import { KillDesks } from "./kill-desks.ts";
import { readReport } from "./kept-reports.ts";
import { readKillLatch, readScopeLatches } from "./kill-latch.ts";
import type { KillRequest } from "./kill-request.ts";
import { MemoryVenue, tuesdayAt } from "./test/memory-venue.ts";
import { OutsideEngine, TEST_LIMITS, TEST_PACE } from "./test/outside-engine.ts";

const IBM: NarrowScope = { kind: "symbol", symbol: ticker("IBM") };
const TREND: NarrowScope = { kind: "strategy", strategyId: strategyId("trend") };

let folder: string;
let venue: MemoryVenue;
let engine: OutsideEngine;
let opened: KillDesks[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "desks-"));
  venue = new MemoryVenue();
  engine = new OutsideEngine();
  opened = [];
});
afterEach(() => {
  for (const desks of opened) desks.close();
  rmSync(folder, { recursive: true });
});

function open(environment: Environment = "sim", pace = TEST_PACE): KillDesks {
  const desks = new KillDesks({
    environment,
    dataDir: folder,
    venue,
    engine,
    feed: "iex",
    limits: TEST_LIMITS,
    pace,
    say: () => undefined,
  });
  opened.push(desks);
  return desks;
}

function request(scope: NarrowScope | undefined, mode: KillRequest["mode"]): KillRequest {
  return {
    commandId: `k-${mode}-${JSON.stringify(scope)}`,
    mode,
    includeStops: false,
    scope,
    reason: "test",
    by: { userId: "u1", name: "Ada", role: "trader" },
    via: "cli",
    trigger: "operator",
  };
}

function beat(tradingState: Heartbeat["tradingState"], stopped: string[]): Heartbeat {
  return { cycle: 1, at: Date.now() + 1, venueTime: 1, tradingState, stopped };
}

const isHeld = ({ quantity }: VenuePosition) => signOfQuantity(quantity) !== 0;
const stageOf = (desks: KillDesks, scope: NarrowScope) => desks.reportOf(scope)?.stage;

describe("K09 the watchdog, asked to kill a part of the account", () => {
  test("with the engine gone cancels and closes the symbol alone, and proves it", async () => {
    engine.living = false;
    const spy = openOrder("spy", { symbol: ticker("SPY") });
    venue.orders = [openOrder("ibm"), spy];
    venue.held = [position("IBM", "100"), position("SPY", "5")];
    const desks = open();
    desks.request(request(IBM, "flatten"));
    await expect.poll(() => stageOf(desks, IBM), { timeout: 5_000, interval: 5 }).toBe("proven");
    expect(venue.orders.map(({ clientOrderId }) => clientOrderId)).toEqual(["spy"]);
    expect(venue.held.filter(isHeld).map(({ symbol }) => symbol)).toEqual(["SPY"]);
    expect([desks.latched, readKillLatch(folder)]).toEqual([false, null]);
  });

  test("latches it in a file of its own, takes it up again, and lets a resume of it end it", async () => {
    const first = open();
    first.request(request(IBM, "halt"));
    await expect.poll(() => stageOf(first, IBM), { timeout: 3_000, interval: 5 }).toBe("proven");
    expect(readScopeLatches(folder)).toMatchObject([{ scope: IBM, mode: "halt" }]);
    const again = open();
    expect(stageOf(again, IBM)).toBe("proven");
    again.heard(beat("active", ["symbol:IBM"]));
    expect(readScopeLatches(folder)).toHaveLength(1);
    again.heard(beat("active", []));
    expect(readScopeLatches(folder)).toEqual([]);
  });

  test("keeps its own latch under a kill of everything, until the part is resumed by itself", async () => {
    const desks = open();
    desks.request(request(undefined, "halt"));
    desks.request(request(IBM, "halt"));
    await expect.poll(() => stageOf(desks, IBM), { timeout: 3_000, interval: 5 }).toBe("proven");
    expect(readScopeLatches(folder)).toMatchObject([{ scope: IBM, mode: "halt" }]);
    desks.heard(beat("halted", ["symbol:IBM"]));
    desks.heard(beat("active", ["symbol:IBM"]));
    expect([desks.latched, readScopeLatches(folder).length]).toEqual([false, 1]);
    desks.heard(beat("active", []));
    expect(readScopeLatches(folder)).toEqual([]);
  });

  test("of a part that is resumed while everything stays halted is over", async () => {
    const desks = open();
    desks.request(request(undefined, "halt"));
    desks.request(request(IBM, "halt"));
    await expect.poll(() => stageOf(desks, IBM), { timeout: 3_000, interval: 5 }).toBe("proven");
    desks.heard(beat("halted", ["symbol:IBM"]));
    desks.heard(beat("halted", []));
    expect([desks.latched, readScopeLatches(folder).length]).toEqual([true, 0]);
  });

  test("of a strategy closes the gate and leaves orders and shares to the engine that knows them", async () => {
    venue.orders = [openOrder("anything")];
    const desks = open();
    desks.request(request(TREND, "flatten"));
    await expect.poll(() => stageOf(desks, TREND), { interval: 5 }).toBe("gate_closed");
    expect(desks.reportOf(TREND)?.detail).toMatch(/the venue knows no strategies/);
    expect(engine.commands.at(-1)?.body).toMatchObject({ scope: TREND });
    expect(venue.orders).toHaveLength(1);
  });
});

describe("two flattens without an engine, of everything and of a symbol", () => {
  const sold = (symbol: string) =>
    venue.submitted.filter(({ intent }) => intent.symbol === symbol).length;
  function both(pace = TEST_PACE): KillDesks {
    engine.living = false;
    const desks = open("sim", pace);
    desks.request(request(undefined, "flatten"));
    desks.request(request(IBM, "flatten"));
    return desks;
  }
  const proven = (desks: KillDesks) =>
    expect
      .poll(() => [desks.report()?.stage, stageOf(desks, IBM)], { timeout: 5_000, interval: 2 })
      .toEqual(["proven", "proven"]);

  test("sell the same shares once, also where one of them has let the engine come back", async () => {
    venue.held = [position("IBM", "100"), position("SPY", "5")];
    // The list of positions shows IBM long after its sale, while SPY is refused until it counts as residual.
    venue.positionLagMs = 100;
    venue.fates.push("accepted", "rejected", "rejected", "rejected", "rejected");
    await proven(both());
    expect(sold("IBM")).toBe(1);
    expect(venue.held.filter(isHeld)).toEqual([]);
    expect(engine.held).toBe(false);
  });

  test("leave each other's closing orders to work", async () => {
    venue.venueAt = tuesdayAt(17);
    venue.held = [position("IBM", "100")];
    const desks = both({ ...TEST_PACE, closeWorkMs: 60_000 });
    await expect.poll(() => sold("IBM"), { timeout: 3_000, interval: 2 }).toBe(1);
    const looks = venue.looks;
    await expect.poll(() => venue.looks, { interval: 2 }).toBeGreaterThan(looks + 6);
    expect(venue.canceled).toEqual([]);
    venue.orders = [];
    venue.held = [];
    await proven(desks);
  });
});

test("everything is canceled unseen where the list fails, though a part waits for the open to be flattened", async () => {
  venue.venueAt = tuesdayAt(22);
  venue.held = [position("IBM", "100")];
  const desks = open();
  desks.request(request(IBM, "flatten"));
  await expect.poll(() => desks.reportOf(IBM)?.stage, { interval: 2 }).toBe("residual");
  engine.living = true;
  venue.orders = [openOrder("x"), openOrder("y")];
  venue.broken.add("orders");
  desks.request({ ...request(undefined, "cancel"), includeStops: true });
  await expect.poll(() => venue.orders.length, { interval: 2 }).toBe(0);
});

describe("the evidence that the watchdog keeps of a kill", () => {
  const kill = () => request(undefined, "cancel");
  const kept = () => readReport(folder, kill().commandId, expect.unreachable)?.receipt;
  const proven = (desks: KillDesks) =>
    expect.poll(() => desks.report()?.stage, { interval: 2, timeout: 3_000 }).toBe("proven");

  test("stays when a second press has the venue looked at again", async () => {
    engine.living = false;
    venue.orders = ["a", "b", "c"].map((id) => openOrder(id));
    const first = open();
    first.request(kill());
    await proven(first);
    first.close();
    const desks = open();
    desks.request({ ...kill(), commandId: "again" });
    await expect.poll(() => desks.report()?.stage, { interval: 2 }).not.toBe("proven");
    await proven(desks);
    expect(kept()?.orders.map(({ confirmedAt }) => confirmedAt !== null)).toEqual([
      true,
      true,
      true,
    ]);
  });

  test("is taken up by the next process, with what was asked for before", async () => {
    engine.living = false;
    venue.orders = ["a", "b", "c"].map((id) => openOrder(id));
    venue.cancelOrder = () => Promise.resolve({ outcome: "accepted", message: "", raw: "" });
    const first = open();
    first.request(kill());
    await expect.poll(() => kept()?.orders.length, { interval: 2 }).toBe(3);
    const closedAt = kept()?.stages.find(({ stage }) => stage === "gate_closed")?.at;
    first.close();
    venue.orders = [];
    await proven(open());
    expect(kept()?.orders).toHaveLength(3);
    expect(kept()?.stages.find(({ stage }) => stage === "gate_closed")?.at).toBe(closedAt);
  });
});

describe("a drill by way of the watchdog", () => {
  const drill = (mode: KillRequest["mode"], scope?: NarrowScope): KillRequest => ({
    ...request(scope, mode),
    drill: true,
  });
  const until = (desks: KillDesks, stage: string) =>
    expect.poll(() => desks.report()?.stage, { timeout: 3_000, interval: 2 }).toBe(stage);

  test.each(["cancel", "flatten"] as const)(
    "of mode %s is refused with real money, halt is not",
    (mode) => {
      const desks = open("live");
      expect(desks.refusalOfDrill(drill(mode))).toMatch(/in live only Halt new is rehearsed/);
      expect(desks.refusalOfDrill(drill("halt"))).toBeNull();
      expect(desks.refusalOfDrill(request(undefined, mode))).toBeNull();
    },
  );

  test("is refused beside a kill in force, and without an engine, whose end it never is", () => {
    const desks = open();
    engine.living = false;
    expect(desks.refusalOfDrill(drill("halt"))).toMatch(/the engine gives no sign of life/);
    engine.living = true;
    desks.request(request(IBM, "halt"));
    expect(desks.refusalOfDrill(drill("flatten"))).toMatch(/a kill is in force/);
  });

  test("that the engine refuses or does not answer touches nothing and leaves no latch", async () => {
    venue.orders = [openOrder("a")];
    const desks = open();
    engine.refuses = "Nothing was done: the kill of everything by Bo is in force.";
    desks.request(drill("flatten"));
    await until(desks, "resumed");
    expect(desks.report()).toMatchObject({ detail: engine.refuses, refused: true });
    engine.answers = false;
    desks.request({ ...drill("flatten"), commandId: "k2" });
    await expect.poll(() => desks.report()?.detail).toMatch(/A drill never ends the engine/);
    expect([engine.stops, venue.canceled, desks.latched]).toEqual([0, [], false]);
    expect(readKillLatch(folder)).toBeNull();
  });

  test("becomes the kill itself when a real one comes while the engine is asked", async () => {
    const desks = open();
    engine.answers = false;
    desks.request(drill("cancel"));
    desks.request({ ...request(undefined, "cancel"), commandId: "real" });
    await until(desks, "proven");
    expect(engine.stops).toBeGreaterThan(0);
    expect(readKillLatch(folder)).toMatchObject({ drill: false });
  });
});

test("K09 a kill of a strategy that the engine does not know stops nothing, least of all the engine", async () => {
  const desks = open();
  engine.refuses = "Nothing was stopped: there is no strategy trend.";
  desks.request(request(TREND, "cancel"));
  await expect.poll(() => desks.reportOf(TREND)?.detail).toBe(engine.refuses);
  expect(engine.stops).toBe(0);
  expect(readScopeLatches(folder)).toEqual([]);
});
