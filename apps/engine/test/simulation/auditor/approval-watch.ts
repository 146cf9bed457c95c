import type { Limits } from "@interlock/core/risk/limits";
import type { EngineRecord, JournalEntry, RecordOf } from "../../../src/record.ts";

type Answered = RecordOf<"command_answered">;
type Decided = RecordOf<"approval_decided">;
type Actor = Answered["actor"];

/** A request as the auditor keeps it: what was said to it since its latest edit. */
interface WatchedRequest {
  readonly requester: string;
  readonly passkey: string | null;
  readonly act: { readonly kind: string };
  readonly hash: string;
  readonly expiresAt: number;
  readonly approvers: Set<string>;
  over: string | null;
}

const APPROVERS: readonly string[] = ["risk", "owner"];
/** Numbers that a person may set in a simulation: the higher, the looser. */
const isLooser = (before: Limits, after: Limits): boolean =>
  Object.entries(after).some(([name, value]) => {
    const was: unknown = before[name as keyof Limits];
    return typeof value === "number" && typeof was === "number" && /^max/.test(name) && value > was;
  });

/** Requests and their decisions as the journal tells of them, by the auditor's own rules (I29). */
export class ApprovalWatch {
  readonly #requests = new Map<string, WatchedRequest>();
  #limits: Limits | null = null;
  #needsOthers = false;

  /** Takes an entry and says what in it nobody had agreed to. */
  take({ records, time }: JournalEntry): string[] {
    const faults: string[] = [];
    const command = records.find((record) => record.kind === "command_answered") ?? null;
    const applied = records.find((record) => record.kind === "approval_applied");
    if (applied !== undefined) faults.push(...this.#apply(applied, command, time));
    const act = applied === undefined ? null : this.#requests.get(applied.approvalId)?.act;
    for (const record of records) {
      const needed = this.#subjectOf(record);
      if (needed !== null && act?.kind !== needed)
        faults.push(`${record.kind} was agreed to by nobody`);
      faults.push(...this.#note(record, command, time));
    }
    return faults;
  }

  /** What kind of command must have been agreed to for a record to come about; null where none must. */
  #subjectOf(record: EngineRecord): string | null {
    if (!this.#needsOthers) return null;
    if (record.kind === "trading_resumed") return "resume";
    if (record.kind === "override_granted") return "grant_override";
    // The day of a daily loss may be over: then one person's word is enough.
    if (record.kind === "breaker_rearmed" && record.breaker !== "daily_loss")
      return "rearm_breaker";
    if (record.kind !== "limits_changed" || record.expiryOf !== undefined) return null;
    return this.#limits !== null && isLooser(this.#limits, record.limits) ? "change_limits" : null;
  }

  #note(record: EngineRecord, command: Answered | null, at: number): string[] {
    switch (record.kind) {
      case "engine_started":
        this.#needsOthers = record.settings.approvals?.ladder === "full";
        return [];
      case "limits_changed":
        this.#limits = record.limits;
        return [];
      case "approval_requested":
      case "approval_edited":
        this.#keep(record);
        return this.#faultsOfRequest(record, command);
      case "approval_decided":
        return this.#decide(record, command, at);
      case "approval_applied":
        return this.#end(record.approvalId, "applied");
      case "approval_ended":
        // A conflicted one waits for an edit: nobody applies it as it is.
        return this.#end(record.approvalId, record.state);
      default:
        return [];
    }
  }

  #keep({ approval }: RecordOf<"approval_requested" | "approval_edited">): void {
    const { id, requester, subject, proposedHash: hash, expiresAt, credentialId } = approval;
    this.#requests.set(id, {
      requester: requester.userId,
      passkey: credentialId,
      act: subject.act,
      hash,
      expiresAt,
      approvers: new Set(),
      over: null,
    });
  }

  #faultsOfRequest(
    { approval }: RecordOf<"approval_requested" | "approval_edited">,
    command: Answered | null,
  ): string[] {
    return approval.requester.userId === command?.actor.userId
      ? []
      : [`${approval.id} is in another name than that of who asked`];
  }

  #decide({ approvalId, decision }: Decided, command: Answered | null, at: number): string[] {
    const request = this.#requests.get(approvalId);
    if (request === undefined) return [`${approvalId} was decided and never made`];
    const faults = this.#faultsOfDecision({ request, decision, command }, at);
    if (decision.verdict === "decline") request.over = "declined";
    else request.approvers.add(decision.by.userId);
    return faults.map((fault) => `${approvalId}: ${fault}`);
  }

  #faultsOfDecision(
    {
      request,
      decision,
      command,
    }: { request: WatchedRequest; command: Answered | null } & Pick<Decided, "decision">,
    at: number,
  ): string[] {
    const faults: string[] = [];
    const { by, credentialId } = decision;
    if (!isSame(by, command?.actor)) faults.push(`${by.name} said nothing, somebody else did`);
    if (by.userId === request.requester) faults.push(`${by.name} decided their own request`);
    if (!APPROVERS.includes(by.role)) faults.push(`${by.role} decided it`);
    if (request.over !== null) faults.push(`decided after: ${request.over}`);
    if (at >= request.expiresAt) faults.push("decided too late");
    if (decision.verdict === "decline") return faults;
    if (credentialId === null) faults.push(`${by.name} agreed without a passkey`);
    if (credentialId === request.passkey) faults.push("agreed with the requester's passkey");
    return faults;
  }

  #apply(
    { approvalId }: RecordOf<"approval_applied">,
    command: Answered | null,
    at: number,
  ): string[] {
    const request = this.#requests.get(approvalId);
    if (request === undefined) return [`${approvalId} was applied and never made`];
    const faults: string[] = [];
    if (request.over !== null) faults.push(`applied after: ${request.over}`);
    if (at >= request.expiresAt) faults.push("applied too late");
    const body = command?.body;
    if (body?.kind !== "apply_approval") return [`${approvalId} was applied by no command`];
    if (body.seenHash !== request.hash) faults.push("applied unseen");
    const standing = [...request.approvers].filter((one) => (body.standing[one] ?? null) !== null);
    if (standing.length === 0) faults.push("applied without anybody's approval");
    return faults.map((fault) => `${approvalId}: ${fault}`);
  }

  #end(approvalId: string, how: string): string[] {
    const request = this.#requests.get(approvalId);
    if (request === undefined) return [`${approvalId} ended and was never made`];
    request.over = how;
    return [];
  }
}

function isSame(by: Pick<Actor, "userId" | "role">, actor: Actor | undefined): boolean {
  return by.userId === actor?.userId && by.role === actor.role;
}
