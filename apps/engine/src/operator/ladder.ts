import { allowsSolo } from "@interlock/core/approval/approval-policy";
import {
  type Demand,
  demandOf,
  type LadderAct,
  STEP_UP_MS_MAX,
} from "@interlock/core/approval/ladder";
import { describeRoles } from "@interlock/core/approval/quorum";
import { loosensLimits } from "@interlock/core/risk/check-limits";
import type { Decision } from "../decision.ts";
import type { ApprovalAsk } from "./approval/approval-command.ts";
import { isAskedAlone } from "./approval/asker.ts";
import { subjectKindOf } from "./approval/subjects.ts";
import { type CommandOutcome, refuse } from "./command-outcome.ts";
import { type GoLiveCommand, isGoLiveCommand } from "./golive/golive-command.ts";
import { ladderPlace } from "./ladder-place.ts";
import { planLimits } from "./limits/plan-limits.ts";
import { confirmsNextSession } from "./rearm/rearm-breaker.ts";
import type { CommandActor, CommandBody, OperatorCommand } from "./operator-command.ts";

/**
 * Says what a command still needs before it is taken; null when it has it. The browser holds no such rule: it gives the
 * command plainly, and learns here what is wanted.
 */
export function climb(
  decision: Decision,
  command: OperatorCommand,
  hostAt: number | undefined,
): CommandOutcome | null {
  const { kind } = command.body;
  // What is done with a request says first whether it can be done by this person at all.
  if (kind === "decide_approval" || kind === "apply_approval") return null;
  return lackingOf(decision, command, hostAt);
}

/** Says what a command lacks by the ladder alone; null when nothing. */
export function lackingOf(
  decision: Decision,
  { body, actor, via }: OperatorCommand,
  hostAt: number | undefined,
): CommandOutcome | null {
  const place = ladderPlace(decision.state);
  const demand = demandOf(place, actOf(decision, body));
  switch (demand.kind) {
    case "nothing":
    case "confirmation":
      return null;
    case "step_up":
      return hasProof(actor, hostAt) ? null : { ...refuse(NO_PROOF), needs: "step_up" };
    case "approval":
      return {
        ...refuse(
          `This needs ${whose(demand, allowsSolo(place.policy, demand.subject))}: ask for it${via === "cli" ? " at the console, signed in" : ""}, and apply it when it is given.`,
        ),
        needs: "approval",
      };
  }
}

function whose(
  { required }: Extract<Demand, { readonly kind: "approval" }>,
  alone: boolean,
): string {
  const roles = describeRoles(required);
  return alone
    ? `an approval by the role ${roles}, another person's or, after the cooling-off, your own`
    : `the approval of another person with the role ${roles}`;
}

const NO_PROOF =
  "This needs your passkey, used for exactly this and not longer than 5 minutes ago. Do it at the console.";

/** A proof from the future is none: the clock that made it is not ours. */
function hasProof({ stepUp }: CommandActor, hostAt: number | undefined): boolean {
  if (stepUp === undefined || hostAt === undefined) return false;
  const age = hostAt - stepUp.at;
  return age >= -CLOCK_SLACK_MS && age <= STEP_UP_MS_MAX;
}

/** Two readings of one clock, in two threads. */
const CLOCK_SLACK_MS = 1_000;

/** On the way to live trading: what only measures, looks, votes or stops is free. */
function goliveAct({ kind }: GoLiveCommand): LadderAct {
  switch (kind) {
    case "golive_declare":
      return "go_live";
    case "golive_approve_waiver":
      return "approve";
    case "golive_abort":
    case "golive_demote":
      return "stop";
    default:
      return "request";
  }
}

function actOf(decision: Decision, body: CommandBody): LadderAct {
  if (isGoLiveCommand(body)) return goliveAct(body);
  switch (body.kind) {
    case "kill":
    case "cancel_order":
    case "close_position":
    // It only guards what is held.
    case "rearm_stop":
      return "stop";
    case "resume":
    case "grant_override":
    case "use_override":
    case "enable_strategy":
    case "adopt_break":
      return body.kind;
    case "rearm_breaker":
      return confirmsNextSession(decision, body.breaker) ? "rearm_next_session" : "rearm";
    case "adopt_policy":
      return "change_policy";
    case "change_limits":
      return loosens(decision, body) ? "loosen" : "tighten";
    case "request_approval":
    case "edit_approval":
      return requestAct(decision, body.ask);
    case "decide_approval":
      return body.verdict;
    case "apply_approval":
      return "apply";
    case "cancel_approval":
      return "take_back";
  }
}

/** What cannot be planned is refused by the change itself, with its reasons. */
function loosens(
  { state: { limits, settings } }: Decision,
  body: Extract<CommandBody, { readonly kind: "change_limits" }>,
): boolean {
  if (limits === null || settings === null) return false;
  const plan = planLimits({ limits, settings }, body);
  return plan.ok && loosensLimits(plan.lines);
}

function requestAct({ state }: Decision, ask: ApprovalAsk): "request" | "request_alone" {
  const { policy } = ladderPlace(state);
  const alone = isAskedAlone(ask) || allowsSolo(policy, subjectKindOf(ask));
  return alone ? "request_alone" : "request";
}
