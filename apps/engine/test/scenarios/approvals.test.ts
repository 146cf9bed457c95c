import { quantity } from "@interlock/core/number/quantity";
import { describe, expect, test } from "vitest";
import { ApprovalRig, ADA, BO, CY, DEE, fullLadder, REASON } from "../approval-rig.ts";
import { settings } from "../rig.ts";
import { applyEntry } from "../../src/apply.ts";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { initialState } from "../../src/state.ts";

const LOOSER = { maxOrderQuantity: "1200", maxPositionQuantity: "1200" };

function waiting() {
  const rig = new ApprovalRig();
  const { id } = rig.request(ADA, rig.change(LOOSER));
  return { rig, id };
}

function approved() {
  const { rig, id } = waiting();
  expect(rig.decide(BO, id)).toMatchObject({ accepted: true });
  return { rig, id };
}

/** A loosening of the open orders, from 20 to 25 for an hour. */
function temporary() {
  const rig = new ApprovalRig();
  const ask = { ...rig.change({ maxOpenOrders: "25" }), expiresAt: rig.time + 3_600_000 };
  return { rig, id: rig.request(ADA, ask).id };
}

const inForce = (rig: ApprovalRig) => rig.state.limits?.values.maxOrderQuantity;

describe("R07 a looser limit where the whole ladder holds", () => {
  test("R07 is refused as a direct command, with what it needs, and a tighter one is in force at once", () => {
    const rig = new ApprovalRig();
    const before = rig.state.limits?.version;
    expect(rig.sure(CY, rig.change(LOOSER))).toMatchObject({ accepted: false, needs: "approval" });
    expect(rig.state.limits?.version).toBe(before);
    expect(rig.as(ADA, rig.change({ maxOrderQuantity: "10" }))).toMatchObject({ accepted: true });
    expect(inForce(rig)).toBe(quantity("10"));
  });

  test("R07 is in force only once another person has approved it and it was applied", () => {
    const { rig, id } = waiting();
    expect(rig.apply(ADA, id)).toMatchObject({ accepted: false });
    expect(rig.decide(BO, id)).toMatchObject({ accepted: true });
    expect(inForce(rig)).toBe(quantity("1000"));
    expect(rig.apply(ADA, id)).toMatchObject({ accepted: true });
    expect(inForce(rig)).toBe(quantity("1200"));
    expect(rig.told("limits_changed").at(-1)).toMatchObject({
      by: "Ada",
      approval: { approvalId: id, approvedBy: "Bo", fourEyes: true },
    });
    expect(rig.approval(id).state).toBe("applied");
    expect(rig.apply(ADA, id)).toMatchObject({ accepted: false, fault: "conflict" });
  });

  test("R07 of a mixed bundle the tighter lines are in force at once, and only the looser ones are asked for", () => {
    const rig = new ApprovalRig();
    const mixed = rig.change({ ...LOOSER, maxOpenOrders: "5" });
    const { id, diff, baseVersion } = rig.request(ADA, mixed);
    expect(rig.state.limits?.values).toMatchObject({
      maxOpenOrders: 5,
      maxOrderQuantity: quantity("1000"),
    });
    expect(diff.map(({ direction }) => direction)).toEqual(["looser", "looser"]);
    expect(baseVersion).toBe(String(rig.state.limits?.version));
    rig.decide(BO, id);
    expect(rig.apply(BO, id)).toMatchObject({ accepted: true });
    expect(rig.state.limits?.values).toMatchObject({
      maxOpenOrders: 5,
      maxOrderQuantity: quantity("1200"),
    });
  });

  test("R07 a loosening that would go back is kept for good by no part of a bundle that needs nobody", () => {
    const rig = new ApprovalRig(fullLadder({ ladder: "inline" }));
    const expiresAt = rig.time + 3_600_000;
    rig.as(BO, { ...rig.change({ maxOpenOrders: "25" }), expiresAt });
    rig.ready({ settings: settings({ approvals: fullLadder() }) });
    const bundle = { ...rig.change({ maxOrderQuantity: "900" }), keep: ["maxOpenOrders"] };
    expect(rig.sure(BO, bundle)).toMatchObject({ accepted: false, needs: "approval" });
    const { diff } = rig.request(ADA, bundle);
    expect(diff).toHaveLength(1);
    expect(inForce(rig)).toBe(quantity("900"));
    rig.minutes(60);
    expect(rig.state.limits?.values.maxOpenOrders).toBe(20);
  });

  test("R07 what was agreed for a time goes back then, also where somebody tightened it meanwhile", () => {
    const { rig, id } = temporary();
    rig.decide(BO, id);
    expect(rig.apply(ADA, id)).toMatchObject({ accepted: true });
    expect(rig.as(ADA, rig.change({ maxOpenOrders: "24" }))).toMatchObject({ accepted: true });
    expect(rig.state.limits?.values.maxOpenOrders).toBe(24);
    rig.minutes(60);
    expect(rig.state.limits?.values.maxOpenOrders).toBe(20);
  });

  test("R07 what was agreed for a time outlasts it by no change that needs nobody", () => {
    const { rig, id } = temporary();
    rig.decide(BO, id);
    rig.apply(ADA, id);
    const longer = { ...rig.change({ maxOpenOrders: "24" }), expiresAt: rig.time + 20 * 3_600_000 };
    expect(rig.sure(ADA, longer)).toMatchObject({ accepted: false, needs: "approval" });
    const both = { ...rig.change({ maxOpenOrders: "24" }), keep: ["maxOpenOrders"] };
    expect(rig.sure(ADA, both)).toMatchObject({ accepted: false });
    rig.as(ADA, { ...rig.change({ maxOpenOrders: "15" }), expiresAt: longer.expiresAt });
    rig.minutes(60);
    expect(rig.state.limits?.values.maxOpenOrders).toBe(15);
  });

  test("R07 beyond its ceiling cannot even be asked for", () => {
    const rig = new ApprovalRig();
    const ask = rig.change({ maxOrderQuantity: "999999", maxPositionQuantity: "999999" });
    const answer = rig.as(ADA, { kind: "request_approval", ask, reason: REASON });
    expect(answer).toMatchObject({ accepted: false, sentence: expect.stringContaining("ceiling") });
    expect(rig.state.approvals.live).toEqual([]);
  });
});

