import type { Approval, DiffLine, SubjectKind } from "@interlock/core/approval/approval";
import type { ApprovalBook } from "@interlock/core/approval/approval-book";
import type { Standing } from "@interlock/core/approval/quorum";
import type { HeldCommand } from "../held-command.ts";

/** What the edge carries out, which keeps people and keys; `content` is its own, plain JSON. */
export interface OutsideAct {
  readonly kind: Extract<SubjectKind, "role" | "key">;
  readonly content: Readonly<Record<string, unknown>>;
}

/** What is held in a request. */
export type ApprovalAct = HeldCommand | OutsideAct;

/** A request as the engine holds it. */
export type EngineApproval = Approval<ApprovalAct>;
export type EngineApprovals = ApprovalBook<ApprovalAct>;

/** What somebody asks others to agree to. Of a held command the engine itself works out the rest. */
export type ApprovalAsk = HeldCommand | OutsideAsk;

/** Said by whoever will carry it out, never by a browser. */
export interface OutsideAsk extends OutsideAct {
  readonly title: string;
  readonly baseVersion: string;
  readonly diff: readonly DiffLine[];
  readonly impact: readonly string[];
  /** Nobody else is there who could approve it: its requester may, after a cooling-off and with another passkey. */
  readonly alone?: boolean;
}

/** What people do with requests. */
export type ApprovalCommand =
  | { readonly kind: "request_approval"; readonly ask: ApprovalAsk; readonly reason: string }
  | {
      readonly kind: "edit_approval";
      readonly approvalId: string;
      /** The hash of what the person saw, here and below: refused when another was put in its place. */
      readonly seenHash: string;
      readonly ask: ApprovalAsk;
      readonly reason: string;
    }
  | {
      readonly kind: "decide_approval";
      readonly approvalId: string;
      readonly seenHash: string;
      readonly verdict: "approve" | "decline";
      readonly reason: string;
    }
  | {
      readonly kind: "apply_approval";
      readonly approvalId: string;
      readonly seenHash: string;
      /** The roles that the people who decided have at this moment, read by the edge where people are kept. */
      readonly standing: Standing;
      /** Of an outside act, what it would be made on now, by whoever carries it out. */
      readonly baseVersion?: string;
    }
  | { readonly kind: "cancel_approval"; readonly approvalId: string; readonly reason: string };
