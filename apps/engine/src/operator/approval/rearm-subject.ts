import type { DiffLine } from "@interlock/core/approval/approval";
import { fail, ok, type Result } from "@interlock/core/result";
import { BREAKER_LABELS } from "@interlock/core/risk/breakers/breaker";
import type { Decision } from "../../decision.ts";
import type { RearmBreakerCommand } from "../held-command.ts";
import { rearmBreaker, rearmObstacle } from "../rearm/rearm-breaker.ts";
import { approvers, type SubjectProposal, type SubjectRules } from "./subject.ts";

/**
 * A breaker that is to act again: what it stopped goes on, so that it needs what a resume needs. It is about the very
 * trip that people looked at.
 */
export const REARM_SUBJECT: SubjectRules<RearmBreakerCommand> = {
  kind: "resume",
  base: (decision, { breaker }) => {
    const hold = tripOf(decision, breaker);
    return hold === undefined ? "not tripped" : `${breaker}@${hold.at}`;
  },
  propose: proposeRearm,
  carryOut: (decision, act, { approval, applier }) => {
    const reason = `${approval.reason} Approved by ${approvers(approval)} (${approval.id}).`;
    return rearmBreaker(decision, { ...act, reason, by: applier.name });
  },
};

function tripOf({ state }: Decision, breaker: RearmBreakerCommand["breaker"]) {
  return state.trading.holds.find(({ source }) => source === breaker);
}

function proposeRearm(
  decision: Decision,
  act: RearmBreakerCommand,
): Result<SubjectProposal<RearmBreakerCommand>> {
  const label = BREAKER_LABELS[act.breaker];
  const hold = tripOf(decision, act.breaker);
  if (hold === undefined) return fail(`${label} has not tripped: there is nothing to re-arm.`);
  const obstacle = rearmObstacle(decision, act.breaker);
  if (obstacle !== null) return fail(`Not asked for. ${obstacle}`);
  const others = decision.state.trading.holds.length - 1;
  const diff: DiffLine[] = [
    { what: label, before: hold.reason, after: "armed again", direction: "looser" },
  ];
  const impact = [
    others === 0
      ? "Nothing else holds trading; for the first minute only orders toward flat pass."
      : `${others} other hold${others === 1 ? "" : "s"} of trading stay${others === 1 ? "s" : ""}.`,
  ];
  return ok({ title: `Re-arm ${label}`, act, diff, impact });
}
