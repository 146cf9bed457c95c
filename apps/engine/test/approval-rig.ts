import { DEFAULT_POLICY, type ApprovalPolicy } from "@interlock/core/approval/approval-policy";
import { commandId } from "@interlock/core/ids";
import { MINUTE_MS } from "@interlock/core/time";
import type { ApprovalAsk, EngineApproval } from "../src/operator/approval/approval-command.ts";
import type { CommandActor, CommandBody, CommandVia } from "../src/operator/operator-command.ts";
import { Rig, settings } from "./rig.ts";

export const REASON = "a block that the desk has agreed";

/** People at a desk. */
export const ADA: CommandActor = { userId: "u-ada", name: "Ada", role: "trader" };
export const BO: CommandActor = { userId: "u-bo", name: "Bo", role: "risk" };
export const CY: CommandActor = { userId: "u-cy", name: "Cy", role: "owner" };
export const DEE: CommandActor = { userId: "u-dee", name: "Dee", role: "viewer" };

/** The host's clock of the tests. */
const HOST_NOW = 1_800_000_000_000;

/** How a passkey was used otherwise than a moment ago and the person's own. */
interface Proof {
  readonly ageMs?: number;
  readonly passkey?: string;
}

/** A policy with the whole ladder. */
export function fullLadder(change: Partial<ApprovalPolicy> = {}): ApprovalPolicy {
  return { ...DEFAULT_POLICY, ladder: "full", ...change };
}

/** A rig on which people act one by one, each with a passkey of their own where a step wants one. */
export class ApprovalRig extends Rig {
  #ids = 0;

  constructor(policy: ApprovalPolicy = fullLadder()) {
    super();
    this.ready({ settings: settings({ approvals: policy }) });
  }

  /** Gives a command as a person, plainly; returns the answer. */
  as(actor: CommandActor, body: CommandBody, via: CommandVia = "console") {
    this.#ids += 1;
    const command = { commandId: commandId(`p-${this.#ids}`), actor, via, body };
    this.give({ kind: "command", command, hostAt: HOST_NOW });
    const answer = this.asked("answer_command").at(-1);
    if (answer === undefined) throw new Error("no command was answered");
    return answer;
  }

  /** The same, with the person's passkey used for it a moment ago. */
  sure(actor: CommandActor, body: CommandBody, proof: Proof = {}) {
    const { ageMs = 1_000, passkey = `key of ${actor.name}` } = proof;
    const stepUp = { credentialId: passkey, at: HOST_NOW - ageMs, actionHash: "hash" };
    return this.as({ ...actor, stepUp }, body);
  }

  /** A change of the account's limits on the version in force. */
  change(values: Record<string, string>): Extract<CommandBody, { kind: "change_limits" }> {
    const baseVersion = this.state.limits?.version ?? 0;
    return { kind: "change_limits", baseVersion, values, reason: REASON };
  }

  /** Asks as a person; returns the request. */
  request(actor: CommandActor, ask: ApprovalAsk): EngineApproval {
    const answer = this.sure(actor, { kind: "request_approval", ask, reason: REASON });
    if (!answer.accepted) throw new Error(answer.sentence);
    return this.approval(answer.made ?? "");
  }

  approval(id: string): EngineApproval {
    const { live, ended } = this.state.approvals;
    const found = [...live, ...ended].find((one) => one.id === id);
    if (found === undefined) throw new Error(`no request ${id}`);
    return found;
  }

  decide(actor: CommandActor, id: string, verdict: "approve" | "decline" = "approve") {
    return this.sure(actor, this.decision(id, verdict));
  }

  decision(id: string, verdict: "approve" | "decline" = "approve"): CommandBody {
    const seenHash = this.approval(id).proposedHash;
    return { kind: "decide_approval", approvalId: id, seenHash, verdict, reason: REASON };
  }

  /** Applies with everybody still in the role in which they decided, but for what a test wants otherwise. */
  apply(actor: CommandActor, id: string, standing: Record<string, string | null> = {}) {
    return this.sure(actor, this.application(id, standing));
  }

  application(id: string, standing: Record<string, string | null> = {}): CommandBody {
    const { proposedHash: seenHash, decisions } = this.approval(id);
    const now = Object.fromEntries(decisions.map(({ by }) => [by.userId, by.role]));
    const body = { kind: "apply_approval", approvalId: id, seenHash } as const;
    return { ...body, standing: { ...now, ...standing } };
  }

  minutes(count: number): this {
    this.pass(count * MINUTE_MS);
    return this;
  }
}
