import type { DatabasePool } from "@interlock/db/create-pool";
import { inTransaction } from "@interlock/db/in-transaction";
import { attachMonth } from "@interlock/db/retention/attach-month";
import type { Month } from "@interlock/db/retention/month";
import { archiveMonth, planRetention } from "../src/cli/database/retain/retain-ledger.ts";
import { archivedRows, readArchive } from "../src/edge/archive/archived-months.ts";
import { openHeadKey } from "../src/journal/heads/head-key.ts";

/** A data folder and the database that its journal was projected into. */
interface Ledger {
  readonly pool: DatabasePool;
  readonly dataDir: string;
}

/** Takes every month before `before` out of the database, as if a head vouched for all of the journal. */
export async function archiveBefore({ pool, dataDir }: Ledger, before: Month): Promise<void> {
  const client = await pool.connect();
  const ground = { dataDir, anchoredSeq: Number.MAX_SAFE_INTEGER };
  const hands = { ...ground, key: openHeadKey(dataDir), by: "test", now: Date.now };
  try {
    const { due, expected } = await planRetention(client, before, ground);
    for (const month of due) await archiveMonth({ client, expected, due: month }, hands);
  } finally {
    client.release(true);
  }
}

/** Puts an archived month back. */
export async function attachAgain({ pool, dataDir }: Ledger, month: Month): Promise<void> {
  const archived = readArchive(dataDir, openHeadKey(dataDir).publicKey).months.get(month);
  if (archived === undefined) throw new Error(`${month} is not archived`);
  await inTransaction(pool, (client) =>
    attachMonth(client, month, (table) => archivedRows(archived, table)),
  );
}
