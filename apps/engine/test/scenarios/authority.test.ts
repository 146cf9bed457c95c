import { describe, expect, test } from "vitest";
import type { CommandBody } from "../../src/operator/operator-command.ts";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { ADA, ApprovalRig, BO, CY, fullLadder, REASON } from "../approval-rig.ts";
import { settings } from "../rig.ts";

const LOOSER = { maxOrderQuantity: "1200", maxPositionQuantity: "1200" };

function waiting() {
  const rig = new ApprovalRig();
  const { id } = rig.request(ADA, rig.change(LOOSER));
  return { rig, id };
}

describe("W10 somebody whom one person alone gave their role", () => {
  const made = { by: CY.userId, settled: false };

  test("W10 is nobody's other person at first, and may always say no", () => {
    const { rig, id } = waiting();
    const newcomer = { ...BO, raisedAlone: made };
    expect(rig.decide(newcomer, id)).toMatchObject({
      accepted: false,
      fault: "forbidden",
      sentence: expect.stringContaining("One person alone gave you your role") as string,
    });
    expect(rig.decide(newcomer, id, "decline")).toMatchObject({ accepted: true });
    expect(rig.approval(id).state).toBe("declined");
  });

  test("W10 has their requests approved by anybody but the one who made them", () => {
    const rig = new ApprovalRig();
    const { id } = rig.request({ ...ADA, raisedAlone: made }, rig.change(LOOSER));
    expect(rig.decide(CY, id)).toMatchObject({
      accepted: false,
      fault: "forbidden",
      sentence: expect.stringContaining("You alone gave Ada the role trader") as string,
    });
    expect(rig.decide(BO, id)).toMatchObject({ accepted: true });
  });

  test("W10 counts once settled, and the record goes on saying who made them", () => {
    const { rig, id } = waiting();
    const settled = { by: ADA.userId, settled: true };
    expect(rig.decide({ ...BO, raisedAlone: settled }, id)).toMatchObject({ accepted: true });
    expect(rig.approval(id).decisions[0]?.by.raisedAlone).toEqual(settled);
  });
});

describe("what the edge carries out", () => {
  const ask = {
    kind: "role" as const,
    content: { act: "set_role", userId: "u-dee", role: "risk" },
    title: "Dee becomes risk",
    baseVersion: "viewer, active",
    diff: [],
    impact: [],
  };
  const carried = (approvalId: string, done = true) =>
    ({ kind: "approval_carried", approvalId, done, sentence: "Dee is risk." }) as const;

  function agreed() {
    const rig = new ApprovalRig();
    const { id } = rig.request(CY, ask);
    rig.decide({ ...BO, role: "owner" }, id);
    expect(rig.apply(CY, id)).toMatchObject({ accepted: true });
    return { rig, id };
  }

  test("is due until the edge has said what came of it, over a restart, and is journaled once", () => {
    const { rig, id } = agreed();
    const due = () => rig.state.approvals.due.map((one) => one.id);
    expect(due()).toEqual([id]);
    Object.assign(rig.state, stateOfSnapshot(JSON.parse(JSON.stringify(rig.state))));
    rig.ready({ settings: settings({ approvals: fullLadder() }) });
    expect(due()).toEqual([id]);
    rig.give(carried(id));
    rig.give(carried(id));
    expect(due()).toEqual([]);
    expect(rig.told("approval_carried")).toHaveLength(1);
    expect(rig.approval(id).ending?.carried).toEqual({ done: true, sentence: "Dee is risk." });
  });

  test("that could not be done is told to people", () => {
    const { rig, id } = agreed();
    rig.give(carried(id, false));
    expect(rig.told("alert_raised").at(-1)?.sentence).toContain("What was agreed was not done");
  });

  test("is refused as a conflict where what it was made on has changed", () => {
    const rig = new ApprovalRig();
    const { id } = rig.request(CY, ask);
    rig.decide({ ...BO, role: "owner" }, id);
    const body = { ...rig.application(id), baseVersion: "trader, active" } as CommandBody;
    expect(rig.sure(CY, body)).toMatchObject({ accepted: false, fault: "conflict" });
    expect(rig.state.approvals.due).toEqual([]);
  });

  test("alone is asked for with a passkey, and approved after the cooling-off with another, on record", () => {
    const rig = new ApprovalRig();
    const alone = { ...ask, alone: true };
    const body = { kind: "request_approval", ask: alone, reason: REASON } as const;
    expect(rig.as(CY, body)).toMatchObject({ accepted: false, needs: "step_up" });
    const { id } = rig.request(CY, alone);
    const approve = (passkey: string) => rig.sure(CY, rig.decision(id), { passkey });
    expect(approve("another")).toMatchObject({ accepted: false });
    rig.minutes(30);
    expect(approve("key of Cy")).toMatchObject({ accepted: false });
    expect(approve("another")).toMatchObject({ accepted: true });
    expect(rig.apply(CY, id)).toMatchObject({ accepted: true });
    expect(rig.told("approval_applied").at(-1)).toMatchObject({ fourEyes: false });
  });
});
