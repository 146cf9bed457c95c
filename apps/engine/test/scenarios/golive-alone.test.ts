import { DEFAULT_POLICY } from "@interlock/core/approval/approval-policy";
import type { Station } from "@interlock/core/golive/gate-table";
import { MINUTE_MS } from "@interlock/core/time";
import { expect, test } from "vitest";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { ADA, BEN, CI, GoLiveRig, liveSettings, proven, statement } from "../golive-rig.ts";

/** Alone, nobody answers for a gate whose evidence they have not opened as it is. */

const SOLO = { ...DEFAULT_POLICY, solo: { coolingOffMs: 30 * MINUTE_MS } };
const STATIONS = ["strategy", "risk", "ops", "data"] as const;

const alone = (): GoLiveRig =>
  new GoLiveRig().live({ settings: liveSettings({ approvals: SOLO }) }).allGreen();

function vote(rig: GoLiveRig, station: Station, go = true): string {
  const comment = go ? "" : "not today";
  return rig.say({ kind: "golive_vote", station, go, comment, basis: rig.basis }, ADA);
}

function ask(rig: GoLiveRig): string {
  const reason = "the evidence is complete";
  const act = { kind: "golive_declare" as const, basis: rig.basis, reason };
  return rig.say({ kind: "request_approval", ask: act, reason }, proven(ADA));
}

test("alone, a station says go only once the evidence of each of its gates was opened", () => {
  const rig = alone();
  expect(vote(rig, "data")).toContain("open the evidence of each gate first");
  expect(vote(rig, "data")).toContain("G7, G13");
  rig.look(["G7"]);
  expect(vote(rig, "data")).toMatch(/: G13\.$/);
  rig.look(["G13"]);
  expect(vote(rig, "data")).toMatch(/^yes/);
  // Who says no need not have looked.
  expect(vote(rig, "ops", false)).toMatch(/^yes/);
});

test("alone, what another person opened is not what oneself has seen", () => {
  const rig = alone();
  rig.look(["G7", "G13"], BEN);
  expect(vote(rig, "data")).toContain("G7, G13");
});

test("alone, evidence that changed is opened again before a launch can be asked for", () => {
  const rig = alone();
  rig.look();
  for (const station of STATIONS) expect(vote(rig, station)).toMatch(/^yes/);
  // It comes to something else, and the gate stays green: no vote is cleared.
  rig.say(CI.sign(statement(["benchmark"], { measuredAt: rig.time, value: "8 of 9 faster" })));
  expect(rig.open).toEqual([]);
  expect(rig.state.golive.votes).toHaveLength(4);
  expect(ask(rig)).toMatch(/^no: Not asked for: alone, you open the evidence .*: G14\.$/);
  rig.look(["G14"]);
  expect(ask(rig)).toMatch(/^yes/);
});

test("what is opened is journaled once with what it showed, and outlives a restart", () => {
  const rig = alone();
  rig.look(["G7"]);
  rig.look(["G7"]);
  const opened = rig.told("gate_opened");
  expect(opened).toEqual([
    {
      kind: "gate_opened",
      gate: "G7",
      evidence: expect.stringMatching(/^[0-9a-f]{16}$/),
      by: { userId: "u1", name: "Ada" },
    },
  ]);
  const kept = stateOfSnapshot(JSON.parse(JSON.stringify(rig.state)));
  expect(kept.golive.opened).toEqual(rig.state.golive.opened);
});

test("a gate that is not as the page showed it, or that there is none of, is not opened", () => {
  const rig = alone();
  const open = (gate: string) =>
    rig.say({ kind: "golive_open_evidence", gate, evidence: "0".repeat(16) });
  expect(open("G7")).toContain("changed since the page was drawn");
  expect(open("G99")).toContain("there is no gate G99");
  expect(rig.told("gate_opened")).toEqual([]);
});

test("where others look as well, nobody is asked to have opened everything", () => {
  const rig = new GoLiveRig().live().allGreen().poll();
  expect(rig.state.golive.votes).toHaveLength(4);
  expect(rig.declare()).toMatch(/^yes/);
});
