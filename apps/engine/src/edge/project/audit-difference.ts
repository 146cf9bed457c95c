import type { AuditEntryRow, RecordPlace } from "@interlock/db/projection/rows";
import { storableJson, storableText } from "@interlock/db/projection/storable-text";
import { configHash } from "../../config/config-hash.ts";

/** Tells whether a row comes after another in the journal's order. */
export function isAfter(row: RecordPlace, other: RecordPlace): boolean {
  if (row.journalSeq !== other.journalSeq) return row.journalSeq > other.journalSeq;
  return row.recordIndex > other.recordIndex;
}

/** Says what is wrong with the row that stands where one is expected; null when nothing is. */
export function auditDifference(
  expected: AuditEntryRow,
  found: AuditEntryRow | null,
): string | null {
  const place = `record ${expected.recordIndex} (${expected.kind})`;
  if (found === null || isAfter(found, expected)) return `the row of ${place} is missing`;
  if (isAfter(expected, found)) return "a row that no journal entry made";
  const fields: readonly (keyof AuditEntryRow)[] = [
    "at",
    "kind",
    "actor",
    "payload",
    "entryHash",
    "previousHash",
  ];
  const changed = fields.filter(
    (field) => storedForm(expected[field]) !== storedForm(found[field]),
  );
  return changed.length === 0
    ? null
    : `${changed.join(" and ")} of ${place} is not what the journal says`;
}

/** A value as the database keeps it, in a form that does not depend on the order of keys. */
function storedForm(value: unknown): string {
  if (typeof value === "string") return storableText(value);
  const json = storableJson(value);
  return json === null ? "" : configHash(JSON.parse(json));
}
