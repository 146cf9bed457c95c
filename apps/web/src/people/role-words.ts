import { approvedBy, SUBJECT_WORDS } from "@interlock/core/approval/approval-policy";
import type { Role } from "@interlock/api/view/scalars";

/** What each role may do, in a sentence. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  viewer: "Sees everything, no secret, and may halt new orders.",
  trader:
    "What a viewer may, and acts on orders and positions, stops trading in every way, and asks for changes.",
  risk: "What a viewer may, and stops trading in every way, changes limits, and lets trading resume.",
  ops: "Sees everything, halts, and looks after the system and the books.",
  owner: "May do everything, and alone manages people.",
};

/** What a role approves for others, by the table that the engine applies. */
export function approvesText(role: Role): string {
  const kinds = approvedBy(role).map((kind) => SUBJECT_WORDS[kind]);
  return kinds.length === 0
    ? "Approves no requests of others."
    : `Approves what others ask for: ${kinds.join(", ")}.`;
}
