import { findApproval } from "@interlock/core/approval/approval-book";
import {
  cancelObstacle,
  decisionObstacle,
  judgeApply,
  withDecision,
} from "@interlock/core/approval/decide-approval";
import { describeRoles, includesRole } from "@interlock/core/approval/quorum";
import type { Decision } from "../../decision.ts";
import { accept, type CommandOutcome, REASON_LENGTH_MIN, refuse } from "../command-outcome.ts";
import { lackingOf } from "../ladder.ts";
import type { CommandActor, CommandBody, OperatorCommand } from "../operator-command.ts";
import type { ApprovalCommand, EngineApproval } from "./approval-command.ts";
import { forbid, personOf, refuseFor } from "./asker.ts";
import { markConflict } from "./end-approvals.ts";
import { proposalHash } from "./proposal-hash.ts";
import { editApproval, requestApproval } from "./request-approval.ts";
import { baseOf, carryOut } from "./subjects.ts";

/** Tells whether a command is about requests for approval. */
export function isApprovalCommand(body: CommandBody): body is ApprovalCommand {
  return body.kind.endsWith("_approval");
}

type Of<K extends ApprovalCommand["kind"]> = Extract<ApprovalCommand, { readonly kind: K }>;

/**
 * Takes what a person does with a request. Only the edge knows people, by their session or key: what comes from this
 * machine's own hands, as by the command line, is nobody else than whoever sits there, and agrees to nothing.
 */
export function takeApproval(
  decision: Decision,
  body: ApprovalCommand,
  { command, hostAt }: { readonly command: OperatorCommand; readonly hostAt: number | undefined },
): CommandOutcome {
  const { actor, via } = command;
  if (via !== "console") return forbid(NOBODY);
  const lacking = lackingOf(decision, command, hostAt);
  switch (body.kind) {
    case "request_approval":
      return requestApproval(decision, body, actor);
    case "edit_approval":
      return withFound(decision, body, (found) =>
        editApproval(decision, { ...body, found }, actor),
      );
    case "decide_approval":
      return withFound(decision, body, (found) =>
        decide(decision, { ...body, found, lacking }, actor),
      );
    case "apply_approval":
      return withFound(decision, body, (found) =>
        apply(decision, { ...body, found, lacking }, actor),
      );
    case "cancel_approval":
      return withFound(decision, body, (found) => cancel(decision, { ...body, found }, actor));
  }
}

const NOBODY =
  "Requests and decisions need a person whom the engine knows: sign in at the console, and do it on its page Approvals.";

interface Found {
  readonly found: EngineApproval;
}

interface Proven extends Found {
  /** What the ladder still wants; asked for last, so that nobody uses a passkey in vain. */
  readonly lacking: CommandOutcome | null;
}

function withFound(
  { state }: Decision,
  { approvalId }: { readonly approvalId: string },
  act: (found: EngineApproval) => CommandOutcome,
): CommandOutcome {
  const found = findApproval(state.approvals, approvalId);
  return found === null ? refuse(`No request ${approvalId} is known here.`) : act(found);
}

function decide(
  decision: Decision,
  { found, verdict, reason, seenHash, lacking }: Of<"decide_approval"> & Proven,
  actor: CommandActor,
): CommandOutcome {
  const at = decision.time;
  const credentialId = actor.stepUp?.credentialId ?? null;
  const decided = { by: personOf(actor), verdict, reason: reason.trim(), at, credentialId };
  const asked = lacking === null ? decided : { ...decided, credentialId: ANY_PASSKEY };
  const obstacle = decisionObstacle(found, { ...asked, seenHash });
  if (obstacle !== null) return refuseFor(obstacle);
  if (decided.reason.length < REASON_LENGTH_MIN)
    return refuse(`A decision needs a reason of at least ${REASON_LENGTH_MIN} characters.`);
  if (lacking !== null) return lacking;
  const { state } = withDecision(found, decided);
  if (state !== "waiting" && state !== "approved" && state !== "declined") return refuse(state);
  const { id: approvalId, subject } = found;
  const { title } = subject;
  decision.emit({ kind: "approval_decided", approvalId, title, decision: decided, state });
  return accept(SAYS[state](title));
}

/** Stands for the passkey that is still to be used. */
const ANY_PASSKEY = "";

const SAYS: Readonly<Record<"waiting" | "approved" | "declined", (title: string) => string>> = {
  waiting: (title) => `${title}: your approval is noted; more people must approve.`,
  approved: (title) => `${title}: approved. It is in force once somebody applies it.`,
  declined: (title) => `${title}: declined. It can not be applied any more.`,
};

function apply(
  decision: Decision,
  { found, seenHash, standing, baseVersion, lacking }: Of<"apply_approval"> & Proven,
  actor: CommandActor,
): CommandOutcome {
  if (!mayApply(found, actor))
    return forbid(
      `It is applied by who asked for it, who decided it, or the role ${describeRoles(found.required)}.`,
    );
  const { act } = found.subject;
  const now = baseOf(decision, act, baseVersion ?? found.baseVersion);
  const heldHash = proposalHash(act, found.baseVersion);
  const asked = { at: decision.time, seenHash, baseVersion: now, heldHash, standing };
  const verdict = judgeApply(found, asked);
  if (verdict.kind === "conflicted") {
    markConflict(decision, found, now);
    return { ...refuse(`Not applied. ${verdict.why}`), fault: "conflict" };
  }
  if (verdict.kind === "refused")
    return { ...refuse(`Not applied. ${verdict.why}`), fault: verdict.fault };
  if (lacking !== null) return lacking;
  const { fourEyes } = verdict;
  const outcome = carryOut(decision, act, { approval: found, applier: actor, fourEyes });
  if (!outcome.accepted) return outcome;
  const { sentence } = outcome;
  const named = { approvalId: found.id, title: found.subject.title };
  decision.emit({ kind: "approval_applied", ...named, by: personOf(actor), fourEyes, sentence });
  return outcome;
}

function mayApply(
  { requester, decisions, required }: EngineApproval,
  actor: CommandActor,
): boolean {
  if (actor.role === "viewer") return false;
  const concerned = [requester, ...decisions.map(({ by }) => by)];
  return (
    concerned.some(({ userId }) => userId === actor.userId) ||
    required.some(({ anyOf }) => includesRole(anyOf, actor.role))
  );
}

function cancel(
  decision: Decision,
  { found, reason }: Of<"cancel_approval"> & Found,
  actor: CommandActor,
): CommandOutcome {
  const by = personOf(actor);
  const obstacle = cancelObstacle(found, by);
  if (obstacle !== null) return refuseFor(obstacle);
  const why = reason.trim() === "" ? "Taken back." : reason.trim();
  const { id: approvalId, subject } = found;
  decision.emit({
    kind: "approval_ended",
    approvalId,
    title: subject.title,
    state: "void",
    by,
    why,
  });
  return accept(`${subject.title}: taken back.`);
}