describe("W10 who may decide a request", () => {
  test("W10 its requester never, whatever session, role or passkey they come with", () => {
    const { rig, id } = waiting();
    const body = rig.decision(id);
    for (const role of ["trader", "risk", "owner"]) {
      const again = { ...ADA, role, from: { session: `another ${role}`, ip: "10.0.0.9" } };
      expect(rig.sure(again, body, { passkey: "another passkey" })).toMatchObject({
        accepted: false,
        fault: "forbidden",
      });
    }
    expect(rig.approval(id)).toMatchObject({ state: "waiting", decisions: [] });
  });

  test("W10 no second account that uses the passkey of the request", () => {
    const { rig, id } = waiting();
    expect(rig.sure(BO, rig.decision(id), { passkey: `key of ${ADA.name}` })).toMatchObject({
      accepted: false,
      fault: "forbidden",
    });
  });

  test("nobody without one of the roles that are required", () => {
    const { rig, id } = waiting();
    const other = { userId: "u-eve", name: "Eve", role: "trader" };
    for (const person of [other, DEE, { ...other, role: "ops" }])
      expect(rig.decide(person, id)).toMatchObject({ accepted: false, fault: "forbidden" });
  });

  test("no command of this machine, which is nobody else than who sits there", () => {
    const { rig, id } = waiting();
    const machine = { userId: "cli", name: "root", role: "owner" };
    expect(rig.as(machine, rig.decision(id), "cli")).toMatchObject({
      fault: "forbidden",
      sentence: expect.stringContaining("sign in at the console, and do it on its page") as string,
    });
    const ask = rig.change({ maxOrderQuantity: "1100", maxPositionQuantity: "1100" });
    const request = { kind: "request_approval", ask, reason: REASON } as const;
    expect(rig.as(machine, request, "cli")).toMatchObject({ fault: "forbidden" });
  });

  test("one person counts once, though two are needed", () => {
    const quorum = { ...fullLadder().quorum, limits: 2 };
    const rig = new ApprovalRig(fullLadder({ quorum }));
    const { id } = rig.request(ADA, rig.change(LOOSER));
    rig.decide(BO, id);
    expect(rig.sure(BO, rig.decision(id), { passkey: "his other passkey" }).accepted).toBe(false);
    expect(rig.apply(BO, id).accepted).toBe(false);
    rig.decide(CY, id);
    expect(rig.apply(BO, id).accepted).toBe(true);
  });

  test("an approval and an application need a passkey of the last 5 minutes, a refusal does not", () => {
    const { rig, id } = waiting();
    expect(rig.as(BO, rig.decision(id))).toMatchObject({ accepted: false, needs: "step_up" });
    expect(rig.sure(BO, rig.decision(id), { ageMs: 300_001 })).toMatchObject({ needs: "step_up" });
    expect(rig.sure(BO, rig.decision(id), { ageMs: -60_000 })).toMatchObject({ needs: "step_up" });
    rig.decide(BO, id);
    expect(rig.as(ADA, rig.application(id))).toMatchObject({ needs: "step_up" });
    expect(rig.as(CY, rig.decision(id, "decline"))).toMatchObject({ accepted: true });
  });
});

