import type { RowProof } from "@interlock/api/view/audit-view";
import type { AuditEntryRow } from "@interlock/db/projection/rows";
import { auditDifference } from "../project/audit-difference.ts";
import { auditRowsOf } from "../project/rows-of-entry.ts";
import type { EntryFinder } from "./entry-finder.ts";

/** How a row compares with the journal, and the row that the journal makes. */
export interface ProvenRow {
  readonly proof: RowProof;
  /** What is wrong; empty when nothing is. */
  readonly why: string;
  readonly journaled: AuditEntryRow | null;
}

/** Holds a row of the database against the journal's own entry. */
export function proveRow(finder: EntryFinder, row: AuditEntryRow): ProvenRow {
  const chained = finder.find(row.journalSeq);
  if (chained === null) {
    const why = `entry ${row.journalSeq} of the journal could not be read to compare the row with`;
    return { proof: "unchecked", why, journaled: null };
  }
  const expected = auditRowsOf(chained)[row.recordIndex];
  if (expected === undefined) {
    const why = `no record ${row.recordIndex} is in entry ${row.journalSeq} of the journal: somebody added this row`;
    return { proof: "stray", why, journaled: null };
  }
  const why = auditDifference(expected, row);
  return why === null
    ? { proof: "same", why: "", journaled: expected }
    : { proof: "changed", why, journaled: expected };
}
