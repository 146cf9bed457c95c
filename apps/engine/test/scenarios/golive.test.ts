import { expect, test } from "vitest";
import { DEFAULT_POLICY } from "@interlock/core/approval/approval-policy";
import { money, moneyToNumber } from "@interlock/core/number/money";
import { formatQuantity, quantityUnits } from "@interlock/core/number/quantity";
import { newYorkDate } from "@interlock/core/market/calendar";
import { DAY_MS, MINUTE_MS } from "@interlock/core/time";
import { canaryOf } from "../../src/golive/launch-guard.ts";
import {
  ADA,
  BEN,
  CY,
  DEE,
  GoLiveRig,
  liveSettings,
  PAPER,
  PAPER_ORIGIN,
  proven,
  statement,
} from "../golive-rig.ts";

test("a live engine with every gate green, a poll, and a countdown sends its first order at canary size", () => {
  const rig = new GoLiveRig().live();
  expect(rig.open).not.toEqual([]);
  rig.allGreen();
  expect(rig.open).toEqual([]);
  expect(rig.risks()).toContain("trading_state golive_approval");
  rig.poll();
  expect(rig.declare()).toContain("yes");
  expect(rig.risks()).toContain("golive_approval");
  rig.pass(61_000);
  expect(rig.state.golive.launch).toMatchObject({ stage: "in_force", fourEyes: true });
  expect(rig.risks()).toBe("sent");
});

test("a restart of the same build, configuration and limits keeps the approval", () => {
  const rig = new GoLiveRig().live().launched();
  rig.again();
  rig.pass(2 * MINUTE_MS);
  expect(rig.state.golive.launch?.stage).toBe("in_force");
  expect(rig.risks()).toBe("sent");
});

test("tighter limits keep the approval, and so does the end of a change that was to end", () => {
  const rig = new GoLiveRig().live();
  rig.allGreen();
  const baseVersion = rig.state.limits?.version ?? 0;
  const before = rig.state.limits?.values.maxOpenOrders ?? 0;
  const expiresAt = rig.time + 30 * MINUTE_MS;
  const values = { maxOpenOrders: String(before - 3) };
  const reason = "a quiet half an hour";
  const said = rig.say({ kind: "change_limits", baseVersion, values, reason, expiresAt });
  expect(said).toContain("yes");
  rig.poll();
  expect(rig.declare()).toContain("yes");
  rig.pass(61_000);
  rig.tighten();
  expect(rig.risks()).toBe("sent");
  rig.time = expiresAt;
  rig.pass(0);
  expect(rig.state.limits?.values.maxOpenOrders).toBe(before - 4);
  expect(rig.state.golive.launch?.stage).toBe("in_force");
});

test("an approval that ended traps nobody: exits, stop-losses and kills pass", () => {
  const rig = new GoLiveRig().live().launched();
  expect(rig.risks()).toBe("sent");
  const intent = rig.told("order_approved").at(-1)?.intent;
  if (intent === undefined) throw new Error("nothing was sent");
  rig.accept(intent);
  rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.02" });
  rig.say({ kind: "golive_demote", launchId: "launch-1", reason: "it slips" });
  expect(rig.say({ kind: "close_position", symbol: intent.symbol, percent: 100 })).toContain("yes");
  expect(rig.say({ kind: "kill", mode: "cancel", reason: "stop", includeStops: false })).toContain(
    "yes",
  );
});

test("on a canary day no order and no book is larger than the day's share of the limits", () => {
  const rig = new GoLiveRig().live().launched();
  rig.risks();
  const order = rig.told("order_approved").at(-1)?.intent;
  const { limits } = rig.state;
  expect(order && quantityUnits(order.quantity) / 1e9).toBeLessThanOrEqual(
    moneyToNumber(limits?.values.maxOrderNotional ?? money("0")) / 10 / 100,
  );
  const ladder = [1, 2, 3, 4, 5, 6].map(() => {
    const step = canaryOf(rig.state, rig.time);
    rig.sessions(1);
    return step?.capBps;
  });
  expect(ladder).toEqual([1_000, 2_000, 4_000, 6_000, 8_000, 10_000]);
});

test("a launch of the evening spends the first step on the next market day, its first session", () => {
  const rig = new GoLiveRig().live().allGreen();
  const today = rig.state.day?.date ?? "";
  rig.time += 10 * 60 * MINUTE_MS;
  rig.fresh().poll();
  expect(rig.declare()).toContain("yes");
  rig.pass(61_000);
  const on = rig.state.golive.launch?.launchedOn ?? "";
  expect(on > today).toBe(true);
  expect(canaryOf(rig.state, rig.time)?.capBps).toBe(1_000);
  rig.time += 14 * 60 * MINUTE_MS;
  expect(newYorkDate(rig.time)).toBe(on);
  expect(canaryOf(rig.state, rig.time)?.capBps).toBe(1_000);
});

test("a canary day's loss demotes the launch by itself, and says so", () => {
  const rig = new GoLiveRig().live().launched();
  expect(rig.risks()).toBe("sent");
  const intent = rig.told("order_approved").at(-1)?.intent;
  if (intent === undefined) throw new Error("nothing was sent");
  rig.accept(intent);
  const shares = formatQuantity(intent.quantity);
  rig.fill(intent, { id: "x1", quantity: shares, price: "100.02" });
  for (let times = 0; times < 8; times += 1) {
    rig.pass(1_000);
    rig.quote(intent.symbol, "20.00", "20.02");
    rig.print(intent.symbol, "20.01");
  }
  expect(rig.state.golive.launch).toMatchObject({ stage: "demoted" });
  expect(rig.state.golive.launch?.endedWhy).toContain("loss");
  expect(rig.told("alert_raised").map(({ sentence }) => sentence)).toContainEqual(
    expect.stringContaining("Rolled back to PAPER"),
  );
  expect(rig.risks("IBM")).toContain("golive_approval");
});