describe("what a request does not survive", () => {
  test("any decline blocks it, after an approval and by the same person, too", () => {
    for (const person of [BO, CY]) {
      const { rig, id } = approved();
      expect(rig.decide(person, id, "decline")).toMatchObject({ accepted: true });
      expect(rig.approval(id).state).toBe("declined");
      expect(rig.apply(ADA, id)).toMatchObject({ accepted: false, fault: "conflict" });
      expect(inForce(rig)).toBe(quantity("1000"));
    }
  });

  test("W06 an edit voids its approvals, and a decision on what it proposed before is refused", () => {
    const { rig, id } = approved();
    const [seen, old] = [rig.approval(id).proposedHash, rig.application(id)];
    const stale = rig.decision(id);
    const ask = rig.change({ maxOrderQuantity: "1500", maxPositionQuantity: "1500" });
    const edit = { kind: "edit_approval", approvalId: id, seenHash: seen, ask, reason: REASON };
    expect(rig.as(BO, { ...edit, kind: "edit_approval" })).toMatchObject({ fault: "forbidden" });
    expect(rig.as(ADA, { ...edit, kind: "edit_approval" })).toMatchObject({ accepted: true });
    expect(rig.approval(id)).toMatchObject({ state: "waiting", decisions: [] });
    expect(rig.sure(CY, stale)).toMatchObject({ accepted: false, fault: "conflict" });
    expect(rig.sure(ADA, old)).toMatchObject({ accepted: false, fault: "conflict" });
    rig.decide(BO, id);
    rig.apply(ADA, id);
    expect(inForce(rig)).toBe(quantity("1500"));
  });

  test("W09 another version of the limits makes it conflicted, with what it would change now", () => {
    const { rig, id } = approved();
    rig.as(CY, rig.change({ maxOrderQuantity: "500" }));
    expect(rig.approval(id)).toMatchObject({ state: "conflicted" });
    expect(rig.approval(id).ending?.diff?.[0]).toMatchObject({ before: "500", after: "1200" });
    expect(rig.apply(ADA, id)).toMatchObject({ accepted: false, fault: "conflict" });
    expect(rig.decide(CY, id)).toMatchObject({ accepted: false, fault: "conflict" });
    const seenHash = rig.approval(id).proposedHash;
    const ask = rig.change(LOOSER);
    rig.as(ADA, { kind: "edit_approval", approvalId: id, seenHash, ask, reason: REASON });
    expect(rig.approval(id)).toMatchObject({ state: "waiting", decisions: [], ending: null });
    rig.decide(BO, id);
    expect(rig.apply(ADA, id)).toMatchObject({ accepted: true });
  });

  test("W09 of two requests on one version the first to be applied wins, and the other is conflicted", () => {
    const { rig, id } = approved();
    const other = rig.request(BO, rig.change({ maxOpenOrders: "25" }));
    rig.decide(CY, other.id);
    expect(rig.apply(ADA, id).accepted).toBe(true);
    expect(rig.apply(BO, other.id)).toMatchObject({ accepted: false, fault: "conflict" });
    expect(rig.state.limits?.values.maxOpenOrders).toBe(20);
  });

  test("its time: after 60 minutes of the venue's clock nobody decides or applies it", () => {
    const { rig, id } = approved();
    rig.minutes(59);
    expect(rig.approval(id).state).toBe("approved");
    rig.minutes(1);
    expect(rig.approval(id).state).toBe("expired");
    expect(rig.apply(ADA, id)).toMatchObject({ accepted: false, fault: "conflict" });
    expect(inForce(rig)).toBe(quantity("1000"));
  });

  test("W05 an approver who is suspended, or in another role by now, counts no more", () => {
    for (const role of [null, "viewer", "trader"]) {
      const { rig, id } = approved();
      expect(rig.apply(ADA, id, { [BO.userId]: role })).toMatchObject({ accepted: false });
      expect(inForce(rig)).toBe(quantity("1000"));
    }
  });

  test("its requester takes it back, and nobody else does", () => {
    const { rig, id } = approved();
    const body = { kind: "cancel_approval", approvalId: id, reason: "" } as const;
    expect(rig.as(BO, body)).toMatchObject({ fault: "forbidden" });
    expect(rig.as(ADA, body)).toMatchObject({ accepted: true });
    expect(rig.approval(id).state).toBe("void");
  });
});

