import { describePlace, placesThatDiffer, valueAt } from "@interlock/core/risk/expiry/limit-place";
import { levelsOf } from "@interlock/core/risk/levels/limit-levels";
import { withinCeilings, withNewLimits } from "@interlock/core/risk/levels/tighter-limits";
import type { Decision } from "../../decision.ts";
import type { EngineSettings } from "../../settings.ts";
import { expireLimits } from "./expire-limits.ts";
import { putInForce } from "./put-in-force.ts";

const BY = "configuration";

/**
 * The limits of the last run go on. A limit that this build is the first to have begins at its default, and a line that
 * is beyond its ceiling, or contradicts another, comes down by itself: no start loosens any line of any level, for
 * nobody has agreed to that.
 */
export function startLimits(decision: Decision, settings: EngineSettings): void {
  if (decision.state.limits === null) {
    putInForce(decision, {
      values: settings.limitDefaults,
      levels: levelsOf(settings.levelDefaults),
      by: BY,
      reason: `defaults of environment ${settings.environment}`,
    });
    return;
  }
  addNewLimits(decision, settings);
  // Before the ceilings are looked at: what should not be in force any more need not come down.
  expireLimits(decision);
  lowerToCeilings(decision, settings);
}

function addNewLimits(decision: Decision, settings: EngineSettings): void {
  const { limits } = decision.state;
  if (limits === null) return;
  const { values, added } = withNewLimits(limits.values, settings.limitDefaults);
  if (added.length === 0) return;
  const reason = `defaults of limits that are new in this build: ${added.join(", ")}`;
  putInForce(decision, { values, levels: limits.levels, by: BY, reason, keepsExpiring: true });
}

function lowerToCeilings(decision: Decision, settings: EngineSettings): void {
  const { limits } = decision.state;
  if (limits === null) return;
  const within = withinCeilings(limits, settings.limitCeilings);
  const lines = placesThatDiffer(limits, within).map(
    (place) =>
      `${describePlace(place)} from ${valueAt(limits, place)} to ${valueAt(within, place)}`,
  );
  if (lines.length === 0) return;
  const reason = `Brought within the ceilings and each other at the start: ${lines.join("; ")}.`;
  const version = putInForce(decision, { ...within, by: BY, reason, keepsExpiring: true });
  decision.alert("warning", `Limits version ${version} is in force. ${reason}`);
}
