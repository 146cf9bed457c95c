import { emptyApprovalBook } from "@interlock/core/approval/approval-book";
import { emptyRecord } from "@interlock/core/record-of-names";
import { emptyOverrideBook, type OverrideBook } from "@interlock/core/risk/override/override-book";
import type { EngineApprovals } from "./approval/approval-command.ts";
import type { CommandVerdict } from "./command-outcome.ts";

/** What the state keeps of what people ordered and agreed to. */
export interface OperatorBooks {
  /** What was denied of late, and who overrode what of it. */
  overrides: OverrideBook;
  /** What people ask each other to agree to. */
  approvals: EngineApprovals;
  /** Answers by command id, the latest 500: a repeated command gets its first answer. */
  commands: Record<string, CommandVerdict>;
}

/** Returns books in which nobody did anything. */
export function emptyOperatorBooks(): OperatorBooks {
  return {
    overrides: emptyOverrideBook(),
    approvals: emptyApprovalBook(),
    commands: emptyRecord(),
  };
}
