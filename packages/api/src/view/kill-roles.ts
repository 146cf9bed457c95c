import type { KillMode } from "./kill-view.ts";
import { role, type Role } from "./scalars.ts";

/** What of the rule the configuration decides (`kill` in config/system*.json). */
export interface KillPolicy {
  /** Whether those who only watch may halt, too. */
  readonly viewersHalt: boolean;
}

/** Halting touches no order, so everybody may; canceling and closing are decisions about positions. */
const ROLES_OF_MODE: Readonly<Record<KillMode, readonly Role[]>> = {
  halt: role.options,
  cancel: ["trader", "risk", "owner"],
  flatten: ["trader", "risk", "owner"],
};

/**
 * Returns why a role may not kill in a mode, as a sentence for that person; null when it may. The edge, the watchdog
 * and its plain page all ask here, and the console before it sends.
 */
export function refusalOfKill(
  present: Role,
  mode: KillMode,
  { viewersHalt }: KillPolicy,
): string | null {
  const may = ROLES_OF_MODE[mode].filter((one) => viewersHalt || one !== "viewer");
  if (may.includes(present)) return null;
  const instead = mode === "halt" || (present === "viewer" && !viewersHalt) ? "" : " You may halt.";
  return `To ${mode} needs the role ${may.join(" or ")}; you are signed in as ${present}.${instead}`;
}
