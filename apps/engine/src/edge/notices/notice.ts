import { newYorkDate } from "@interlock/core/market/calendar";
import { secondsText } from "@interlock/core/market/clock-text";
import type { EngineRecord, JournalEntry } from "../../record.ts";
import { type NoticeKind, noticeKindOf } from "../../operator/notices/notice-book.ts";
import { sentenceOf } from "../view/event-line.ts";

/** What people are told who do not look at the console. */
export interface Notice {
  /** The record that it tells, by its place in the journal; a test's is its own. */
  readonly id: string;
  readonly kind: NoticeKind | "test";
  readonly title: string;
  readonly text: string;
  /** When it was, Unix ms: the venue's time of its entry, of a test this host's; null where it cannot be read. */
  readonly at: number | null;
}

/** Returns what people are to be told of an entry. */
export function noticesOf({ seq, time: at, records }: JournalEntry): readonly Notice[] {
  return records.flatMap((record, index) => {
    const kind = noticeKindOf(record);
    if (kind === null) return [];
    return [{ id: `${seq}.${index}`, kind, title: titleOf(record), text: sentenceOf(record), at }];
  });
}

/** What people read: with when it was, because a notice may come long after. */
export function datedText({ text, at }: Pick<Notice, "text" | "at">): string {
  return at === null ? text : `${text}\nThis was at ${newYorkDate(at)} ${secondsText(at)} ET.`;
}

function titleOf(record: EngineRecord): string {
  switch (record.kind) {
    case "approval_requested":
    case "approval_edited":
      return `Approval asked for: ${record.approval.subject.title}`;
    case "approval_decided":
      return `${wordOf(record.decision.verdict)}: ${record.title}`;
    case "approval_applied":
      return `Applied: ${record.title}`;
    case "approval_carried":
      return `Not done: ${record.title}`;
    case "approval_ended":
      return `Request ${record.state}: ${record.title}`;
    case "kill_requested":
    case "scope_kill_requested":
      return "Kill switch";
    default:
      return "Critical alert";
  }
}

function wordOf(verdict: "approve" | "decline"): string {
  return verdict === "approve" ? "Approved" : "Declined";
}
