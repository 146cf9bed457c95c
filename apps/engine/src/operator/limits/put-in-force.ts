import { isFullLadder } from "@interlock/core/approval/ladder";
import {
  type ExpiringChange,
  followExpiring,
  keepForGood,
} from "@interlock/core/risk/expiry/expiring-change";
import type { LimitPlace } from "@interlock/core/risk/expiry/limit-place";
import type { LimitLevels } from "@interlock/core/risk/levels/limit-levels";
import type { Limits } from "@interlock/core/risk/limits";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";
import { ladderPlace } from "../ladder-place.ts";
import type { LimitApproval, LimitVersion } from "../../limit-version.ts";

/** Limits of all levels that somebody puts in force. */
export interface NextLimits {
  readonly values: Limits;
  readonly levels: LimitLevels;
  readonly by: string;
  readonly reason: string;
  /** When they go back by themselves; absent: when somebody changes them. */
  readonly expiresAt?: UnixMs | undefined;
  /** Lines that stay as they are and go back no more; absent: none. */
  readonly kept?: readonly LimitPlace[];
  /** What ends by itself still does, also in the lines that this moves: no person changed them. Absent: it does not. */
  readonly keepsExpiring?: true;
  /** The request that others had approved; absent where none was needed. */
  readonly approval?: LimitApproval | undefined;
}

/**
 * Puts limits in force as the next version and returns its number. The only place besides `expireLimits` that does: so
 * no change ever forgets what others had said should end.
 */
export function putInForce(decision: Decision, next: NextLimits): number {
  const { by, reason, expiresAt, approval } = next;
  const before = decision.state.limits;
  const version = (before?.version ?? 0) + 1;
  const unagreed = approval === undefined && isFullLadder(ladderPlace(decision.state));
  const expiring = expiringAfter(before, next, unagreed);
  decision.emit({
    kind: "limits_changed",
    version,
    limits: next.values,
    levels: next.levels,
    by,
    reason,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(expiring.length === 0 ? {} : { expiring }),
    ...(approval === undefined ? {} : { approval }),
  });
  return version;
}

function expiringAfter(
  before: LimitVersion | null,
  { values, levels, by, expiresAt, keepsExpiring, kept = [] }: NextLimits,
  unagreed: boolean,
): readonly ExpiringChange[] {
  const expiring = before?.expiring ?? [];
  if (keepsExpiring) return expiring;
  const version = (before?.version ?? 0) + 1;
  const after = followExpiring(expiring, {
    before,
    after: { values, levels },
    version,
    by,
    expiresAt: expiresAt ?? null,
    unagreed,
  });
  return keepForGood(after, kept, version);
}
