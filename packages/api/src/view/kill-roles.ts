import type { Role } from "./scalars.ts";

/** Who may stop trading, by whichever way: everyone who may act at all. Stopping is cheap; starting is not. */
export const KILL_ROLES: readonly Role[] = ["trader", "risk", "ops", "owner"];
