import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openOrder, position } from "@interlock/core/kill/test/venue-shows";
import type { Heartbeat } from "../../operator/control-socket-protocol.ts";
import { KillDesk } from "./kill-desk.ts";
import { KillHands } from "./kill-hands.ts";
import { readKillLatch } from "./kill-latch.ts";
import type { KillRequest } from "./kill-request.ts";
import { MemoryVenue } from "./test/memory-venue.ts";
import { OutsideEngine, TEST_LIMITS, TEST_PACE } from "./test/outside-engine.ts";

let folder: string;
let venue: MemoryVenue;
let engine: OutsideEngine;
let said: string[];
let desks: KillDesk[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "desk-"));
  venue = new MemoryVenue();
  engine = new OutsideEngine();
  said = [];
  desks = [];
});

afterEach(() => {
  for (const desk of desks) desk.close();
  rmSync(folder, { recursive: true });
});

function open(): KillDesk {
  const parts = { venue, engine, pace: TEST_PACE };
  const hands = new KillHands({ ...parts, feed: "iex", limits: TEST_LIMITS });
  const desk = new KillDesk({
    ...parts,
    hands,
    dataDir: folder,
    say: (sentence) => said.push(sentence),
  });
  desks.push(desk);
  return desk;
}

function request(more: Partial<KillRequest> = {}): KillRequest {
  return {
    commandId: "k1",
    mode: "cancel",
    includeStops: false,
    reason: "test",
    by: { userId: "u1", name: "Ada", role: "trader" },
    via: "console",
    trigger: "operator",
    ...more,
  };
}

function beat(tradingState: Heartbeat["tradingState"]): Heartbeat {
  return { cycle: 1, at: Date.now(), venueTime: 1, tradingState };
}

const until = (desk: KillDesk, stage: string) =>
  expect.poll(() => desk.report()?.stage, { timeout: 3_000, interval: 2 }).toBe(stage);

describe("the kill desk", () => {
  test("has the latch on the disk before it returns", () => {
    const report = open().request(request());
    expect(readKillLatch(folder)).toMatchObject({
      commandId: "k1",
      mode: "cancel",
      provenAt: null,
    });
    expect(report).toMatchObject({ killId: "k1", stage: "requested", by: "Ada", via: "console" });
  });

  test("K06 makes one kill of fifty parallel ones, whatever their ids", async () => {
    venue.orders = [openOrder("a")];
    const desk = open();
    const reports = Array.from({ length: 50 }, (_, index) =>
      desk.request(request({ commandId: `k${index}` })),
    );
    expect(new Set(reports.map((report) => report.killId))).toEqual(new Set(["k0"]));
    await until(desk, "proven");
    expect(engine.commands).toHaveLength(1);
    expect(venue.canceled).toHaveLength(1);
  });

  test("looks at the venue again for a new gesture after the proof, and not for a repeated one", async () => {
    const desk = open();
    desk.request(request());
    await until(desk, "proven");
    await expect.poll(() => desk.idle).toBe(true);
    venue.orders = [openOrder("b")];
    desk.request(request());
    expect(desk.idle).toBe(true);
    desk.request(request({ commandId: "k2" }));
    await expect.poll(() => venue.orders).toEqual([]);
    expect(engine.commands.map((command) => command.commandId)).toEqual(["k1", "k2"]);
  });

  test("takes the stronger mode, and forwards it under its own id", async () => {
    venue.held = [position("IBM", "100")];
    const desk = open();
    desk.request(request());
    await until(desk, "proven");
    engine.work = () => {
      venue.held = [];
    };
    desk.request(request({ commandId: "k2", mode: "flatten" }));
    await until(desk, "proven");
    expect(desk.report()).toMatchObject({ killId: "k1", mode: "flatten", venuePositions: 0 });
    expect(engine.commands.map((command) => command.commandId)).toEqual(["k1", "k2"]);
  });

  test("asks the engine in the name of whoever made it stronger, so that the audit trail names that person", async () => {
    const desk = open();
    desk.request(request());
    await until(desk, "proven");
    const by = { userId: "u2", name: "Bo", role: "risk" };
    desk.request(request({ commandId: "k2", mode: "flatten", by, via: "cli", reason: "more" }));
    await expect.poll(() => engine.commands.length).toBe(2);
    expect(engine.commands[1]).toMatchObject({
      actor: by,
      via: "cli",
      body: { mode: "flatten", reason: "more" },
    });
    expect(desk.report()?.by).toBe("Ada");
    expect(desk.report()?.raised).toEqual({ from: "cancel", by: "Bo", reason: "more" });
  });

  test("tells the engine after a restart of the watchdog whose act each was, when it made a person's halt a cancel", async () => {
    engine.answers = false;
    const first = open();
    first.request(request({ mode: "halt", reason: "odd prices" }));
    const watchdog = { userId: "watchdog", name: "watchdog", role: "owner" };
    const silence = {
      by: watchdog,
      via: "watchdog",
      trigger: "silence",
      reason: "silent",
    } as const;
    first.request(request({ commandId: "k2", mode: "cancel", ...silence }));
    first.close();
    const raised = { from: "halt", by: "watchdog", reason: "silent" };
    expect(readKillLatch(folder)).toMatchObject({ mode: "cancel", by: { name: "Ada" }, raised });
    const asked = engine.commands.length;
    engine.answers = true;
    open();
    await expect.poll(() => engine.commands.length).toBeGreaterThan(asked);
    expect(engine.commands.at(-1)).toMatchObject({
      actor: { name: "Ada" },
      body: { mode: "cancel", reason: "odd prices", raised },
    });
  });

  test("a weaker mode changes nothing", async () => {
    const desk = open();
    desk.request(request({ mode: "cancel" }));
    desk.request(request({ commandId: "k2", mode: "halt" }));
    await until(desk, "proven");
    expect(engine.commands).toHaveLength(1);
    expect(desk.report()?.mode).toBe("cancel");
  });

  test("answers as soon as the gate is closed", async () => {
    const desk = open();
    desk.request(request());
    expect((await desk.gateClosed(1_000))?.gateClosedAt).not.toBeNull();
  });

  test("takes up an unproven kill of an earlier process", async () => {
    venue.failures = 1_000_000;
    const first = open();
    first.request(request());
    await first.gateClosed(1_000);
    first.close();
    venue.failures = 0;
    const second = open();
    await until(second, "proven");
    expect(readKillLatch(folder)?.provenAt).not.toBeNull();
  });

  test("shows a kill that an earlier process proved, with the evidence of each order, and stays latched", async () => {
    venue.orders = [openOrder("a")];
    engine.living = false;
    const first = open();
    first.request(request());
    await until(first, "proven");
    const second = open();
    expect(second.latched).toBe(true);
    expect(second.report()).toMatchObject({ stage: "proven", killId: "k1" });
    const confirmedAt = expect.any(Number);
    expect(second.report()?.receipt?.orders).toMatchObject([{ id: "v-a", confirmedAt }]);
  });

  test("goes on from memory when the disk takes no latch", async () => {
    writeFileSync(join(folder, "run"), "a file where a folder should be");
    const desk = open();
    desk.request(request());
    await until(desk, "proven");
    expect(said.join("\n")).toMatch(/The kill latch could not be written/);
  });
});

