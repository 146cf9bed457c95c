import { DEFAULT_POLICY } from "@interlock/core/approval/approval-policy";
import { policyDiff, samePolicy } from "@interlock/core/approval/policy-change";
import { fail, ok, type Result } from "@interlock/core/result";
import type { Decision } from "../../decision.ts";
import { accept } from "../command-outcome.ts";
import type { AdoptPolicyCommand } from "../held-command.ts";
import { ladderPlace } from "../ladder-place.ts";
import { personOf } from "./asker.ts";
import { policiesHash } from "./proposal-hash.ts";
import { approvers, type SubjectProposal, type SubjectRules } from "./subject.ts";

/** The configured policy where a stricter one counts: made on both, so that another file is another request. */
export const POLICY_SUBJECT: SubjectRules<AdoptPolicyCommand> = {
  kind: "policy",
  base: ({ state }) => {
    const configured = state.settings?.approvals ?? DEFAULT_POLICY;
    return policiesHash({ inForce: ladderPlace(state).policy, configured });
  },
  propose: proposePolicy,
  carryOut: (decision, _act, { approval, applier }) => {
    const policy = decision.state.settings?.approvals ?? DEFAULT_POLICY;
    const sentence = `The policy is as configured, approved by ${approvers(approval)} (${approval.id}).`;
    decision.emit({ kind: "approval_policy_set", policy, by: personOf(applier), sentence });
    return accept(sentence);
  },
};

function proposePolicy(
  { state }: Decision,
  act: AdoptPolicyCommand,
): Result<SubjectProposal<AdoptPolicyCommand>> {
  const { policy } = ladderPlace(state);
  const configured = state.settings?.approvals ?? DEFAULT_POLICY;
  if (samePolicy(policy, configured))
    return fail("The policy that counts is the configured one: there is nothing to agree to.");
  const diff = policyDiff(policy, configured).map((line) => ({
    ...line,
    direction: "looser" as const,
  }));
  const impact = [
    "From then on requests are judged by it; open ones keep what they were made with.",
  ];
  return ok({ title: "Policy of approvals", act, diff, impact });
}
