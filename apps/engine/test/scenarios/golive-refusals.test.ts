import { expect, test } from "vitest";
import type { Evidence } from "@interlock/core/golive/evidence";
import { DAY_MS, MINUTE_MS } from "@interlock/core/time";
import type { EngineSettings } from "../../src/settings.ts";
import { initialState } from "../../src/state.ts";
import {
  ADA,
  BEN,
  BUILD,
  BUILDER,
  CI,
  CY,
  GoLiveRig,
  liveSettings,
  PAPER,
  proven,
  statement,
} from "../golive-rig.ts";
import { settings } from "../rig.ts";

/** Ways in which somebody, or something, might reach an order that adds risk in live: all refused. */

const live = (): GoLiveRig => new GoLiveRig().live();
const launched = (): GoLiveRig => live().launched();

const REFUSED = /golive_approval/;

test("way 1: environment live, and nothing else", () => {
  expect(live().risks()).toMatch(REFUSED);
});

test("way 2: a journal that traded in paper, started in live", () => {
  const rig = new GoLiveRig().ready({ settings: settings({ environment: "paper" }), build: BUILD });
  rig.time += MINUTE_MS;
  expect(rig.risks()).toBe("sent");
  rig.again({ settings: liveSettings() });
  rig.time += MINUTE_MS;
  expect(rig.risks("IBM")).toMatch(REFUSED);
});

test("way 3: a resume, by whatever role", () => {
  const rig = live();
  for (const actor of [ADA, BEN, CY])
    expect(rig.say({ kind: "resume", reason: "we want to trade" }, actor)).toMatch(/^no/);
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 4: a kill, and the resume from it", () => {
  const rig = live();
  rig.say({ kind: "kill", mode: "halt", reason: "odd", includeStops: false });
  rig.say({ kind: "resume", reason: "looked into it" });
  rig.pass(2 * MINUTE_MS);
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 5: an override of the denied order", () => {
  const rig = live();
  rig.risks();
  const denied = rig.told("order_denied").at(-1);
  const id = denied?.intent.clientOrderId;
  expect(id).toBeDefined();
  if (id === undefined) return;
  const body = { kind: "grant_override" as const, clientOrderId: id, reason: "it should pass" };
  expect(rig.say(body, BEN)).toMatch(/^no/);
});

test("way 6: another build than the one approved", () => {
  const rig = launched();
  rig.again({ build: "c".repeat(64) });
  expect(rig.state.golive.launch?.stage).toBe("voided");
  rig.time += MINUTE_MS;
  expect(rig.risks()).toMatch(REFUSED);
});

const edited = (rig: GoLiveRig, change: Partial<EngineSettings>): void => {
  rig.again({ settings: { ...liveSettings(), ...change } });
  expect(rig.state.golive.launch?.stage).toBe("voided");
  rig.time += MINUTE_MS;
  expect(rig.risks()).toMatch(REFUSED);
};

test("way 7: an edited configuration", () => {
  edited(launched(), { configHash: "d".repeat(64) });
});

test("way 8: a strategy with other parameters under the same configuration hash", () => {
  const [first, ...rest] = liveSettings().strategies;
  expect(first).toBeDefined();
  if (first === undefined) return;
  const params = { ...first.params, fastBars: 3 };
  edited(launched(), { strategies: [{ ...first, params }, ...rest] });
});

