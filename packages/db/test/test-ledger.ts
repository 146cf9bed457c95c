import type pg from "pg";
import { createPool } from "../src/create-pool.ts";
import { openProjection, type Projection } from "../src/projection/open-projection.ts";
import { createLedgerClient, type LedgerClient } from "../src/read/ledger-client.ts";
import { createTestDatabase } from "../src/test-database.ts";

/** A migrated database of one test file with everything that reads and writes it. */
export interface TestLedger {
  readonly connectionString: string;
  readonly pool: pg.Pool;
  readonly projection: Projection;
  readonly reader: LedgerClient;
  close(): Promise<void>;
}

export async function openTestLedger(): Promise<TestLedger> {
  const { connectionString, drop } = await createTestDatabase();
  const pool = createPool({
    connectionString,
    applicationName: "test",
    schema: "ledger",
    statementTimeoutMs: 20_000,
  });
  const reader = createLedgerClient(pool);
  return {
    connectionString,
    pool,
    projection: openProjection(pool),
    reader,
    close: async () => {
      await reader.$disconnect();
      await pool.end();
      await drop();
    },
  };
}
