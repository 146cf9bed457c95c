import type { DatabasePool } from "@interlock/db/create-pool";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type RecordedLedger, recordLedger } from "../../../test/recorded-ledger.ts";
import { truncateSync } from "node:fs";
import { segmentPaths } from "../../journal/test/journal-builder.ts";
import { commandLine } from "../test/command-line.ts";

let recorded: RecordedLedger;
let folder: string;
let pool: DatabasePool;

beforeEach(async () => {
  recorded = await recordLedger();
  ({ folder, pool } = recorded);
  vi.stubEnv("DATABASE_URL", recorded.databaseUrl);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await recorded.close();
});

const rebuild = () => commandLine("db", "rebuild", "--data-dir", folder);
const verify = () => commandLine("verify-audit", "--data-dir", folder);

/** Every row of the ledger that says what happened, as text. */
async function ledger(): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const table of ["orders", "fills", "positions", "order_events", "audit_entries"]) {
    const { rows } = await pool.query<{ row: string }>(
      `select t::text as row from ${table} t order by 1`,
    );
    texts.push(...rows.map(({ row }) => `${table} ${row}`));
  }
  return texts;
}

test("writes a ledger again in which somebody changed, added and removed rows: it is what the journal holds", async () => {
  const sound = await ledger();
  await pool.query(
    `set session_replication_role = replica;
     update fills set quantity = 7;
     delete from audit_entries where record_index = 0;
     update projection_checkpoint set journal_seq = 100000, entry_hash = 'ff'`,
  );
  expect((await verify()).code).toBe(1);
  const { code, stdout } = await rebuild();
  expect(stdout).toMatch(
    /^The ledger was written again from \d+ journal entries in [\d.]+ s\. People/,
  );
  expect(code).toBe(0);
  expect(await ledger()).toEqual(sound);
  expect((await verify()).code).toBe(0);
});

test("changes nothing when the journal is not sound", async () => {
  const before = await ledger();
  truncateSync(segmentPaths(folder)[0] ?? "", 300);
  const { code, stderr } = await rebuild();
  expect(stderr).toMatch(/The journal is not sound, so nothing was written: .*verify-audit/);
  expect(code).toBe(1);
  expect(await ledger()).toEqual(before);
});
