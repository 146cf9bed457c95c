import { expect, test } from "vitest";
import { BUILD, CY, GoLiveRig, liveSettings } from "../golive-rig.ts";
import { settings } from "../rig.ts";

/** What limits the gate takes for agreed, and what becomes of a request whose ground moved. */

const sentenceOf = (rig: GoLiveRig): string => {
  const limits = rig.state.limits;
  return `${limits?.version ?? 0} ${rig.gate("G8")}`;
};

test("limits that one person loosened where nobody asked another are not agreed to in live", () => {
  const rig = new GoLiveRig().ready({ settings: settings({ environment: "paper" }), build: BUILD });
  const maxOpenOrders = rig.state.limits?.values.maxOpenOrders ?? 0;
  const said = rig.say({
    kind: "change_limits",
    baseVersion: 1,
    values: { maxOpenOrders: String(maxOpenOrders + 5) },
    reason: "there is more to trade",
  });
  expect(said).toMatch(/^yes/);
  rig.again({ settings: liveSettings() });
  expect(sentenceOf(rig)).toBe("2 red");
  // Back at what the file had, they are agreed to again.
  for (let step = 0; step < 5; step += 1) rig.tighten();
  expect(sentenceOf(rig)).toBe("7 green");
});

test("limits that another person approved are agreed to, and so is whatever is tighter", () => {
  const rig = new GoLiveRig().live();
  expect(rig.loosen()).toMatch(/^yes/);
  expect(sentenceOf(rig)).toBe("2 green");
  rig.tighten();
  rig.tighten();
  expect(sentenceOf(rig)).toBe("4 green");
});

test("a request to go live that a gate overtook shows which one, and is asked for anew on what is there now", () => {
  const rig = new GoLiveRig().live().allGreen().poll();
  const reason = "the evidence is complete";
  const ask = () => ({ kind: "golive_declare" as const, basis: rig.basis, reason });
  const actor = { ...CY, stepUp: { credentialId: "key-u3", at: 1_000, actionHash: "" } };
  expect(rig.say({ kind: "request_approval", ask: ask(), reason }, actor)).toMatch(/^yes/);
  rig.measure("disk", { passed: false, sentence: "The disk is full." });
  rig.pass(100);
  const conflicted = rig.state.approvals.live[0];
  expect(conflicted).toMatchObject({ state: "conflicted" });
  const lines = conflicted?.ending?.diff?.map(({ what, after }) => `${what}: ${after}`);
  expect(lines?.join("\n")).toContain("Host: red: The disk is full.");
  expect(lines?.at(-1)).toMatch(/^Stations: /);
  const edit = () => ({
    kind: "edit_approval" as const,
    approvalId: conflicted?.id ?? "",
    seenHash: rig.state.approvals.live[0]?.proposedHash ?? "",
    ask: ask(),
    reason,
  });
  expect(rig.say(edit(), actor)).toContain("These gates do not pass: G15");
  rig.measure("disk");
  rig.poll();
  expect(rig.say(edit(), actor)).toMatch(/^yes/);
  expect(rig.state.approvals.live[0]).toMatchObject({ state: "waiting", decisions: [] });
});
