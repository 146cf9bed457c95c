import { describePlace } from "@interlock/core/risk/expiry/limit-place";
import { formatLevels } from "@interlock/core/risk/levels/level-text";
import { formatRecorded } from "@interlock/core/risk/levels/version-text";
import type { LimitVersion } from "../../limit-version.ts";

/** The limits in force as text by their names, those below the account's too, and what of them ends by itself. */
export function limitsStatus(limits: LimitVersion) {
  const { version, by, values, levels, expiring } = limits;
  return {
    version,
    by,
    values: { ...formatRecorded(values), ...formatLevels(values, levels) },
    expiring: expiring.map(({ lines, ...change }) => ({
      ...change,
      lines: lines.map((line) => {
        const { before, changedIn } = line;
        if (changedIn !== undefined)
          return `${describePlace(line)} stays: changed in version ${changedIn}`;
        return `${describePlace(line)} goes back to ${before === "" ? "none of its own" : before}`;
      }),
    })),
  };
}
