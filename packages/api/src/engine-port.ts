import type { z } from "zod";
import type * as approvalInput from "./approval-input.ts";
import type { AuditPort } from "./audit-port.ts";
import type { EnquiryPort } from "./enquiry-port.ts";
import type { ApprovalsView, ApprovalView } from "./view/approval-view.ts";
import type { KillPolicy } from "./view/kill-roles.ts";
import type { GoLivePort } from "./golive-port.ts";
import type { KeyScope } from "./permissions.ts";
import type { KillParts, KillPreview, KillView, PastKill } from "./view/kill-view.ts";
import type { LimitPreview, LimitsView, LimitVersionView } from "./view/limits-view.ts";
import type { LiveFrame, LiveView } from "./view/live-view.ts";
import type { OverrideOffer, OverridesView } from "./view/override-view.ts";
import type { NoticeAnswer, NoticesView } from "./view/notices-view.ts";
import type { FillView, OrderDossier, OrderView } from "./view/order-view.ts";
import type { Page } from "./view/page.ts";
import type { ReconciliationDetail } from "./view/reconciliation-view.ts";
import type { Environment, Role } from "./view/scalars.ts";
import type * as input from "./procedure-input.ts";

/** Who asks: taken from the session, never from the request's body. */
export interface Actor {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** How they are known: by a signed-in browser, or by a key of a program. */
  readonly by: "session" | "api_key";
  /** The key's id; absent for a session. */
  readonly keyId?: string | undefined;
  /** What the key is for; absent for a session. */
  readonly scopes?: readonly KeyScope[] | undefined;
  /** The session, or for a key its own id, and where the request came from. */
  readonly session: Whereabouts;
  /** The passkey assertion made for exactly this request; absent where none was given. */
  readonly stepUp?: StepUp | undefined;
}

/** Where a request came from, as the server saw it. */
export interface Whereabouts {
  readonly id: string;
  readonly ip: string | null;
  /** The browser's own description. */
  readonly device: string | null;
}

/** A passkey assertion that the server has checked and used up for one action. */
export interface StepUp {
  readonly credentialId: string;
  /** When it was checked, in wall-clock milliseconds of the server. */
  readonly at: number;
  /** SHA-256 in hex of the action, see `people/action-text.ts`. */
  readonly actionHash: string;
}

/** The answer to a command: what the engine did with it, durable before it is given. */
export interface CommandReceipt {
  readonly commandId: string;
  readonly accepted: boolean;
  /** Sentence for a person: what happened, or why not and what to do next. */
  readonly sentence: string;
  readonly journalSeq: number | null;
  /** What the command lacked; with it, it may be given again under a new id. */
  readonly needs?: "step_up" | "approval" | "confirmation" | undefined;
  /** Why it was refused, where a program must tell: things moved on since the person looked, or it is not theirs. */
  readonly fault?: "conflict" | "forbidden" | undefined;
  /** Id of what it made, e.g. of a request. */
  readonly made?: string | undefined;
}

/** What the contract needs of an engine. The engine's edge implements it; routers only call it. */
export interface EnginePort extends EnquiryPort, AuditPort, GoLivePort {
  environment(): Environment;
  live(): LiveView;
  updates(signal: AbortSignal): AsyncIterable<LiveFrame>;
  orders(query: z.infer<typeof input.ordersQuery>): Promise<Page<OrderView>>;
  fills(query: z.infer<typeof input.fillsQuery>): Promise<Page<FillView>>;
  order(clientOrderId: string): Promise<OrderDossier | null>;
  cancelOrder(command: z.infer<typeof input.cancelOrder>, actor: Actor): Promise<CommandReceipt>;
  closePosition(
    command: z.infer<typeof input.closePosition>,
    actor: Actor,
  ): Promise<CommandReceipt>;
  rearmStop(command: z.infer<typeof input.rearmStop>, actor: Actor): Promise<CommandReceipt>;
  enableStrategy(
    command: z.infer<typeof input.enableStrategy>,
    actor: Actor,
  ): Promise<CommandReceipt>;
  rearmBreaker(command: z.infer<typeof input.rearmBreaker>, actor: Actor): Promise<CommandReceipt>;
  limits(): LimitsView;
  previewLimits(change: z.infer<typeof input.limitsPreview>): Promise<LimitPreview>;
  changeLimits(command: z.infer<typeof input.limitsChange>, actor: Actor): Promise<CommandReceipt>;
  limitHistory(): Promise<readonly LimitVersionView[]>;
  overrides(): OverridesView;
  overrideOffer(clientOrderId: string): OverrideOffer;
  grantOverride(
    command: z.infer<typeof input.grantOverride>,
    actor: Actor,
  ): Promise<CommandReceipt>;
  useOverride(command: z.infer<typeof input.useOverride>, actor: Actor): Promise<CommandReceipt>;
  /** Requests for approval, as `actor` sees them. */
  approvals(actor: Actor): ApprovalsView;
  approval(approvalId: string, actor: Actor): ApprovalView | null;
  requestApproval(
    command: z.infer<typeof approvalInput.requestApproval>,
    actor: Actor,
  ): Promise<CommandReceipt>;
  editApproval(
    command: z.infer<typeof approvalInput.editApproval>,
    actor: Actor,
  ): Promise<CommandReceipt>;
  approve(
    command: z.infer<typeof approvalInput.decideApproval>,
    actor: Actor,
  ): Promise<CommandReceipt>;
  decline(
    command: z.infer<typeof approvalInput.decideApproval>,
    actor: Actor,
  ): Promise<CommandReceipt>;
  applyApproval(
    command: z.infer<typeof approvalInput.applyApproval>,
    actor: Actor,
  ): Promise<CommandReceipt>;
  cancelApproval(
    command: z.infer<typeof approvalInput.cancelApproval>,
    actor: Actor,
  ): Promise<CommandReceipt>;
  notices(): NoticesView;
  testNotices(actor: Actor): NoticeAnswer;
  acknowledgeNotice(code: string, actor: Actor): NoticeAnswer;
  reconciliation(): ReconciliationDetail;
  adoptBreak(command: z.infer<typeof input.adoptBreak>, actor: Actor): Promise<CommandReceipt>;
  /** Who may stop what, as configured. */
  killPolicy(): KillPolicy;
  killPreview(query: z.infer<typeof input.killPreview>): KillPreview;
  /** Kills of parts of the account, what can be killed by itself, and the drills. */
  killParts(): KillParts;
  /** The latest kills of everything and of parts, newest first. */
  killHistory(): readonly PastKill[];
  kill(command: z.infer<typeof input.killEngage>, actor: Actor): Promise<CommandReceipt>;
  killView(): KillView | null;
  resume(command: z.infer<typeof input.resume>, actor: Actor): Promise<CommandReceipt>;
}
