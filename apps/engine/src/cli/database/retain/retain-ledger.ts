import type { DatabasePool } from "@interlock/db/create-pool";
import { inTransaction } from "@interlock/db/in-transaction";
import { detachMonth, presentMonths } from "@interlock/db/retention/detach-month";
import type { Month } from "@interlock/db/retention/month";
import type { ArchiveManifest } from "../../../edge/archive/archive-manifest.ts";
import { archiveFault } from "../../../edge/archive/archived-months.ts";
import { type JournaledMonth, journaledMonths } from "../../../edge/archive/journaled-months.ts";
import { ArchiveWriter } from "../../../edge/archive/write-archive.ts";
import type { HeadKey } from "../../../journal/heads/head-key.ts";
import { journalName } from "../../../journal/heads/journal-name.ts";

/** A month that is due, and why it stays where it does. */
export interface DueMonth {
  readonly month: Month;
  readonly journaled: JournaledMonth;
  /** Why it must stay in the database; empty where nothing speaks against its going. */
  readonly refusal: string;
}

/** What the months are taken out of, and how far the journal is vouched for. */
export interface RetentionGround {
  readonly dataDir: string;
  /** The newest entry of the journal that a signed head vouches for. */
  readonly anchoredSeq: number;
}

/** Says which months before `before` the ledger holds, and whether each is wholly vouched for. */
export async function planRetention(
  pool: DatabasePool,
  before: Month,
  { dataDir, anchoredSeq }: RetentionGround,
): Promise<readonly DueMonth[]> {
  const present = (await presentMonths(pool)).filter((month) => month < before);
  if (present.length === 0) return [];
  const journaled = journaledMonths(dataDir, before);
  return present.flatMap((month) => {
    const own = journaled.get(month);
    if (own === undefined) return [];
    const refusal =
      own.lastSeq <= anchoredSeq
        ? ""
        : `its last entry is ${own.lastSeq}, and signed heads vouch for the journal up to entry ${anchoredSeq} only`;
    return [{ month, journaled: own, refusal }];
  });
}

/** Who archives, and with which key. */
export interface ArchiveHands extends RetentionGround {
  readonly key: HeadKey;
  readonly by: string;
  /** Clock of the host, in Unix milliseconds. */
  readonly now: () => number;
}

/**
 * Takes a month out of the ledger and into the archive, in one transaction that ends only when the archive is on the
 * disk and was read again: its files are whole, and its rows are what the journal makes of the month. Rejects with a
 * sentence, and then the month is in the ledger as before.
 */
export async function archiveMonth(
  pool: DatabasePool,
  { month, journaled }: DueMonth,
  hands: ArchiveHands,
): Promise<ArchiveManifest> {
  const writer = await ArchiveWriter.begin(hands.dataDir, month);
  try {
    return await inTransaction(pool, async (client) => {
      await detachMonth(client, month, (table, lines) => writer.take(table, lines));
      const manifest = manifestOf(month, journaled, { ...hands, tables: await writer.close() });
      demandCounts(manifest, journaled);
      const folder = await writer.seal(manifest, hands.key);
      const fault = await archiveFault({ folder, manifest });
      if (fault !== null) throw new Error(fault);
      return manifest;
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

function demandCounts({ month, tables }: ArchiveManifest, { counts }: JournaledMonth): void {
  const wrong = tables.find(({ table, rows }) => rows !== counts[table]);
  if (wrong === undefined) return;
  throw new Error(
    `${wrong.table} has ${wrong.rows} rows of ${month}, and the journal makes ${counts[wrong.table]}: run ./interlock db rebuild first.`,
  );
}
