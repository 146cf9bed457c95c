import type { DeskRole } from "./approval.ts";

/** Roles that hold everything another one may do, besides their own. */
const HOLDS: Readonly<Record<DeskRole, readonly DeskRole[]>> = {
  viewer: ["viewer"],
  trader: ["viewer", "trader"],
  // A trader holds the station strategy, which a risk officer does not.
  risk: ["viewer", "risk"],
  ops: ["viewer", "ops"],
  owner: ["viewer", "trader", "risk", "ops", "owner"],
};

/** Tells whether a role gives somebody more than the one they have; null: they have none yet. */
export function raisesAuthority(from: DeskRole | null, to: DeskRole): boolean {
  return !HOLDS[from ?? "viewer"].includes(to);
}

/** Scopes of a key that may change positions or limits: reading and stopping raise nothing. */
const RAISING_SCOPES: readonly string[] = ["trade", "limits"];

/** Tells whether a key of these scopes needs agreement where the whole ladder holds. */
export function isRaisingKey(scopes: readonly string[]): boolean {
  return scopes.some((scope) => RAISING_SCOPES.includes(scope));
}