test("a gate that changes clears every vote", () => {
  const rig = new GoLiveRig().live().allGreen().poll();
  expect(rig.state.golive.votes).toHaveLength(4);
  rig.measure("disk", { passed: false });
  expect(rig.state.golive.votes).toEqual([]);
  expect(rig.state.golive.cleared?.why).toContain("a gate");
});

test("another configuration clears every vote", () => {
  const rig = new GoLiveRig().live().allGreen().poll();
  rig.again({ settings: liveSettings({ configHash: "e".repeat(64) }) });
  expect(rig.state.golive.votes).toEqual([]);
});

test("W06 a page that shows an older version votes and declares nothing", () => {
  const rig = new GoLiveRig().live().allGreen();
  const { basis } = rig;
  rig.tighten();
  const vote = { kind: "golive_vote" as const, station: "ops" as const, go: true, comment: "" };
  expect(rig.say({ ...vote, basis }, DEE)).toContain("changed since the page was drawn");
  rig.poll();
  expect(rig.agree({ kind: "golive_declare", basis, reason: "" })).toContain(
    "changed since the page was drawn",
  );
});

test("a waiver takes two people, makes a gate amber, and ends by itself", () => {
  const rig = new GoLiveRig().live();
  const ask = { kind: "golive_waive" as const, sessions: 1, reason: "the sample is small" };
  expect(rig.say({ ...ask, gate: "G5" })).toContain("cannot be waived");
  expect(rig.say({ ...ask, gate: "G3", sessions: 6 })).toContain("1 to 5 sessions");
  expect(rig.say({ ...ask, gate: "G3" })).toContain("waits for a second person");
  expect(rig.gate("G3")).toBe("unknown");
  const approve = { kind: "golive_approve_waiver" as const, waiverId: "waiver-1" };
  expect(rig.say(approve, BEN)).toContain("passkey");
  expect(rig.say(approve, proven(ADA))).toContain("another person");
  expect(rig.say(approve, proven(CY))).toContain("role");
  expect(rig.say(approve, proven(BEN))).toContain("yes");
  expect(rig.gate("G3")).toBe("amber");
  rig.time += 4 * DAY_MS;
  expect(rig.gate("G3")).toBe("unknown");
});

test("live takes an engine's own measurements only of paper, and only with the strategies named", () => {
  const rig = new GoLiveRig().live();
  const names = ["paper_record", "breakers"];
  const from = (origin: object) =>
    rig.say(PAPER.sign(statement(names, { measuredAt: rig.time }, origin)));
  expect(from({ ...PAPER_ORIGIN, environment: "sim" })).toContain("measured in sim");
  expect(from({ environment: "paper" })).toContain("with which strategies");
  expect(from({ strategies: PAPER_ORIGIN.strategies })).toContain("in which environment");
  expect(from({})).toContain("no: Not taken");
  expect(rig.gate("G1")).toBe("unknown");
  expect(from(PAPER_ORIGIN)).toContain("yes");
  expect(rig.gate("G1")).toBe("green");
});

test("a paper record of other strategies is none of this version, whatever build it was measured on", () => {
  const rig = new GoLiveRig().live();
  const origin = { ...PAPER_ORIGIN, strategies: "d".repeat(64) };
  const said = { measuredAt: rig.time };
  rig.say(PAPER.sign(statement(["paper_record", "breakers", "kill_halt"], said, origin)));
  expect(rig.gate("G1")).toBe("red");
});

test("alone, the director declares after the cooling-off, and the record says that nobody else looked", () => {
  const solo = { ...DEFAULT_POLICY, solo: { coolingOffMs: 30 * MINUTE_MS } };
  const rig = new GoLiveRig().live({ settings: liveSettings({ approvals: solo }) });
  rig.allGreen().look();
  for (const station of ["strategy", "risk", "ops", "data"] as const)
    rig.say({ kind: "golive_vote", station, go: true, comment: "", basis: rig.basis }, ADA);
  const ask = {
    kind: "golive_declare" as const,
    basis: rig.basis,
    reason: "the evidence is there",
  };
  const reason = "the evidence is complete";
  expect(rig.say({ kind: "request_approval", ask, reason }, proven(ADA))).toContain("yes");
  const [request] = rig.state.approvals.live;
  if (request === undefined) throw new Error("nothing was asked for");
  const of = { approvalId: request.id, seenHash: request.proposedHash };
  const approve = {
    kind: "decide_approval" as const,
    verdict: "approve" as const,
    reason: "seen again",
    ...of,
  };
  const other = { ...ADA, stepUp: { credentialId: "another", at: 1_000, actionHash: "" } };
  expect(rig.say(approve, other)).toContain("no: Alone you may approve it from");
  for (let minute = 0; minute < 30; minute += 1) {
    rig.pass(MINUTE_MS);
    rig.snapshot();
  }
  expect(rig.say(approve, other)).toContain("yes");
  expect(rig.say({ kind: "apply_approval", ...of, standing: { u1: "owner" } }, other)).toContain(
    "yes",
  );
  expect(rig.state.golive.launch?.fourEyes).toBe(false);
});
