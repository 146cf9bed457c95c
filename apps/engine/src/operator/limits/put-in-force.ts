import { followExpiring } from "@interlock/core/risk/expiry/expiring-change";
import type { LimitLevels } from "@interlock/core/risk/levels/limit-levels";
import type { Limits } from "@interlock/core/risk/limits";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";

/** Limits of all levels that somebody puts in force. */
export interface NextLimits {
  readonly values: Limits;
  readonly levels: LimitLevels;
  readonly by: string;
  readonly reason: string;
  /** When they go back by themselves; absent: when somebody changes them. */
  readonly expiresAt?: UnixMs | undefined;
}

/**
 * Puts limits in force as the next version and returns its number. The only place besides `expireLimits` that does: so
 * no change ever forgets what others had said should end.
 */
export function putInForce(decision: Decision, next: NextLimits): number {
  const { values, levels, by, reason, expiresAt } = next;
  const before = decision.state.limits;
  const version = (before?.version ?? 0) + 1;
  const expiring = followExpiring(before?.expiring ?? [], {
    before,
    after: { values, levels },
    version,
    by,
    expiresAt: expiresAt ?? null,
  });
  decision.emit({
    kind: "limits_changed",
    version,
    limits: values,
    levels,
    by,
    reason,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(expiring.length === 0 ? {} : { expiring }),
  });
  return version;
}
