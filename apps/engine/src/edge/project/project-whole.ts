import type { DatabasePool } from "@interlock/db/create-pool";
import type { ProjectionBatch } from "@interlock/db/projection/rows";
import { openProjection } from "@interlock/db/projection/open-projection";
import { createDurableCell } from "../../journal/durable-cell.ts";
import { JournalFollower } from "../../journal/journal-follower.ts";
import type { EngineRecord } from "../../record.ts";
import { initialState } from "../../state.ts";
import { noRows, projectEntry } from "./rows-of-entry.ts";

/** A journal that nobody writes, and where its rows go. */
export interface WholeProjection {
  readonly dataDir: string;
  /** Its last entry. */
  readonly lastSeq: number;
  readonly pool: DatabasePool;
  /** An empty ledger. */
  readonly schema: string;
}

const BATCH_ENTRIES = 500;

/** Writes the rows of a whole journal, from its first entry. */
export async function projectWhole(whole: WholeProjection): Promise<void> {
  const { dataDir, lastSeq, pool, schema } = whole;
  const projection = openProjection(pool, { schema });
  const cell = createDurableCell(lastSeq);
  const follower = new JournalFollower<EngineRecord>({
    dir: dataDir,
    afterSeq: 0,
    cell,
    batchMax: 1,
  });
  const state = initialState();
  let hash = "";
  const gather = (fromSeq: number): ProjectionBatch => {
    const rows = noRows();
    const until = Math.min(lastSeq, fromSeq + BATCH_ENTRIES - 1);
    let at = 0;
    while (follower.seq < until) {
      const [entry] = follower.read();
      if (entry === undefined) break;
      const previousHash = hash;
      hash = follower.position.hash.toString("hex");
      projectEntry(state, { entry, hash, previousHash }, rows);
      at = entry.time;
    }
    return { fromSeq, toSeq: follower.seq, hash, at, rows };
  };
  try {
    while (follower.seq < lastSeq) await projection.write(gather(follower.seq + 1));
  } finally {
    follower.close();
  }
}
