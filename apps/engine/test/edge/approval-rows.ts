import { DEFAULT_POLICY } from "@interlock/core/approval/approval-policy";
import type { ApprovalRecord } from "../../src/records/approval-record.ts";
import type { EngineApproval } from "../../src/operator/approval/approval-command.ts";
import { MORNING } from "../rig.ts";

const ada = { userId: "u1", name: "Ada", role: "trader" };
const bo = { userId: "u2", name: "Bo", role: "risk" };

const approval: EngineApproval = {
  id: "ap-1",
  subject: { kind: "resume", title: "Resume trading", act: { kind: "resume", reason: "clean" } },
  baseVersion: "k-1",
  proposedHash: "00",
  diff: [],
  impact: [],
  reason: "the feed is back",
  requester: ada,
  credentialId: null,
  required: [{ anyOf: ["risk"], count: 1 }],
  solo: null,
  decisions: [],
  waivers: [],
  createdAt: MORNING,
  expiresAt: MORNING + 1,
  state: "waiting",
  ending: null,
};
const named = { approvalId: "ap-1", title: "Resume trading" };

type Row<K> = [Omit<Extract<ApprovalRecord, { kind: K }>, "kind">, "info" | "warning", string];

/** What each record of a request reads like. */
export const APPROVAL_ROWS: { readonly [K in ApprovalRecord["kind"]]: Row<K> } = {
  approval_requested: [
    { approval },
    "warning",
    "Ada asks for approval: Resume trading (ap-1). the feed is back",
  ],
  approval_edited: [
    { approval },
    "warning",
    "Ada edited the request ap-1: Resume trading. What was decided on it before is void.",
  ],
  approval_decided: [
    {
      ...named,
      decision: {
        by: bo,
        verdict: "approve",
        reason: "books agree",
        at: MORNING,
        credentialId: null,
      },
      state: "approved",
    },
    "info",
    "Bo (risk) approved ap-1: Resume trading. books agree",
  ],
  approval_applied: [
    { ...named, by: ada, fourEyes: true, sentence: "Trading is active." },
    "warning",
    "Ada applied ap-1: Resume trading; others had approved. Trading is active.",
  ],
  approval_carried: [
    { ...named, done: true, sentence: "Trading is active." },
    "info",
    "Done, as agreed in ap-1: Resume trading. Trading is active.",
  ],
  approval_policy_set: [
    { policy: DEFAULT_POLICY, by: null, sentence: "The policy is as configured." },
    "warning",
    "The policy is as configured.",
  ],
  approval_ended: [
    { ...named, state: "expired", by: null, why: "Nobody applied it." },
    "warning",
    "The request ap-1 is expired: Resume trading. Nobody applied it.",
  ],
};
