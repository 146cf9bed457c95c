import type { DiffLine, SubjectKind } from "@interlock/core/approval/approval";
import type { Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";
import type { CommandOutcome } from "../command-outcome.ts";
import type { CommandActor } from "../operator-command.ts";
import type { ApprovalAct, EngineApproval } from "./approval-command.ts";

/** What a request proposes, as the engine works it out on the state of this moment. */
export interface SubjectProposal<A extends ApprovalAct> {
  readonly title: string;
  /** As it will be carried out: made on what is in force now. */
  readonly act: A;
  readonly diff: readonly DiffLine[];
  readonly impact: readonly string[];
  /** When what it is about is over by itself; absent: never. */
  readonly livesUntil?: UnixMs;
}

/** How one kind of subject is proposed, compared and carried out. */
export interface SubjectRules<A extends ApprovalAct> {
  readonly kind: SubjectKind;
  /** What the act rests on now; a request that was made on something else is conflicted. */
  readonly base: (decision: Decision, act: A) => string;
  /** Works out the proposal, or says why it could not be carried out if it were applied now. */
  readonly propose: (decision: Decision, act: A) => Result<SubjectProposal<A>>;
  /** Does it, by the same function as the direct command; refused, it changes nothing. */
  readonly carryOut: (decision: Decision, act: A, agreed: Agreed) => CommandOutcome;
}

/** Who agreed to what is carried out. */
export interface Agreed {
  readonly approval: EngineApproval;
  readonly applier: CommandActor;
  readonly fourEyes: boolean;
}

/** Names who approved, e.g. "Bo, Cy". */
export function approvers({ decisions }: EngineApproval): string {
  const names = decisions.filter(({ verdict }) => verdict === "approve").map(({ by }) => by.name);
  return names.join(", ");
}
