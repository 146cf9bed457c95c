import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { createTestDatabase } from "@interlock/db/test-database";
import { openHeadKey } from "../src/journal/heads/head-key.ts";
import { journalName } from "../src/journal/heads/journal-name.ts";
import { appendHead } from "../src/journal/heads/places/folder-place.ts";
import { signHead } from "../src/journal/heads/signed-head.ts";
import { verifyJournal } from "../src/journal/verify-journal.ts";
import { RecordedRig } from "./recorded-rig.ts";

/** A data folder with a journal, and the database that it was projected into. */
export interface RecordedLedger {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly pool: DatabasePool;
  readonly rig: RecordedRig;
  readonly lastSeq: number;
  /** Deletes both. */
  close(): Promise<void>;
}

/** Records what a rig does, a small day where nothing else is said, and projects it. */
export async function recordLedger(
  act: (rig: RecordedRig) => void = (rig) => void rig.tradeABit(),
): Promise<RecordedLedger> {
  const folder = mkdtempSync(join(tmpdir(), "il-ledger-"));
  const database = await createTestDatabase();
  const databaseUrl = database.connectionString;
  const rig = await RecordedRig.open(folder);
  act(rig);
  await rig.project(databaseUrl);
  await rig.close();
  const pool = forgerPool(databaseUrl);
  const close = async (): Promise<void> => {
    await pool.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, databaseUrl, pool, rig, lastSeq: rig.state.journalSeq, close };
}

/** Connects to a ledger as its owner, for a test that changes it by hand. */
export function forgerPool(connectionString: string): DatabasePool {
  return createPool({
    connectionString,
    applicationName: "forger",
    schema: "ledger",
    maxConnections: 2,
    statementTimeoutMs: 60_000,
  });
}

/** Does to the ledger what a superuser can: past every trigger. */
export async function forge(pool: DatabasePool, ...statements: readonly string[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const statement of statements) await client.query(statement);
  } finally {
    client.release(true);
  }
}

/** Signs the journal's end and publishes it to a place that the configuration names. */
export async function publishHead(folder: string): Promise<void> {
  const key = openHeadKey(folder);
  const { lastSeq: seq, lastHash: hash } = await verifyJournal(folder);
  const head = { journal: journalName(folder) ?? "", instance: "t", seq, hash, at: Date.now() };
  await appendHead(join(folder, "heads"), signHead(head, key.privateKey, key.publicKey), key);
}
