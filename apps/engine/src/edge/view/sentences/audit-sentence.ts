import type { AuditRecord } from "../../../records/audit-record.ts";

/** Says what was recorded of the audit trail itself. */
export function auditSentence({ seq, places }: AuditRecord): string {
  return `The journal is anchored up to entry ${seq} in ${places.join(" and ")}.`;
}
