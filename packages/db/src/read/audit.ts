import type { UnixMs } from "@interlock/core/time";
import type { AuditEntryModel } from "../generated/models.ts";
import type { AuditEntryRow } from "../projection/rows.ts";
import type { LedgerClient } from "./ledger-client.ts";
import {
  afterPlace,
  NEWEST_FIRST,
  type Page,
  type PageRequest,
  pageLength,
  placeOf,
  toPage,
} from "./page.ts";
import { placeFields } from "./read-row.ts";

/** Which audit entries to show. Conditions that are absent or null do not restrict. */
export interface AuditQuery extends PageRequest {
  readonly kinds?: readonly string[] | null | undefined;
  readonly actor?: string | null | undefined;
  readonly from?: UnixMs | null | undefined;
}

/** Returns audit entries, newest first. Throws BadCursor. */
export async function auditPage(
  ledger: LedgerClient,
  query: AuditQuery,
): Promise<Page<AuditEntryRow>> {
  const { kinds, actor, from, cursor } = query;
  const length = pageLength(query);
  const found = await ledger.auditEntry.findMany({
    where: {
      AND: [
        kinds ? { kind: { in: [...kinds] } } : {},
        actor ? { actor } : {},
        typeof from === "number" ? { at: { gte: new Date(from) } } : {},
        afterPlace(cursor),
      ],
    },
    orderBy: [...NEWEST_FIRST],
    take: length + 1,
  });
  return toPage(found, { length, read: readEntry, keyOf: placeOf });
}

/**
 * Returns the audit rows of the journal entries from `fromSeq` on, in the journal's order, at most `limit`: what
 * verify-audit compares with the journal.
 */
export async function auditRange(
  ledger: LedgerClient,
  { fromSeq, limit }: { fromSeq: number; limit: number },
): Promise<AuditEntryRow[]> {
  const found = await ledger.auditEntry.findMany({
    where: { journalSeq: { gte: BigInt(fromSeq) } },
    orderBy: [{ journalSeq: "asc" }, { recordIndex: "asc" }],
    take: limit,
  });
  return found.map(readEntry);
}

/**
 * Returns the first journal entry beyond the projection's checkpoint that has an audit row; null when none has. One
 * statement sees both at one instant, so rows that the projector writes meanwhile are beyond no checkpoint.
 */
export async function auditBeyondCheckpoint(ledger: LedgerClient): Promise<number | null> {
  const [found] = await ledger.$queryRaw<{ readonly seq: bigint | null }[]>`
    select min(journal_seq) as seq from audit_entries
    where journal_seq > (select journal_seq from projection_checkpoint)`;
  return found === undefined || found.seq === null ? null : Number(found.seq);
}

/**
 * Returns how many audit rows were changed or deleted since the server began to count, in attempts that were
 * undone, too: a count that moves is a reason to compare the rows, and no proof. The server writes it down within a
 * second or so.
 */
export async function auditChanges(ledger: LedgerClient): Promise<number> {
  const [found] = await ledger.$queryRaw<{ readonly changes: bigint | null }[]>`
    select sum(n_tup_upd + n_tup_del)::bigint as changes from pg_stat_all_tables
    where relid in (select relid from pg_partition_tree('audit_entries'))`;
  return Number(found?.changes ?? 0);
}

function readEntry(row: AuditEntryModel): AuditEntryRow {
  return { ...row, ...placeFields(row) };
}
