import type { ExpiringChange } from "@interlock/core/risk/expiry/expiring-change";
import type { LimitSet } from "@interlock/core/risk/levels/limit-levels";
import type { UnixMs } from "@interlock/core/time";

/** The limits in force at all levels, and who put them there, when and why. Never changed in place. */
export interface LimitVersion extends LimitSet {
  readonly version: number;
  readonly changedAt: UnixMs;
  readonly by: string;
  readonly reason: string;
  /** Changes that end by themselves and have not yet, in the order in which they were made. */
  readonly expiring: readonly ExpiringChange[];
  /** From before there were limits below the account's: nobody has decided yet that there are none. */
  readonly levelsUnset?: true;
  /** The loosest that the file of the first start, or an approved request, allowed; absent: nobody knows it. */
  readonly agreed?: LimitSet;
}

/** Who agreed to a change of limits, and by which request. */
export interface LimitApproval {
  readonly approvalId: string;
  /** Names of the people who approved. */
  readonly approvedBy: string;
  /** False where the one who asked approved alone, under the policy for that. */
  readonly fourEyes: boolean;
}
