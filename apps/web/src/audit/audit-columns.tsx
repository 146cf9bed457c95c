"use client";
import type { AuditEntry, RowProof } from "@interlock/api/view/audit-view";
import { EtTime } from "../components/et-time.tsx";
import { type ChipTone, StateChip } from "../components/state-chip.tsx";
import type { Column } from "../data-table/column.ts";
import { UNKNOWN } from "../format/amount-text.ts";

/** How a row compares with the journal, in words. */
export const PROOFS: Readonly<Record<RowProof, { tone: ChipTone; word: string; meaning: string }>> =
  {
    same: { tone: "ok", word: "as journaled", meaning: "The row is what the journal says." },
    changed: {
      tone: "critical",
      word: "changed",
      meaning: "The row is not what the journal says.",
    },
    stray: { tone: "critical", word: "added", meaning: "No journal entry made this row." },
    unchecked: { tone: "stale", word: "not compared", meaning: "Open the row to compare it." },
  };

/** The first letters of a hash: enough to tell two apart at a glance. */
function shortHash(hash: string): string {
  return hash === "" ? UNKNOWN : hash.slice(0, 10);
}

const text = (id: keyof AuditEntry & string, label: string, width: number) => ({
  id,
  label,
  width,
  kind: "text" as const,
  value: (entry: AuditEntry) => {
    const value = entry[id];
    return typeof value === "string" ? value : null;
  },
});

const hash = (id: "hash" | "previousHash", label: string): Column<AuditEntry> => ({
  ...text(id, label, 108),
  optional: id === "previousHash",
  cell: (entry) => (
    <span className="mono" title={entry[id]}>
      {shortHash(entry[id])}
    </span>
  ),
});

/** Columns of the audit table. */
export const AUDIT_COLUMNS: readonly Column<AuditEntry>[] = [
  {
    id: "seq",
    label: "Entry",
    width: 84,
    kind: "number",
    card: "title",
    hint: "Number of the journal entry",
    value: (entry) => entry.seq,
    cell: (entry) => <span className="num">{entry.seq}</span>,
  },
  {
    id: "at",
    label: "Time",
    width: 222,
    kind: "time",
    card: "line",
    value: (entry) => entry.at,
    cell: (entry) => <EtTime at={entry.at} date={true} milliseconds={true} />,
  },
  {
    id: "proof",
    label: "Row",
    width: 118,
    kind: "text",
    card: "aside",
    hint: "Whether the row in Postgres is what the journal says",
    value: (entry) => PROOFS[entry.proof].word,
    cell: (entry) => (
      <StateChip tone={PROOFS[entry.proof].tone} title={entry.why || PROOFS[entry.proof].meaning}>
        {PROOFS[entry.proof].word}
      </StateChip>
    ),
  },
  { ...text("actor", "Actor", 112), card: "line" },
  { ...text("role", "Role", 72), cell: (entry) => entry.role ?? UNKNOWN },
  { ...text("action", "Action", 140), card: "title" },
  { ...text("subject", "Subject", 130), card: "line" },
  { ...text("reason", "Reason", 200), card: "line" },
  hash("hash", "Hash"),
  hash("previousHash", "Hash before"),
  { ...text("environment", "Environment", 104), optional: true },
  { ...text("requestId", "Request", 150), optional: true },
  { ...text("ip", "Address", 130), optional: true },
  { ...text("device", "Device", 160), optional: true },
];
