import { directionOf } from "@interlock/core/risk/check-limits";
import {
  describePlace,
  type LimitPlace,
  placesThatDiffer,
  valueAt,
} from "@interlock/core/risk/expiry/limit-place";
import {
  describeLevel,
  LEVEL_KEYS,
  type LimitSet,
  type LowerLevel,
  levelsIn,
  levelsOf,
  limitsAt,
} from "@interlock/core/risk/levels/limit-levels";
import { withinCeilings, withNewLimits } from "@interlock/core/risk/levels/tighter-limits";
import { limitField } from "@interlock/core/risk/limit-fields";
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
  tellIdleLevels(decision, settings);
}

function addNewLimits(decision: Decision, settings: EngineSettings): void {
  const { limits } = decision.state;
  if (limits === null) return;
  const { values, added } = withNewLimits(limits.values, settings.limitDefaults);
  const begun: string[] = [...added];
  const levels = limits.levelsUnset ? levelsOf(settings.levelDefaults) : limits.levels;
  if (limits.levelsUnset) begun.push(...levelsIn(levels).map(describeLevel));
  if (begun.length === 0) return;
  const reason = `defaults of limits that are new in this build: ${begun.join(", ")}`;
  putInForce(decision, { values, levels, by: BY, reason, keepsExpiring: true });
}

/** The configuration's levels are for the first start: said once in each, where what is in force is looser. */
function tellIdleLevels(decision: Decision, settings: EngineSettings): void {
  const { limits } = decision.state;
  const configured = levelsOf(settings.levelDefaults);
  if (limits === null) return;
  const wanted: LimitSet = { values: settings.limitDefaults, levels: configured };
  const idle = levelsIn(configured).flatMap((level) =>
    LEVEL_KEYS[level.kind]
      .filter((key) => limitsAt(configured, level)[key] !== undefined)
      .filter((key) => isLooser(limits, wanted, { level, key }))
      .map((key) => ({ level, key })),
  );
  if (idle.length === 0) return;
  const lines = idle.map(
    (place) =>
      `${describePlace(place)} is ${valueAt(wanted, place)} there and ${valueAt(limits, place)} in force`,
  );
  decision.alert(
    "warning",
    `config/risk_limits.toml has limits that are not in force: ${lines.join("; ")}. The file's are for the first start of an account: to put them in force, edit that strategy, symbol or session on the console's page of limits.`,
  );
}

function isLooser(limits: LimitSet, wanted: LimitSet, { level, key }: LowerPlace): boolean {
  const own = limitsAt(limits.levels, level);
  if (own[key] === undefined) return true;
  const asked = { ...limits.values, ...limitsAt(wanted.levels, level) };
  return directionOf(limitField(key), asked, { ...limits.values, ...own }) === "looser";
}

interface LowerPlace extends LimitPlace {
  readonly level: LowerLevel;
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