test("an engine that falls silent while a kill runs is ended, and the kill goes on", async () => {
  venue.orders = [openOrder("a")];
  venue.failures = 10;
  const desk = open();
  desk.request(request());
  await desk.gateClosed(1_000);
  desk.request(request({ commandId: "silence-1", trigger: "silence", via: "watchdog" }));
  expect(engine.stops).toBe(1);
  await until(desk, "proven");
  expect(desk.report()?.killId).toBe("k1");
});

describe("the latch ends", () => {
  test("when an engine that was halted says that it trades again", async () => {
    const desk = open();
    desk.request(request());
    await until(desk, "proven");
    desk.heard(beat("active"));
    expect(desk.latched).toBe(true);
    desk.heard(beat("halted"));
    desk.heard(beat("active"));
    expect(desk.latched).toBe(false);
    expect(readKillLatch(folder)).toBeNull();
    expect(desk.report()?.stage).toBe("resumed");
  });

  test("not by an engine that only waits for its venue, whatever it says of its books", async () => {
    const desk = open();
    desk.request(request());
    await until(desk, "proven");
    desk.heard({ ...beat("halted"), waiting: true });
    expect(readKillLatch(folder)).toMatchObject({ haltSeen: false });
    desk.heard(beat("halted"));
    desk.heard({ ...beat("active"), waiting: true });
    expect(desk.latched).toBe(true);
  });

  test("also for a watchdog that was restarted between the halt and the resume", async () => {
    const first = open();
    first.request(request());
    await until(first, "proven");
    first.heard(beat("halted"));
    const second = open();
    second.heard(beat("active"));
    expect(second.latched).toBe(false);
  });

  test("for a new gesture only by signs of life after it: what was written before it resumes nothing", async () => {
    const desk = open();
    desk.request(request());
    await until(desk, "proven");
    await expect.poll(() => desk.idle).toBe(true);
    desk.heard(beat("halted"));
    venue.orders = [openOrder("a")];
    engine.answers = false;
    // A person resumed in the engine, and this sign of life was under way when the next kill came.
    const stale = [beat("halted"), beat("active")].map((one) => ({ ...one, at: one.at - 10 }));
    desk.request(request({ commandId: "k2" }));
    desk.heard(beat("active"));
    for (const one of stale) desk.heard(one);
    expect(desk.latched).toBe(true);
    await expect.poll(() => [venue.orders, engine.stops]).toEqual([[], 1]);
    expect(readKillLatch(folder)).toMatchObject({ haltSeen: false });
  });

  test("for a gesture during the watch after the proof, too: the engine is asked again under its own command", async () => {
    const desk = open();
    desk.request(request());
    await until(desk, "proven");
    expect(desk.idle).toBe(false);
    desk.heard(beat("halted"));
    desk.request(request({ commandId: "k2" }));
    desk.heard(beat("active"));
    expect(desk.latched).toBe(true);
    await expect
      .poll(() => engine.commands.map(({ commandId }) => commandId))
      .toEqual(["k1", "k2"]);
    await until(desk, "proven");
    desk.heard(beat("halted"));
    desk.heard(beat("active"));
    expect(desk.latched).toBe(false);
  });

  test("and the same request once more is then not a new kill", async () => {
    const desk = open();
    desk.request(request());
    await until(desk, "proven");
    desk.heard(beat("halted"));
    desk.heard(beat("reducing"));
    expect(desk.request(request()).stage).toBe("resumed");
    expect(desk.latched).toBe(false);
    desk.request(request({ commandId: "k2" }));
    expect(desk.latched).toBe(true);
  });
});

test("an engine that goes on trading under the latch is ended", async () => {
  const desk = open();
  desk.request(request());
  await desk.gateClosed(1_000);
  for (let beats = 0; beats < 5; beats++) desk.heard(beat("active"));
  expect(engine.stops).toBe(0);
  desk.heard(beat("active"));
  expect(engine.stops).toBe(1);
});
