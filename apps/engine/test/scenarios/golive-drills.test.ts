import { expect, test } from "vitest";
import { standingEvidence } from "../../src/golive/standing-evidence.ts";
import { GoLiveRig } from "../golive-rig.ts";
import { settings } from "../rig.ts";

function trading(): GoLiveRig {
  const rig = new GoLiveRig().ready({ settings: settings(), build: "b".repeat(64) });
  rig.pass(60_000);
  return rig.fresh();
}

function stream(rig: GoLiveRig, up: boolean): void {
  rig.give({ kind: "connection", channel: "order_stream", up, reason: "a drill" });
}

test("a stream-loss drill passes when new risk stopped in time and the books agree after it", () => {
  const rig = trading();
  expect(rig.say({ kind: "golive_drill", drill: "stream_loss" })).toContain("yes");
  expect(rig.asked("perform_drill")).toHaveLength(1);
  rig.pass(800);
  stream(rig, false);
  expect(rig.state.golive.drill?.heldAt).not.toBeNull();
  rig.pass(2_000);
  stream(rig, true);
  rig.pass(100);
  rig.snapshot();
  expect(rig.gate("G7")).toBe("green");
  expect(rig.state.golive.drill).toBeNull();
});

test("a drill begins once a kill was resumed, and not while it is in force", () => {
  const rig = trading();
  const kill = { kind: "kill", mode: "halt", reason: "a look", includeStops: false } as const;
  expect(rig.say(kill)).toContain("yes");
  expect(rig.say({ kind: "golive_drill", drill: "stream_loss" })).toContain("is halted");
  expect(rig.say({ kind: "resume", reason: "the look is over" })).toContain("yes");
  expect(rig.say({ kind: "golive_drill", drill: "stream_loss" })).toContain("yes");
});

test("a stream-loss drill in which new risk goes on too long fails", () => {
  const rig = trading();
  rig.say({ kind: "golive_drill", drill: "stream_loss" });
  rig.pass(5_500);
  stream(rig, false);
  stream(rig, true);
  rig.snapshot();
  expect(rig.gate("G7")).toBe("red");
});

test("a stream-loss drill does not begin while the stream is down, or until the books were compared since", () => {
  const rig = trading();
  stream(rig, false);
  expect(rig.say({ kind: "golive_drill", drill: "stream_loss" })).toContain("is down already");
  stream(rig, true);
  expect(rig.state.trading.holds.map(({ source }) => source)).toContain("order_stream");
  expect(rig.say({ kind: "golive_drill", drill: "stream_loss" })).toContain("is down already");
  rig.pass(100);
  rig.snapshot();
  expect(rig.say({ kind: "golive_drill", drill: "stream_loss" })).toContain("yes");
});

test("a kill drill stays one of the build that it was made on", () => {
  const rig = trading();
  const drill = { kind: "kill", mode: "halt", reason: "a drill", includeStops: false } as const;
  rig.say({ ...drill, drill: true });
  rig.give({ kind: "kill_gate_closed", killId: "kill-1", hostAt: 1_100 });
  for (let looks = 0; looks < 3; looks += 1) {
    rig.pass(1_000);
    rig.snapshot();
  }
  const build = () => standingEvidence(rig.state, rig.time).kill_halt?.build;
  expect(build()).toBe("b".repeat(64));
  rig.again({ build: "c".repeat(64) });
  expect(build()).toBe("b".repeat(64));
});

test("a crash drill passes when the next start finds the fills and positions of before", () => {
  const rig = trading();
  rig.say({ kind: "golive_drill", drill: "crash" });
  rig.again();
  expect(rig.gate("G6")).toBe("green");
});

test("a crash drill names the orders at work, and fails when one of them is lost or in doubt", () => {
  const rig = trading();
  const [intent] = rig.wish("SPY", 1);
  expect(intent).toBeDefined();
  if (intent === undefined) return;
  rig.accept(intent);
  rig.say({ kind: "golive_drill", drill: "crash" });
  expect(rig.state.golive.drill?.working).toEqual([intent.clientOrderId]);
  rig.again();
  expect(rig.state.golive.evidence.crash_drill?.sentence).toContain("orders at work, 1,");
  expect(rig.gate("G6")).toBe("green");
  rig.say({ kind: "golive_drill", drill: "crash" });
  delete rig.state.orders[intent.clientOrderId];
  rig.again();
  expect(rig.state.golive.evidence.crash_drill?.sentence).toContain("is missing");
  expect(rig.gate("G6")).toBe("red");
});

test("a restore is rehearsed in live too, for it only reads", () => {
  const live = new GoLiveRig().live();
  expect(live.say({ kind: "golive_drill", drill: "restore" })).toContain("yes");
  expect(live.asked("perform_drill").map(({ drill }) => drill)).toEqual(["restore"]);
  live.measure("restore_drill", { value: "entry 9 in 0.2 s" });
  expect(live.gate("G17")).toBe("green");
});

test("a drill of which nothing comes fails by itself", () => {
  const rig = trading();
  rig.say({ kind: "golive_drill", drill: "crash" });
  rig.pass(11 * 60_000);
  expect(rig.gate("G6")).toBe("red");
});

test("in live, and while trading is halted, nothing is rehearsed", () => {
  const live = new GoLiveRig().live();
  expect(live.say({ kind: "golive_drill", drill: "crash" })).toContain("no: Nothing was done");
  const halted = trading();
  halted.say({ kind: "kill", mode: "halt", reason: "odd", includeStops: false });
  expect(halted.say({ kind: "golive_drill", drill: "crash" })).toContain("no: Nothing was done");
  expect([...live.asked("perform_drill"), ...halted.asked("perform_drill")]).toEqual([]);
});
