import { momentText } from "@interlock/core/market/clock-text";
import { loosensLimits } from "@interlock/core/risk/check-limits";
import { expiryFault } from "@interlock/core/risk/expiry/expiring-change";
import { describeLevel } from "@interlock/core/risk/levels/limit-levels";
import type { Decision } from "../../decision.ts";
import type { LimitApproval } from "../../limit-version.ts";
import { accept, type CommandOutcome, REASON_LENGTH_MIN, refuse } from "../command-outcome.ts";
import { type LimitEdit, planLimits } from "./plan-limits.ts";
import { putInForce } from "./put-in-force.ts";

/** A wished change of the limits in force, at one level. */
export interface LimitChangeRequest extends LimitEdit {
  readonly baseVersion: number;
  readonly reason: string;
  readonly by: string;
  /** The request that others had approved; absent where none was needed. */
  readonly approval?: LimitApproval;
}

/**
 * Changes the limits in force: wholly or not at all. A tighter set applies at once; any looser line needs a reason and
 * stays within the ceiling of the environment, below the account within the account's. A change made on an older
 * version is refused, so that nobody undoes what they have not seen. A change may end by itself: then each of its lines
 * goes back, also where that is looser, which is why it needs a reason, too.
 */
export function changeLimits(decision: Decision, request: LimitChangeRequest): CommandOutcome {
  const { limits, settings } = decision.state;
  const { expiresAt, reason, by, approval } = request;
  if (limits === null || settings === null)
    return refuse("The engine has no limits yet; wait for it to start.");
  if (limits.version !== request.baseVersion) {
    const sentence = `The limits are at version ${limits.version} by now, changed by ${limits.by}; your change was made on version ${request.baseVersion}. Look at the difference and try again.`;
    return { ...refuse(sentence), fault: "conflict" };
  }
  const early = expiresAt === undefined ? null : expiryFault(expiresAt, decision.time);
  if (early !== null) return refuse(early);
  const plan = planLimits({ limits, settings }, request);
  if (!plan.ok) return refuse(plan.faults.map((fault) => fault.message).join("; "));
  if (plan.lines.length === 0) return refuse("Nothing changes: every value is as it was.");
  const wanting = reasonFault(request, loosensLimits(plan.lines));
  if (wanting !== null) return refuse(wanting);
  const { values, levels, kept } = plan;
  const version = putInForce(decision, { values, levels, kept, by, reason, expiresAt, approval });
  const whose = describeLevel(request.level ?? { kind: "account" });
  const until = expiresAt === undefined ? "" : ` until ${momentText(expiresAt, decision.time)}`;
  return accept(
    `Limits version ${version} is in force${until}: ${plan.lines.length} line(s) of ${whose} changed.`,
  );
}

function reasonFault({ reason, expiresAt }: LimitChangeRequest, looser: boolean): string | null {
  if (!looser && expiresAt === undefined) return null;
  if (reason.trim().length >= REASON_LENGTH_MIN) return null;
  const what = looser ? "A looser limit" : "A change that ends by itself";
  return `${what} needs a reason of at least ${REASON_LENGTH_MIN} characters.`;
}
