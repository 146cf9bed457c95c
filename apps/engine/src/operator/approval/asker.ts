import type { ApprovalPerson, SubjectKind } from "@interlock/core/approval/approval";
import type { Obstacle } from "@interlock/core/approval/decide-approval";
import { type CommandOutcome, refuse } from "../command-outcome.ts";
import type { CommandActor } from "../operator-command.ts";
import type { ApprovalAsk } from "./approval-command.ts";

/** Who somebody is, without how they came. */
export function personOf({ userId, name, role, raisedAlone }: CommandActor): ApprovalPerson {
  return { userId, name, role, ...(raisedAlone === undefined ? {} : { raisedAlone }) };
}

/** Refuses what is not this person's to do. */
export function forbid(sentence: string): CommandOutcome {
  return { ...refuse(sentence), fault: "forbidden" };
}

/** Refuses for a reason that the rules of requests name. */
export function refuseFor({ why, fault }: Obstacle): CommandOutcome {
  return { ...refuse(why), fault };
}

/** Who may ask for what. Who approves is the policy's. */
export const ASKERS: Readonly<Record<SubjectKind, readonly string[]>> = {
  limits: ["trader", "risk", "owner"],
  resume: ["trader", "risk", "owner"],
  override: ["trader", "risk", "owner"],
  go_live: ["trader", "risk", "ops", "owner"],
  role: ["owner"],
  key: ["viewer", "trader", "risk", "ops", "owner"],
  policy: ["ops", "owner"],
};

/** Tells whether whoever keeps people says that nobody else could approve it. */
export function isAskedAlone(ask: ApprovalAsk): boolean {
  return "content" in ask && ask.alone === true;
}