describe("alone", () => {
  const alone = () => new ApprovalRig(fullLadder({ solo: { coolingOffMs: 30 * 60_000 } }));

  test("a person approves their own request after the cooling-off, with another passkey, and that is on record", () => {
    const rig = alone();
    const { id, expiresAt } = rig.request(CY, rig.change(LOOSER));
    expect(expiresAt).toBe(rig.time + 90 * 60_000);
    const other = (passkey: string) => rig.sure(CY, rig.decision(id), { passkey });
    expect(other("the other one")).toMatchObject({ accepted: false, fault: "forbidden" });
    rig.minutes(30);
    expect(other(`key of ${CY.name}`)).toMatchObject({ accepted: false, fault: "forbidden" });
    expect(other("the other one")).toMatchObject({ accepted: true });
    expect(rig.apply(CY, id)).toMatchObject({ accepted: true });
    expect(rig.told("approval_applied").at(-1)).toMatchObject({ fourEyes: false });
    expect(rig.told("limits_changed").at(-1)).toMatchObject({ approval: { fourEyes: false } });
  });

  test("the request itself needs a passkey, so that there are two", () => {
    const rig = alone();
    const body = { kind: "request_approval", ask: rig.change(LOOSER), reason: REASON } as const;
    expect(rig.as(CY, body)).toMatchObject({ accepted: false, needs: "step_up" });
  });

  test("a trader, who may not decide, does not decide alone either", () => {
    const rig = alone();
    const { id } = rig.request(ADA, rig.change(LOOSER));
    rig.minutes(31);
    expect(rig.sure(ADA, rig.decision(id), { passkey: "the other one" })).toMatchObject({
      fault: "forbidden",
    });
  });
});

