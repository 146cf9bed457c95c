import { loosensLimits } from "@interlock/core/risk/check-limits";
import { describeLevel } from "@interlock/core/risk/levels/limit-levels";
import type { Decision } from "../decision.ts";
import { type CommandOutcome, REASON_LENGTH_MIN, refuse } from "./command-outcome.ts";
import { type LimitEdit, planLimits } from "./plan-limits.ts";

/** A wished change of the limits in force, at one level. */
export interface LimitChangeRequest extends LimitEdit {
  readonly baseVersion: number;
  readonly reason: string;
  readonly by: string;
}

/**
 * Changes the limits in force: wholly or not at all. A tighter set applies at once; any looser line needs a reason and
 * stays within the ceiling of the environment, below the account within the account's. A change made on an older
 * version is refused, so that nobody undoes what they have not seen.
 */
export function changeLimits(decision: Decision, request: LimitChangeRequest): CommandOutcome {
  const { limits, settings } = decision.state;
  if (limits === null || settings === null)
    return refuse("The engine has no limits yet; wait for it to start.");
  if (limits.version !== request.baseVersion) {
    return refuse(
      `The limits are at version ${limits.version} by now, changed by ${limits.by}; your change was made on version ${request.baseVersion}. Look at the difference and try again.`,
    );
  }
  const plan = planLimits({ limits, settings }, request);
  if (!plan.ok) return refuse(plan.faults.map((fault) => fault.message).join("; "));
  if (plan.lines.length === 0) return refuse("Nothing changes: every value is as it was.");
  if (loosensLimits(plan.lines) && request.reason.trim().length < REASON_LENGTH_MIN) {
    return refuse(`A looser limit needs a reason of at least ${REASON_LENGTH_MIN} characters.`);
  }
  const version = limits.version + 1;
  decision.emit({
    kind: "limits_changed",
    version,
    limits: plan.values,
    levels: plan.levels,
    by: request.by,
    reason: request.reason,
  });
  return {
    accepted: true,
    sentence: `Limits version ${version} is in force: ${plan.lines.length} line(s) of ${describeLevel(request.level ?? { kind: "account" })} changed.`,
  };
}