test("way 9: a looser limit, though its change is allowed", () => {
  const rig = launched();
  rig.tighten();
  rig.tighten();
  expect(rig.state.golive.launch?.stage).toBe("in_force");
  expect(rig.loosen()).toMatch(/^yes/);
  expect(rig.state.golive.launch?.stage).toBe("in_force");
  rig.loosen();
  rig.loosen();
  expect(rig.state.golive.launch).toMatchObject({ stage: "voided" });
  expect(rig.state.golive.launch?.endedWhy).toContain("maxOpenOrders");
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 10: another account", () => {
  const rig = launched();
  rig.again({ accountId: "another" });
  expect(rig.state.golive.launch?.stage).toBe("voided");
  rig.time += MINUTE_MS;
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 11: the approval in a journal of another name, as a restored or copied one has", () => {
  const rig = launched();
  rig.again({ instance: "zzzzzz" });
  expect(rig.state.golive.launch?.stage).toBe("voided");
  rig.time += MINUTE_MS;
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 12: an approval whose time is over, and a clock that is set back after it", () => {
  const rig = launched();
  rig.time = (rig.state.golive.launch?.expiresAt ?? 0) - 1;
  rig.pass(1);
  expect(rig.state.golive.launch?.stage).toBe("expired");
  rig.time -= 10 * DAY_MS;
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 13: the approved build again, after another one voided the approval", () => {
  const rig = launched();
  rig.again({ build: "c".repeat(64) });
  rig.again({ build: BUILD });
  rig.time += MINUTE_MS;
  expect(rig.state.golive.launch?.stage).toBe("voided");
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 14: a launch that a person demoted, with the votes of before", () => {
  const rig = launched();
  const basis = rig.basis;
  const launchId = rig.state.golive.launch?.launchId ?? "";
  expect(rig.say({ kind: "golive_demote", launchId, reason: "" }, CY)).toMatch(/^yes/);
  expect(rig.risks()).toMatch(REFUSED);
  expect(rig.say({ kind: "golive_declare", basis, reason: "once more, please" })).toMatch(/^no/);
  expect(rig.agree({ kind: "golive_declare", basis, reason: "" })).toMatch(/^no/);
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 15: a snapshot into which somebody wrote a launch", () => {
  const forged = launched().state.golive.launch;
  const rig = live();
  Object.assign(rig.state.golive, { launch: forged });
  rig.start({ settings: liveSettings(), build: BUILD, accountNumber: "A1" });
  rig.snapshot();
  rig.time += MINUTE_MS;
  expect(rig.state.golive.launch).toMatchObject({
    stage: "voided",
    endedWhy: expect.stringContaining("no entry of the journal") as string,
  });
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 16: the request that was applied before, applied again", () => {
  const rig = live().allGreen().poll();
  rig.declare();
  const applied = rig.state.approvals.ended.at(-1);
  if (applied === undefined) throw new Error("nothing was applied");
  rig.say({ kind: "golive_abort", launchId: "launch-1", reason: "not yet" }, CY);
  const of = { approvalId: applied.id, seenHash: applied.proposedHash };
  const standing = { u1: "owner", u2: "risk" };
  expect(rig.say({ kind: "apply_approval", ...of, standing }, proven(ADA))).toMatch(/^no/);
  rig.pass(2 * MINUTE_MS);
  expect(rig.told("launch_declared")).toHaveLength(1);
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 17: an order during the countdown", () => {
  const rig = live().allGreen().poll();
  expect(rig.declare()).toMatch(/^yes/);
  rig.pass(50_000);
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 18: a countdown that somebody aborted", () => {
  const rig = live().allGreen().poll();
  rig.declare();
  rig.say({ kind: "golive_abort", launchId: "launch-1", reason: "" }, { ...CY, role: "viewer" });
  rig.pass(61_000);
  expect(rig.state.golive.launch?.stage).toBe("aborted");
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 19: a start in the middle of the countdown", () => {
  const rig = live().allGreen().poll();
  rig.declare();
  rig.again();
  rig.pass(61_000);
  expect(rig.state.golive.launch?.stage).toBe("aborted");
  rig.time += MINUTE_MS;
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 20: a gate that goes stale during the countdown", () => {
  const rig = live().allGreen().poll();
  rig.declare();
  rig.measure("disk", { passed: false, sentence: "The disk is full." });
  rig.pass(61_000);
  expect(rig.state.golive.launch).toMatchObject({ stage: "aborted" });
  expect(rig.state.golive.launch?.endedWhy).toContain("The disk is full");
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 21: a declaration with a gate that is red, or was never measured", () => {
  const rig = live().poll();
  expect(rig.declare()).toMatch(/These gates do not pass: G1/);
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 22: one person who is every station and the director", () => {
  const rig = live().allGreen();
  for (const station of ["strategy", "ops", "data", "risk"] as const)
    rig.say({ kind: "golive_vote", station, go: true, comment: "", basis: rig.basis }, ADA);
  expect(rig.declare()).toMatch(/^no/);
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 22: who built it as the station risk, by whatever name they go now", () => {
  const rig = live().allGreen();
  const built = (builders: readonly string[]) =>
    rig.say(CI.sign(statement(["tests"], { builders, measuredAt: rig.time })), ADA);
  const vote = (name: string) => {
    const body = { kind: "golive_vote" as const, station: "risk" as const, go: true, comment: "" };
    return rig.say({ ...body, basis: rig.basis }, { ...BEN, userId: BUILDER, name });
  };
  built([BUILDER]);
  for (const name of [BEN.name, "Benjamin"]) expect(vote(name)).toContain("Whoever built");
  // Somebody else of the builder's name is another person.
  built([crypto.randomUUID()]);
  expect(vote("Other")).toMatch(/^yes/);
});

test("way 22: the station risk of a build whose attestation names nobody who built it", () => {
  const rig = live().allGreen().poll();
  const attest = (change: Partial<Evidence>) =>
    rig.say(CI.sign(statement(["tests"], { measuredAt: rig.time, ...change })), ADA);
  const body = { kind: "golive_vote" as const, station: "risk" as const, comment: "no word of it" };
  // The votes stand, for no gate changed: what they rest on is gone.
  attest({});
  expect(rig.declare()).toContain("names no builder");
  expect(rig.say({ ...body, go: true, basis: rig.basis }, BEN)).toContain("names no builder");
  expect(rig.say({ ...body, go: false, basis: rig.basis }, BEN)).toMatch(/^yes/);
  attest({ builders: [] });
  expect(rig.say({ ...body, go: true, basis: rig.basis }, BEN)).toContain("names no builder");
  expect(rig.risks()).toMatch(REFUSED);
});

