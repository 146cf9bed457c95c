import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { killServer } from "../../test/database-crash.ts";
import * as make from "../../test/ledger-rows.ts";
import { createPool } from "../create-pool.ts";
import {
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
} from "../embedded/start-embedded-postgres.ts";
import { openDatabase } from "../open-database.ts";
import { openProjection, type Projection } from "./open-projection.ts";

describe("when Postgres is killed while the projector writes", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "interlock-crash-"));
  beforeAll(() => chmodSync(dataDir, 0o755));
  afterAll(async () => {
    await stopEmbeddedPostgres(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  });

  it("D02 nothing acknowledged is lost, nothing is there twice, and the projector goes on by itself", async () => {
    const { connectionString } = await openDatabase({ dataDir });
    const pool = createPool({ connectionString, applicationName: "crash test" });
    const projection = openProjection(pool);
    const cut = () => killServer(join(dataDir, "cluster"));
    let acknowledged = 0;
    for (let round = 1; round <= 5; round += 1) {
      const { seq } = await projection.checkpoint();
      expect([acknowledged, acknowledged + 1]).toContain(seq);
      acknowledged = await writeUntilCut(projection, { from: seq, cutAfter: 3 * round, cut });
      expect((await startEmbeddedPostgres({ dataDir })).attached).toBe(false);
    }
    const { seq } = await projection.checkpoint();
    const { rows } = await pool.query(
      `select count(*)::int as fills, count(distinct journal_seq)::int as entries, max(journal_seq)::int as last
       from ledger.fills`,
    );
    expect(rows).toEqual([{ fills: seq, entries: seq, last: seq }]);
    expect(seq).toBeGreaterThanOrEqual(acknowledged);
    await pool.end();
  });
});

/** Writes entry after entry, cuts the server off while going on, and returns the last entry acknowledged. */
async function writeUntilCut(
  projection: Projection,
  { from, cutAfter, cut }: { from: number; cutAfter: number; cut: () => Promise<void> },
): Promise<number> {
  let acknowledged = from;
  let cutting: Promise<void> | undefined;
  try {
    for (let seq = from + 1; ; seq += 1) {
      if (seq === from + cutAfter) cutting = cut();
      const fill = make.fill({ journalSeq: seq, executionId: `e-${seq}` });
      await projection.write(make.batch(seq, { fills: [fill] }));
      acknowledged = seq;
    }
  } catch {
    await cutting;
  }
  return acknowledged;
}
