import { checkLimits, compareLimits, loosensLimits } from "@interlock/core/risk/check-limits";
import { formatLimits, parseLimits } from "@interlock/core/risk/limit-text";
import type { Decision } from "../decision.ts";
import { type CommandOutcome, REASON_LENGTH_MIN, refuse } from "./command-outcome.ts";

/** A wished change of the limits in force. */
export interface LimitChangeRequest {
  readonly baseVersion: number;
  readonly values: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly by: string;
}

/**
 * Changes the limits in force: wholly or not at all. A tighter set applies at once; any looser line needs a reason and
 * stays within the ceiling of the environment. A change made on an older version is refused, so that nobody undoes
 * what they have not seen.
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
  // What is not named stays as it is, as in the preview.
  const reading = parseLimits({ ...formatLimits(limits.values), ...request.values });
  if (!reading.ok) return refuse(reading.faults.map((fault) => fault.message).join("; "));
  const faults = checkLimits(reading.limits, settings.limitCeilings);
  if (faults.length > 0) return refuse(faults.map((fault) => fault.message).join("; "));
  const changes = compareLimits(limits.values, reading.limits).filter(
    (line) => line.direction !== "same",
  );
  if (changes.length === 0) return refuse("Nothing changes: every value is as it was.");
  if (loosensLimits(changes) && request.reason.trim().length < REASON_LENGTH_MIN) {
    return refuse(`A looser limit needs a reason of at least ${REASON_LENGTH_MIN} characters.`);
  }
  const version = limits.version + 1;
  decision.emit({
    kind: "limits_changed",
    version,
    limits: reading.limits,
    by: request.by,
    reason: request.reason,
  });
  return {
    accepted: true,
    sentence: `Limits version ${version} is in force: ${changes.length} line(s) changed.`,
  };
}