test.each(["ben@desk.com", "Ben", "ci"])(
  "way 22: who built it, named as %s and not by their id, so that they could be the station risk",
  (named) => {
    const rig = live().allGreen();
    const before = rig.state.golive.evidence.tests;
    const said = rig.say(CI.sign(statement(["tests"], { builders: [BUILDER, named] })), ADA);
    expect(said).toMatch(/^no: Not taken: it names a builder by something else than their id/);
    expect(rig.state.golive.evidence.tests).toBe(before);
  },
);

test("way 22: who built it, under an id that nobody on the desk has, or that nobody looked up, so that they could be the station risk", () => {
  const rig = live().allGreen();
  const before = rig.state.golive.evidence.tests;
  const signed = CI.sign(statement(["tests"], { builders: [BUILDER], measuredAt: rig.time }));
  expect(rig.say({ ...signed, knownBuilders: {} }, ADA)).toMatch(
    new RegExp(`^no: Not taken: it says that ${BUILDER} built it, and nobody on the desk has`),
  );
  const { knownBuilders: _, ...unseen } = signed;
  expect(rig.say(unseen, ADA)).toMatch(/^no: Not taken: who built it could not be looked up/);
  expect(rig.state.golive.evidence.tests).toBe(before);
});

test("way 22: a vote for the risk by somebody whom a newer attestation names as who built it", () => {
  const rig = live().allGreen().poll();
  const built = crypto.randomUUID();
  const vote = { kind: "golive_vote" as const, station: "risk" as const, go: true, comment: "" };
  expect(rig.say({ ...vote, basis: rig.basis }, { ...BEN, userId: built })).toMatch(/^yes/);
  const told = { measuredAt: rig.time, builders: [built] };
  rig.say(CI.sign(statement(["tests"], told)), ADA);
  expect(rig.declare()).toContain("The station risk votes anew. Whoever built");
  expect(rig.risks()).toMatch(REFUSED);
});

test("way 23: the bare command, without anybody's agreement, or with a passkey alone", () => {
  const rig = live().allGreen().poll();
  const body = {
    kind: "golive_declare" as const,
    basis: rig.basis,
    reason: "the evidence is there",
  };
  for (const actor of [ADA, proven(ADA), proven(BEN)])
    expect(rig.say(body, actor)).toContain("needs the approval of another person");
  rig.pass(2 * MINUTE_MS);
  expect(rig.risks()).toMatch(REFUSED);
});

test.each([
  ["altered after it was signed", () => alter(CI.sign(statement(["tests"], { passed: false })))],
  [
    "signed by a key that nobody configured",
    () => ({ ...CI.sign(statement(["tests"])), keyId: "me" }),
  ],
  ["of a key for something it may not say", () => PAPER.sign(statement(["tests"]))],
  ["about what only the running engine knows", () => CI.sign(statement(["account"]))],
  ["in another format", () => CI.sign(JSON.stringify({ evidence: [] }))],
])("way 24: an attestation %s", (_, signed) => {
  const rig = live();
  expect(rig.say(signed())).toMatch(/^no: Not taken/);
  expect(rig.told("evidence_noted")).toEqual([]);
});

function alter(signed: ReturnType<typeof CI.sign>): ReturnType<typeof CI.sign> {
  return { ...signed, statement: signed.statement.replace("false", "true") };
}

test("way 25: evidence by a way that is not its own", () => {
  const rig = live();
  for (const name of ["tests", "paper_record", "account", "limits"] as const) rig.measure(name);
  expect(rig.told("evidence_noted")).toEqual([]);
});

test("way 26: the approval of one engine, held by the memory of another", () => {
  const { launch } = launched().state.golive;
  const rig = live();
  Object.assign(rig.state.golive, {
    launch: { ...launch, binding: { ...launch?.binding, journal: "other1" } },
  });
  expect(rig.risks()).toMatch(REFUSED);
  expect(initialState().golive.launch).toBeNull();
});

test("way 27: limits that a snapshot made looser under the approved version's number", () => {
  const rig = launched();
  const { limits } = rig.state;
  expect(limits).not.toBeNull();
  if (limits === null) return;
  const values = { ...limits.values, maxOpenOrders: limits.values.maxOpenOrders + 50 };
  Object.assign(rig.state, { limits: { ...limits, values } });
  rig.again();
  expect(rig.state.golive.launch?.stage).toBe("voided");
  rig.time += MINUTE_MS;
  expect(rig.risks()).toMatch(REFUSED);
});
