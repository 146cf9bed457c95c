import { emptyApprovalBook } from "@interlock/core/approval/approval-book";
import type { ApprovalPolicy } from "@interlock/core/approval/approval-policy";
import { emptyGoLiveBook, type GoLiveBook } from "@interlock/core/golive/golive-book";
import { emptyRecord } from "@interlock/core/record-of-names";
import { emptyOverrideBook, type OverrideBook } from "@interlock/core/risk/override/override-book";
import type { EngineApprovals } from "./approval/approval-command.ts";
import type { CommandVerdict } from "./command-outcome.ts";
import { emptyNoticeBook, type NoticeBook } from "./notices/notice-book.ts";

/** What the state keeps of what people ordered and agreed to. */
export interface OperatorBooks {
  /** What was denied of late, and who overrode what of it. */
  overrides: OverrideBook;
  /** What people ask each other to agree to. */
  approvals: EngineApprovals;
  /** What needs whom, as it counts; null in journals of before: as it is configured. */
  policy: ApprovalPolicy | null;
  /** Ids of the latest notes about people. */
  notes: readonly string[];
  /** What people who do not look are still to be told. */
  notices: NoticeBook;
  /** What was measured, voted and launched on the way to live trading. */
  golive: GoLiveBook;
  /** Answers by command id, the latest 500: a repeated command gets its first answer. */
  commands: Record<string, KeptAnswer>;
}

/** What a command was answered, kept for one that comes again. */
interface KeptAnswer extends CommandVerdict {
  /** Of who ordered what (`command-digest.ts`); absent in what older builds kept. */
  readonly digest?: string | undefined;
}

/** Returns books in which nobody did anything. */
export function emptyOperatorBooks(): OperatorBooks {
  return {
    overrides: emptyOverrideBook(),
    approvals: emptyApprovalBook(),
    policy: null,
    notes: [],
    notices: emptyNoticeBook(),
    golive: emptyGoLiveBook(),
    commands: emptyRecord(),
  };
}
