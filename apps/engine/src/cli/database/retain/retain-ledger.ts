import type { DatabaseClient } from "@interlock/db/in-transaction";
import { detachMonth, presentMonths } from "@interlock/db/retention/detach-month";
import { ExpectedRows, type RowDifference } from "@interlock/db/retention/expected-rows";
import type { Month } from "@interlock/db/retention/month";
import type { ArchiveManifest } from "../../../edge/archive/archive-manifest.ts";
import { archiveFault } from "../../../edge/archive/archived-months.ts";
import {
  type JournaledMonth,
  MonthBooks,
  nothingJournaled,
} from "../../../edge/archive/journaled-months.ts";
import { ArchiveWriter } from "../../../edge/archive/write-archive.ts";
import { journaledRows } from "../../../edge/project/journaled-rows.ts";
import type { HeadKey } from "../../../journal/heads/head-key.ts";
import { journalName } from "../../../journal/heads/journal-name.ts";
import { moveMonth } from "./move-month.ts";

/** A month that is due, and why it stays where it does. */
export interface DueMonth {
  readonly month: Month;
  readonly journaled: JournaledMonth;
  /** Every row of every table is what the journal says. */
  readonly isSound: boolean;
  /** Why it must stay in the database; empty where it is sound, and heads vouch for that. */
  readonly refusal: string;
}

/** What the months are taken out of, and how far the journal is vouched for. */
export interface RetentionGround {
  readonly dataDir: string;
  /** The newest entry of the journal that a signed head vouches for. */
  readonly anchoredSeq: number;
}

/** Months that are due, and the rows that they must hold, on the connection that compared them. */
export interface RetentionPlan {
  readonly due: readonly DueMonth[];
  readonly expected: ExpectedRows;
}

/**
 * Says which months before `before` the ledger holds, and whether each may leave it: every row of every monthly table
 * is what the journal makes of it, none is missing, none is there besides, and a signed head covers the last of them.
 * Throws JournalFaultError on damage. The plan is good for one connection.
 */
export async function planRetention(
  client: DatabaseClient,
  before: Month,
  { dataDir, anchoredSeq }: RetentionGround,
): Promise<RetentionPlan> {
  const present = new Set((await presentMonths(client)).filter((month) => month < before));
  const expected = await ExpectedRows.open(client, present);
  if (present.size === 0) return { due: [], expected };
  const books = new MonthBooks((month) => present.has(month));
  for (const { rows } of journaledRows(dataDir)) {
    books.take(rows);
    await expected.take(rows);
  }
  await expected.flush();
  const journaled = books.end();
  const due: DueMonth[] = [];
  for (const month of present) {
    const difference = await expected.differenceIn(month);
    const own = journaled.get(month);
    // Partitions without a row, of a month that nothing happened in, are nothing to archive.
    if (own === undefined && difference === null) continue;
    const known = own ?? nothingJournaled();
    const refusal = difference === null ? anchorRefusal(known, anchoredSeq) : wrong(difference);
    due.push({ month, journaled: known, isSound: difference === null, refusal });
  }
  return { due, expected };
}

function anchorRefusal({ lastSeq }: JournaledMonth, anchoredSeq: number): string {
  return lastSeq <= anchoredSeq
    ? ""
    : `its last entry is ${lastSeq}, and signed heads vouch for the journal up to entry ${anchoredSeq} only`;
}

function wrong({ table, journalSeq, recordIndex, what }: RowDifference): string {
  const place = `record ${recordIndex} of entry ${journalSeq}`;
  const fault = {
    changed: `the row of ${place} in ${table} is not what the journal says`,
    missing: `${table} lacks the row of ${place}`,
    surplus: `${table} holds a row of ${place} that the journal does not make`,
  }[what];
  return `${fault}: find out who changed it, then write the rows again with ./interlock db rebuild`;
}

/** Who archives, and with which key. */
export interface ArchiveHands extends RetentionGround {
  readonly key: HeadKey;
  readonly by: string;
  /** Clock of the host, in Unix milliseconds. */
  readonly now: () => number;
}

/** A month that may leave, and the plan's connection. */
export interface FreeMonth {
  readonly client: DatabaseClient;
  readonly expected: ExpectedRows;
  readonly due: DueMonth;
}

/**
 * Takes a month out of the ledger and into the archive, in one transaction that ends only when its rows were compared
 * once more, with every other hand kept from them, and when the archive is on the disk and was read again: its files
 * are whole, and its rows are what the journal makes of the month. Rejects with a MoveFault where the month is gone, or
 * may be; with any other error it is in the ledger as before.
 */
export async function archiveMonth(
  { client, expected, due: { month, journaled } }: FreeMonth,
  hands: ArchiveHands,
): Promise<ArchiveManifest> {
  const writer = await ArchiveWriter.begin(hands.dataDir, month);
  const note = { event: "ledger_archived", by: hands.by, month } as const;
  try {
    return await moveMonth({ ...note, client, dataDir: hands.dataDir }, async () => {
      await expected.hold(month);
      const difference = await expected.differenceIn(month);
      if (difference !== null) throw new Error(wrong(difference));
      await detachMonth(client, month, (table, lines) => writer.take(table, lines));
      const manifest = manifestOf(month, journaled, { ...hands, tables: await writer.close() });
      demandCounts(manifest, journaled);
      const folder = await writer.seal(manifest, hands.key);
      const fault = await archiveFault({ folder, manifest });
      if (fault !== null) throw new Error(fault);
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      const detail = `the rows of ${month} were archived: ${rows}, audit ${manifest.audit}`;
      return { result: manifest, detail };
    });
  } finally {
    await writer.discard();
  }
}

function manifestOf(
  month: Month,
  { audit, lastSeq }: JournaledMonth,
  hands: ArchiveHands & { readonly tables: ArchiveManifest["tables"] },
): ArchiveManifest {
  const { dataDir, anchoredSeq, by, now, tables } = hands;
  const journal = journalName(dataDir);
  if (journal === null) throw new Error("The journal has no first entry.");
  const archivedAt = new Date(now()).toISOString();
  return {
    ...{ format: "interlock-ledger-archive", version: 1, journal, month, tables, audit },
    ...{ lastSeq, anchoredSeq, archivedAt, archivedBy: by },
  };
}

/** What was written is as many rows as were compared. */
function demandCounts({ month, tables }: ArchiveManifest, { counts }: JournaledMonth): void {
  const short = tables.find(({ table, rows }) => rows !== counts[table]);
  if (short === undefined) return;
  throw new Error(
    `${short.rows} rows of ${short.table} were written for ${month}, not ${counts[short.table]}.`,
  );
}
