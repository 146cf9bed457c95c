import type { DatabasePool } from "@interlock/db/create-pool";
import type { AuditEntryRow } from "@interlock/db/projection/rows";
import { presentMonths } from "@interlock/db/retention/detach-month";
import { monthOf } from "@interlock/db/retention/month";
import { openHeadKey } from "../../journal/heads/head-key.ts";
import { readArchive } from "../archive/archived-months.ts";
import { orExplain } from "../http/or-explain.ts";
import { auditRowsOf } from "../project/rows-of-entry.ts";
import type { EntryFinder } from "./entry-finder.ts";
import type { ProvenRow } from "./row-proof.ts";

/** Where rows may be: in the archive of a data folder, or in the database. */
export interface RowPlaces {
  readonly dataDir: string;
  readonly pool: Pick<DatabasePool, "query">;
}

/**
 * A record that the journal has and the database has not: its row was taken away, or is not written yet. In an archive
 * it is only while its month is not in the database: of one that was put back every row must be there.
 */
export async function missingRow(
  { dataDir, pool }: RowPlaces,
  finder: EntryFinder,
  { seq, index }: { readonly seq: number; readonly index: number },
): Promise<{ readonly row: AuditEntryRow; readonly proven: ProvenRow } | null> {
  const chained = finder.find(seq);
  const row = chained === null ? undefined : auditRowsOf(chained)[index];
  if (row === undefined) return null;
  const month = monthOf(row.at);
  const { months } = readArchive(dataDir, openHeadKey(dataDir).publicKey);
  if (months.has(month) && !(await orExplain(presentMonths(pool))).includes(month)) {
    const archived = `the rows of ${month} are archived in files: this is what the journal says`;
    return { row, proven: { proof: "unchecked", why: archived, journaled: row } };
  }
  const why = "the database has no row of this record: it was taken away, or is not written yet";
  return { row, proven: { proof: "changed", why, journaled: row } };
}
