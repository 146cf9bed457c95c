import type { ApprovalView } from "@interlock/api/view/approval-view";

/** A request, and what is done once something was done with it. */
export interface ApprovalProps {
  readonly approval: ApprovalView;
  readonly done: () => void;
}