describe("R08 a resume where the whole ladder holds", () => {
  const killed = () => {
    const rig = new ApprovalRig();
    const kill = { kind: "kill", mode: "halt", reason: "", includeStops: false } as const;
    expect(rig.as(ADA, kill)).toMatchObject({ accepted: true });
    return rig;
  };

  test("R08 stopping needs nothing, resuming another person, a passkey and 15 minutes at most", () => {
    const rig = killed();
    const ask = { kind: "resume", reason: REASON } as const;
    expect(rig.sure(CY, ask)).toMatchObject({ accepted: false, needs: "approval" });
    const { id } = rig.request(ADA, ask);
    rig.decide(BO, id);
    expect(rig.apply(ADA, id)).toMatchObject({ accepted: true });
    expect(rig.state.trading.state).toBe("active");
    const late = killed();
    const other = late.request(ADA, ask);
    late.decide(BO, other.id);
    late.minutes(15);
    expect(late.apply(ADA, other.id)).toMatchObject({ accepted: false, fault: "conflict" });
    expect(late.state.trading.state).toBe("halted");
  });

  test("R08 what was approved for one kill resumes no other", () => {
    const rig = killed();
    const { id } = rig.request(ADA, { kind: "resume", reason: REASON });
    rig.decide(BO, id);
    const kill = { kind: "kill", mode: "cancel", reason: "again", includeStops: false } as const;
    rig.as(CY, kill);
    const { state } = rig.approval(id);
    const answer = rig.apply(ADA, id);
    expect(answer.accepted, `${state}: ${answer.sentence}`).toBe(false);
    expect(rig.state.trading.state).toBe("halted");
  });
});

test("R08 a second person's stop, which the kill in force covers, ends what was agreed to resume", () => {
  const rig = new ApprovalRig();
  const kill = { kind: "kill", mode: "halt", reason: "", includeStops: false } as const;
  rig.as(BO, kill);
  const { id } = rig.request(ADA, { kind: "resume", reason: REASON });
  rig.decide(BO, id);
  expect(rig.as(CY, { ...kill, reason: "another danger" })).toMatchObject({ accepted: true });
  expect(rig.approval(id)).toMatchObject({ state: "void", ending: { by: null } });
  expect(rig.apply(ADA, id)).toMatchObject({ accepted: false });
  expect(rig.state.trading.state).toBe("halted");
});

test("R16 an override where the whole ladder holds is granted by who approved it, within 5 minutes", () => {
  const rig = new ApprovalRig();
  rig.as(BO, rig.change({ maxOrderQuantity: "10" }));
  rig.quote("SPY", "100.00", "100.02");
  rig.wish("SPY", 1);
  const clientOrderId = rig.told("order_denied").at(-1)?.intent.clientOrderId;
  if (clientOrderId === undefined) throw new Error("nothing was denied");
  const ask = { kind: "grant_override", clientOrderId, reason: REASON } as const;
  expect(rig.sure(BO, ask)).toMatchObject({ accepted: false, needs: "approval" });
  const { id, expiresAt } = rig.request(ADA, ask);
  expect(expiresAt).toBe(rig.time + 300_000);
  rig.decide(BO, id);
  expect(rig.apply(ADA, id)).toMatchObject({ accepted: true });
  expect(rig.told("override_granted").at(-1)?.grant).toMatchObject({ byId: BO.userId });
});

describe("what the policy cannot lower", () => {
  test("live holds the whole ladder, whatever its configuration says", () => {
    const rig = new ApprovalRig();
    const approvals = fullLadder({ ladder: "inline" });
    rig.ready({ settings: settings({ environment: "live", approvals }) });
    expect(rig.sure(CY, rig.change(LOOSER))).toMatchObject({ needs: "approval" });
  });

  test("in sim and paper one confirmation is enough where the policy says inline", () => {
    const rig = new ApprovalRig(fullLadder({ ladder: "inline" }));
    expect(rig.as(BO, rig.change(LOOSER))).toMatchObject({ accepted: true });
  });
});

test("requests outlive a restart and a snapshot, with every decision", () => {
  const { rig, id } = approved();
  const folded = initialState();
  for (const entry of rig.entries) applyEntry(folded, entry);
  const read = stateOfSnapshot(JSON.parse(JSON.stringify(folded)));
  expect(read.approvals).toEqual(rig.state.approvals);
  rig.ready({ settings: settings({ approvals: fullLadder() }) });
  expect(rig.apply(ADA, id)).toMatchObject({ accepted: true });
});

test("a journal from before there were requests begins with none", () => {
  const { approvals: _none, ...before } = initialState();
  expect(stateOfSnapshot(JSON.parse(JSON.stringify(before))).approvals.live).toEqual([]);
});
