import { formatDollars } from "@interlock/core/number/money";
import type { EngineRecord } from "../../../record.ts";

type BreakRecord = Extract<EngineRecord, { readonly kind: "reconciled" | `break_${string}` }>;

/** Says in one sentence what a comparison with the venue found, and what became of a difference. */
export function breakSentence(record: BreakRecord): string {
  switch (record.kind) {
    case "reconciled":
      return `Compared with the venue: ${record.differences} differences, cash off by ${formatDollars(record.cashDifference)}.`;
    case "break_opened":
      return `Difference in ${record.break.symbol ?? "cash"}: ours ${record.break.ours}, venue ${record.break.venue}.`;
    case "break_changed":
      return `Difference ${record.breakId} changed: ours ${record.ours}, venue ${record.venue}.`;
    case "break_adopted":
      return `${record.by} adopted ${record.break.breakId}: ours was ${record.break.ours}, venue ${record.break.venue}: ${record.reason}`;
    case "break_closed":
      return `Difference ${record.breakId} closed: ${record.how}.`;
  }
}
