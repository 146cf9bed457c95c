import type { ApprovalDecision, ApprovalPerson, DiffLine } from "@interlock/core/approval/approval";
import type { ApprovalPolicy } from "@interlock/core/approval/approval-policy";
import type { EngineApproval } from "../operator/approval/approval-command.ts";

/** What is journaled of requests for approval. What is carried out has records of its own, in the same entry. */
export type ApprovalRecord =
  | { readonly kind: "approval_requested"; readonly approval: EngineApproval }
  /** It proposes something else now: the decisions on what it proposed before are gone. */
  | { readonly kind: "approval_edited"; readonly approval: EngineApproval }
  | {
      readonly kind: "approval_decided";
      readonly approvalId: string;
      readonly title: string;
      readonly decision: ApprovalDecision;
      /** What the request is after it. */
      readonly state: "waiting" | "approved" | "declined";
    }
  | {
      readonly kind: "approval_applied";
      readonly approvalId: string;
      readonly title: string;
      readonly by: ApprovalPerson;
      /** Whether others than the requester had agreed; false under the policy for somebody who is alone. */
      readonly fourEyes: boolean;
      readonly sentence: string;
    }
  /** What the edge, which keeps people and keys, made of an applied request. */
  | {
      readonly kind: "approval_carried";
      readonly approvalId: string;
      readonly title: string;
      readonly done: boolean;
      readonly sentence: string;
    }
  /** The policy that counts from here on: the configured one, or the stricter of it and the one before. */
  | {
      readonly kind: "approval_policy_set";
      readonly policy: ApprovalPolicy;
      /** Who applied the request for it; null where the configuration alone made it. */
      readonly by: ApprovalPerson | null;
      readonly sentence: string;
    }
  | {
      /** It ended without effect, or waits for an edit as its ground has changed. */
      readonly kind: "approval_ended";
      readonly approvalId: string;
      readonly title: string;
      readonly state: "expired" | "void" | "conflicted";
      /** Null where time ended it, or what it was made on. */
      readonly by: ApprovalPerson | null;
      readonly why: string;
      /** Of a conflicted one: what it would change now. */
      readonly diff?: readonly DiffLine[];
    };
