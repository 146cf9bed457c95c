import { type ApprovalPolicy, DEFAULT_POLICY } from "@interlock/core/approval/approval-policy";
import { policyDiff, samePolicy, stricterPolicy } from "@interlock/core/approval/policy-change";
import type { Decision } from "../../decision.ts";
import type { EngineSettings } from "../../settings.ts";

/**
 * Puts the configured policy in force at a start. Whoever can write the configuration's file needs nobody for that: in
 * live a policy that is weaker in any line than the one that counted is bound by the stricter of both, until others
 * have agreed to it. `before` is what counted until now; null at the first start, which has nothing to compare with.
 */
export function startPolicy(
  decision: Decision,
  settings: EngineSettings,
  before: ApprovalPolicy | null,
): void {
  const configured = settings.approvals ?? DEFAULT_POLICY;
  const bound = before !== null && settings.environment === "live";
  const policy = bound ? stricterPolicy(before, configured) : configured;
  // Without a record what counts is what is configured.
  const counts = decision.state.policy ?? configured;
  if (!samePolicy(policy, counts))
    decision.emit({ kind: "approval_policy_set", policy, by: null, sentence: said(bound) });
  if (samePolicy(policy, configured)) return;
  const lines = policyDiff(policy, configured).map(
    ({ what, before: counts, after }) => `${what}: ${counts}, configured ${after}`,
  );
  decision.alert(
    "warning",
    `The configured policy of approvals is weaker than what counted, and waits for an approval: ${lines.join("; ")}. See the page Approvals.`,
  );
}

function said(bound: boolean): string {
  return bound
    ? "The stricter of the configured policy and the one before counts."
    : "The policy is as configured.";
}

/** What counted before a start; null before the first one. */
export function policyBefore({ state }: Decision): ApprovalPolicy | null {
  if (state.policy !== null) return state.policy;
  return state.settings === null ? null : (state.settings.approvals ?? DEFAULT_POLICY);
}
