import type { EngineRecord, JournalEntry } from "../../record.ts";
import { sentenceOf } from "../view/event-line.ts";

/** What people are told who do not look at the console. */
export interface Notice {
  /** The record that it tells, by its place in the journal; a test's is its own. */
  readonly id: string;
  readonly kind: "request" | "alert" | "test";
  readonly title: string;
  readonly text: string;
}

/** Returns what people are to be told of an entry. */
export function noticesOf({ seq, records }: JournalEntry): readonly Notice[] {
  return records.flatMap((record, index) => {
    const about = aboutOf(record);
    return about === null ? [] : [{ id: `${seq}.${index}`, ...about, text: sentenceOf(record) }];
  });
}

function aboutOf(record: EngineRecord): Pick<Notice, "kind" | "title"> | null {
  switch (record.kind) {
    case "approval_requested":
    case "approval_edited":
      return { kind: "request", title: `Approval asked for: ${record.approval.subject.title}` };
    case "approval_decided":
      return { kind: "request", title: `${wordOf(record.decision.verdict)}: ${record.title}` };
    case "approval_applied":
      return { kind: "request", title: `Applied: ${record.title}` };
    case "approval_carried":
      return record.done ? null : { kind: "request", title: `Not done: ${record.title}` };
    case "approval_ended":
      return { kind: "request", title: `Request ${record.state}: ${record.title}` };
    case "alert_raised":
      return record.severity === "critical" ? { kind: "alert", title: "Critical alert" } : null;
    case "kill_requested":
    case "scope_kill_requested":
      return { kind: "alert", title: "Kill switch" };
    default:
      return null;
  }
}

function wordOf(verdict: "approve" | "decline"): string {
  return verdict === "approve" ? "Approved" : "Declined";
}
