import type { ApprovalAskInput } from "@interlock/api/approval-input";
import type { Actor } from "@interlock/api/actor";
import type { CommandReceipt } from "@interlock/api/command-receipt";
import type { EnginePort } from "@interlock/api/engine-port";
import { DEFAULT_POLICY } from "@interlock/core/approval/approval-policy";
import { findApproval } from "@interlock/core/approval/approval-book";
import { isFullLadder } from "@interlock/core/approval/ladder";
import { clientOrderId } from "@interlock/core/ids";
import type { UnixMs } from "@interlock/core/time";
import type { EngineApproval } from "../../operator/approval/approval-command.ts";
import { ladderPlace } from "../../operator/ladder-place.ts";
import type { HeldCommand } from "../../operator/held-command.ts";
import type { CommandBody } from "../../operator/operator-command.ts";
import type { EngineState } from "../../state.ts";
import { scopeOf } from "../http/named-scope.ts";
import { orExplain } from "../http/or-explain.ts";
import { levelOf } from "../view/limits/limit-level.ts";
import { approvalsView, approvalView } from "./approval-section.ts";
import type { ReadLater } from "./later-approvers.ts";
import { policyView } from "./policy-section.ts";
import type { ReadStanding } from "./standing.ts";

/** What it reads, and the way to the trading thread. */
interface ApprovalGateParts {
  readonly state: () => EngineState;
  readonly venueTime: () => UnixMs;
  readonly readStanding: ReadStanding;
  readonly readLater: ReadLater;
  /** What a request about people or keys would be made on now. */
  readonly readBase: (approval: EngineApproval) => Promise<string | undefined>;
  readonly send: (id: string, body: CommandBody, actor: Actor) => Promise<CommandReceipt>;
}

type ApprovalPort = Pick<
  EnginePort,
  | "approvals"
  | "approval"
  | "approvalPolicy"
  | "requestApproval"
  | "editApproval"
  | "approve"
  | "decline"
  | "applyApproval"
  | "cancelApproval"
>;

/** The part of the API's engine that is about requests for approval. */
export function makeApprovalGate(parts: ApprovalGateParts): ApprovalPort {
  const { state, venueTime, send } = parts;
  return {
    approvals: async (actor) => {
      const later = await laterNow(parts);
      return approvalsView(actor, { state: state(), now: venueTime(), later });
    },
    approval: async (id, actor) => {
      const later = await laterNow(parts);
      const found = findApproval(state().approvals, id);
      return found === null
        ? null
        : approvalView(found, actor, { state: state(), now: venueTime(), later });
    },
    approvalPolicy: () =>
      policyView(ladderPlace(state()), state().settings?.approvals ?? DEFAULT_POLICY),
    requestApproval: ({ commandId: id, ask, reason }, actor) =>
      send(id, { kind: "request_approval", ask: commandOf(ask, reason), reason }, actor),
    editApproval: ({ commandId: id, ask, reason, ...seen }, actor) =>
      send(id, { kind: "edit_approval", ...seen, ask: commandOf(ask, reason), reason }, actor),
    approve: ({ commandId: id, ...decision }, actor) =>
      send(id, { kind: "decide_approval", verdict: "approve", ...decision }, actor),
    decline: ({ commandId: id, ...decision }, actor) =>
      send(id, { kind: "decide_approval", verdict: "decline", ...decision }, actor),
    applyApproval: async ({ commandId: id, ...seen }, actor) => {
      const found = findApproval(state().approvals, seen.approvalId);
      const people = (found?.decisions ?? []).map(({ by }) => by.userId);
      // Read before the command, whose decision rests on it: the edge sees every decision that the hash covers.
      const standing = await orExplain(parts.readStanding(people));
      const baseVersion = found === null ? undefined : await orExplain(parts.readBase(found));
      const base = baseVersion === undefined ? {} : { baseVersion };
      return send(id, { kind: "apply_approval", ...seen, ...base, standing }, actor);
    },
    cancelApproval: ({ commandId: id, ...body }, actor) =>
      send(id, { kind: "cancel_approval", ...body }, actor),
  };
}

/** Who does not count yet is asked only where somebody waits for them. */
async function laterNow({ state, readLater }: Pick<ApprovalGateParts, "state" | "readLater">) {
  const { approvals } = state();
  const isAwaited = approvals.live.some((one) => one.state === "waiting");
  return isAwaited && isFullLadder(ladderPlace(state())) ? readLater() : [];
}

/** What is asked for, as the command that is held. */
function commandOf(ask: ApprovalAskInput, reason: string): HeldCommand {
  switch (ask.kind) {
    case "limits": {
      const { kind: _kind, level, ...change } = ask;
      return { kind: "change_limits", ...change, level: levelOf(level), reason };
    }
    case "resume": {
      const { scope, seenKillId } = ask;
      return { kind: "resume", reason, scope: scopeOf(scope), seenKillId };
    }
    case "rearm":
      return { kind: "rearm_breaker", breaker: ask.breaker, reason };
    case "policy":
      return { kind: "adopt_policy", reason };
    case "go_live":
      return { kind: "golive_declare", basis: ask.basis, reason };
    case "override":
      return { kind: "grant_override", clientOrderId: clientOrderId(ask.clientOrderId), reason };
  }
}
