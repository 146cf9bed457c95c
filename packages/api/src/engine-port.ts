import type { z } from "zod";
import type { Actor } from "./actor.ts";
import type * as approvalInput from "./approval-input.ts";
import type { AuditPort } from "./audit-port.ts";
import type { CommandReceipt } from "./command-receipt.ts";
import type { EnquiryPort } from "./enquiry-port.ts";
import type { ApprovalsView, ApprovalView } from "./view/approval-view.ts";
import type { PolicyView } from "./approvals/policy-view.ts";
import type { KillPolicy } from "./view/kill-roles.ts";
import type { GoLivePort } from "./golive-port.ts";
import type { KillParts, KillPreview, KillView, PastKill } from "./view/kill-view.ts";
import type { LimitPreview, LimitsView, LimitVersionView } from "./view/limits-view.ts";
import type { LiveFrame, LiveView } from "./view/live-view.ts";
import type { OverrideOffer, OverridesView } from "./view/override-view.ts";
import type { NoticeAnswer, NoticesView } from "./view/notices-view.ts";
import type { FillView, OrderDossier, OrderView } from "./view/order-view.ts";
import type { Page } from "./view/page.ts";
import type { ReconciliationDetail } from "./view/reconciliation-view.ts";
import type { Environment } from "./view/scalars.ts";
import type * as input from "./procedure-input.ts";

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
  approvals(actor: Actor): Promise<ApprovalsView>;
  approval(approvalId: string, actor: Actor): Promise<ApprovalView | null>;
  /** What needs what in this environment. */
  approvalPolicy(): PolicyView;
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
