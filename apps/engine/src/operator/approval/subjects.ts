import { assertNever } from "@interlock/core/assert";
import type { SubjectKind } from "@interlock/core/approval/approval";
import { ok, type Result } from "@interlock/core/result";
import type { Decision } from "../../decision.ts";
import { accept, type CommandOutcome } from "../command-outcome.ts";
import type { ApprovalAct, ApprovalAsk, OutsideAct, OutsideAsk } from "./approval-command.ts";
import { GOLIVE_SUBJECT } from "./golive-subject.ts";
import { LIMITS_SUBJECT } from "./limits-subject.ts";
import { OVERRIDE_SUBJECT } from "./override-subject.ts";
import { POLICY_SUBJECT } from "./policy-subject.ts";
import { REARM_SUBJECT } from "./rearm-subject.ts";
import { RESUME_SUBJECT } from "./resume-subject.ts";
import type { Agreed, SubjectProposal } from "./subject.ts";

/** Returns what kind of agreement an act needs. */
export function subjectKindOf({ kind }: ApprovalAct | ApprovalAsk): SubjectKind {
  switch (kind) {
    case "change_limits":
      return LIMITS_SUBJECT.kind;
    case "resume":
      return RESUME_SUBJECT.kind;
    case "rearm_breaker":
      return REARM_SUBJECT.kind;
    case "adopt_policy":
      return POLICY_SUBJECT.kind;
    case "grant_override":
      return OVERRIDE_SUBJECT.kind;
    case "golive_declare":
      return GOLIVE_SUBJECT.kind;
    default:
      return kind;
  }
}

/** Returns what an act rests on now; `said` is the word of whoever carries out an outside one. */
export function baseOf(decision: Decision, act: ApprovalAct, said: string): string {
  switch (act.kind) {
    case "change_limits":
      return LIMITS_SUBJECT.base(decision, act);
    case "resume":
      return RESUME_SUBJECT.base(decision, act);
    case "rearm_breaker":
      return REARM_SUBJECT.base(decision, act);
    case "adopt_policy":
      return POLICY_SUBJECT.base(decision, act);
    case "grant_override":
      return OVERRIDE_SUBJECT.base(decision, act);
    case "golive_declare":
      return GOLIVE_SUBJECT.base(decision, act);
    default:
      return said;
  }
}

/** Works out what is proposed, or says why it could not be carried out now. */
export function proposalOf(
  decision: Decision,
  ask: ApprovalAsk,
): Result<SubjectProposal<ApprovalAct>> {
  switch (ask.kind) {
    case "change_limits":
      return LIMITS_SUBJECT.propose(decision, ask);
    case "resume":
      return RESUME_SUBJECT.propose(decision, ask);
    case "rearm_breaker":
      return REARM_SUBJECT.propose(decision, ask);
    case "adopt_policy":
      return POLICY_SUBJECT.propose(decision, ask);
    case "grant_override":
      return OVERRIDE_SUBJECT.propose(decision, ask);
    case "golive_declare":
      return GOLIVE_SUBJECT.propose(decision, ask);
    default:
      return ok(asSaid(ask));
  }
}

function asSaid({ kind, content, title, diff, impact }: OutsideAsk): SubjectProposal<OutsideAct> {
  return { title, act: { kind, content }, diff, impact };
}

/**
 * Carries out what was agreed, in the same input in which it is found to be agreed. People and keys are kept by
 * the edge, which acts on the durable answer, once for each request, and says what came of it.
 */
export function carryOut(decision: Decision, act: ApprovalAct, agreed: Agreed): CommandOutcome {
  switch (act.kind) {
    case "change_limits":
      return LIMITS_SUBJECT.carryOut(decision, act, agreed);
    case "resume":
      return RESUME_SUBJECT.carryOut(decision, act, agreed);
    case "rearm_breaker":
      return REARM_SUBJECT.carryOut(decision, act, agreed);
    case "adopt_policy":
      return POLICY_SUBJECT.carryOut(decision, act, agreed);
    case "grant_override":
      return OVERRIDE_SUBJECT.carryOut(decision, act, agreed);
    case "golive_declare":
      return GOLIVE_SUBJECT.carryOut(decision, act, agreed);
    case "role":
    case "key":
      return accept(`${agreed.approval.subject.title}: agreed.`);
    default:
      return assertNever(act);
  }
}
