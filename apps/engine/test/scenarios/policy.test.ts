import { type ApprovalPolicy, DEFAULT_POLICY } from "@interlock/core/approval/approval-policy";
import { MINUTE_MS } from "@interlock/core/time";
import { expect, test } from "vitest";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { ladderPlace } from "../../src/operator/ladder-place.ts";
import { ADA, ApprovalRig, BO, CY, REASON } from "../approval-rig.ts";
import { settings } from "../rig.ts";

const TWO: ApprovalPolicy = {
  ...DEFAULT_POLICY,
  quorum: { ...DEFAULT_POLICY.quorum, limits: 2, policy: 1 },
};
const SOLO: ApprovalPolicy = { ...DEFAULT_POLICY, solo: { coolingOffMs: 30 * MINUTE_MS } };
const EVE = { userId: "u-eve", name: "Eve", role: "owner" };

/** An engine on a live account that ran with one policy, and is started again with another in its file. */
function restarted(before: ApprovalPolicy, after: ApprovalPolicy): ApprovalRig {
  const rig = new ApprovalRig(before);
  rig.state.settings = null;
  rig.ready({ settings: settings({ environment: "live", approvals: before }) });
  return again(rig, after);
}

function again(rig: ApprovalRig, approvals: ApprovalPolicy): ApprovalRig {
  Object.assign(rig.state, stateOfSnapshot(JSON.parse(JSON.stringify(rig.state))));
  rig.ready({ settings: settings({ environment: "live", approvals }) });
  return rig;
}

const policy = (rig: ApprovalRig) => ladderPlace(rig.state).policy;
const adopt = { kind: "adopt_policy", reason: REASON } as const;

test("in live a weaker policy in the file counts after no restart: the stricter of both does, and a person is told", () => {
  const rig = restarted(TWO, DEFAULT_POLICY);
  expect(policy(rig)).toEqual(TWO);
  expect(rig.told("alert_raised").at(-1)?.sentence).toContain(
    "People who approve: limits: 2, configured 1",
  );
  expect(policy(again(rig, DEFAULT_POLICY))).toEqual(TWO);
  const one = rig.request(
    ADA,
    rig.change({ maxOrderQuantity: "1200", maxPositionQuantity: "1200" }),
  );
  expect(one.required[0]?.count).toBe(2);
});

test("the terms of somebody alone cannot be written into the file by that somebody", () => {
  const rig = restarted(DEFAULT_POLICY, SOLO);
  expect(policy(rig).solo).toBeNull();
  expect(rig.request(CY, rig.change({ maxOpenOrders: "25" })).solo).toBeNull();
});

test("it counts once another owner has approved it, and that outlasts a restart", () => {
  const rig = restarted(TWO, DEFAULT_POLICY);
  expect(rig.sure(CY, adopt)).toMatchObject({ accepted: false, needs: "approval" });
  const { id } = rig.request(CY, adopt);
  expect(rig.approval(id).diff).toEqual([
    { what: "People who approve: limits", before: "2", after: "1", direction: "looser" },
  ]);
  expect(rig.decide(CY, id)).toMatchObject({ accepted: false, fault: "forbidden" });
  expect(rig.decide(BO, id)).toMatchObject({ accepted: false, fault: "forbidden" });
  expect(policy(rig)).toEqual(TWO);
  rig.decide(EVE, id);
  expect(rig.apply(CY, id)).toMatchObject({ accepted: true });
  expect(policy(rig)).toEqual(DEFAULT_POLICY);
  expect(policy(again(rig, DEFAULT_POLICY))).toEqual(DEFAULT_POLICY);
});

test("what was approved of one file is not approved of another", () => {
  const rig = restarted(TWO, DEFAULT_POLICY);
  const { id } = rig.request(CY, adopt);
  rig.decide(EVE, id);
  again(rig, SOLO);
  expect(rig.apply(CY, id)).toMatchObject({ accepted: false, fault: "conflict" });
  expect(policy(rig)).toEqual(TWO);
});

test("a stricter policy counts at once, and outside live the file does", () => {
  expect(policy(restarted(DEFAULT_POLICY, TWO))).toEqual(TWO);
  const rig = new ApprovalRig(TWO);
  rig.ready({ settings: settings({ approvals: DEFAULT_POLICY }) });
  expect(policy(rig)).toEqual(DEFAULT_POLICY);
});
