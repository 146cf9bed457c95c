import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { inTransaction } from "@interlock/db/in-transaction";
import { beginMove, markMoved, moveOutcome } from "@interlock/db/retention/ledger-moves";
import { createTestDatabase, type TestDatabase } from "@interlock/db/test-database";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { runPath } from "../../supervisor/run-files.ts";
import { releaseClaim, takeClaim } from "../../supervisor/claim-file.ts";
import { NoteFinisher } from "./finish-left-notes.ts";
import { beginNote } from "./unfinished-notes.ts";

const SOON = { timeout: 20_000, interval: 20 };
const MONTH = "2026-06";
const NOTE = { event: "ledger_archived", by: "root", detail: "the rows of 2026-06" } as const;

let database: TestDatabase;
let pool: DatabasePool;
let dataDir: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const { connectionString } = database;
  pool = createPool({ connectionString, applicationName: "test", statementTimeoutMs: 20_000 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "il-notes-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

/** What a command has left that was killed about its commit. */
async function killed(id: string, isMoved: boolean): Promise<void> {
  await beginMove(pool, id, MONTH);
  if (isMoved) await markMoved(pool, id);
  beginNote(dataDir, { id, month: MONTH }, NOTE);
}

const names = () => readdirSync(join(dataDir, "notes"));
const detailOf = (name: string) =>
  (JSON.parse(readFileSync(join(dataDir, "notes", name), "utf8")) as { detail: string }).detail;
const look = () => new NoteFinisher(dataDir, pool).look();

test("a move that was committed is told, whatever months the database holds by then", async () => {
  // Written again by a rebuild, the month is there: the row decides.
  const client = await pool.connect();
  await client.query("select ledger.ensure_month('2026-06-10Z')");
  client.release();
  await killed("a", true);
  await look();
  expect(names()).toEqual(["a.json"]);
  expect(detailOf("a.json")).toBe(NOTE.detail);
});

test("a move that was rolled back is told to nobody, although its month is not there", async () => {
  await killed("b", false);
  await look();
  expect(names()).toEqual([]);
});

test("of a move that the database does not know it is told that the outcome is unknown", async () => {
  beginNote(dataDir, { id: "c", month: MONTH }, NOTE);
  await look();
  expect(names()).toEqual(["c.json"]);
  expect(detailOf("c.json")).toMatch(/begun, and whether it was done is not known.*2026-06$/);
});

test("a transaction that outlives its command is waited for", async () => {
  await killed("d", false);
  let answer: string | null = null;
  let asked: Promise<void> = Promise.resolve();
  await inTransaction(pool, async (client) => {
    await markMoved(client, "d");
    asked = moveOutcome(pool, "d").then((outcome) => {
      answer = outcome;
    });
    await vi.waitFor(async () => {
      const { rows } = await client.query("select 1 from pg_locks where not granted");
      expect(rows).not.toEqual([]);
    }, SOON);
    expect(answer).toBeNull();
  });
  await asked;
  expect(answer).toBe("moved");
});

test("a command that works on the ledger now keeps its note, and so does a database that does not answer", async () => {
  await killed("e", true);
  mkdirSync(join(dataDir, "run"), { recursive: true });
  takeClaim(runPath(dataDir, "ledger.lock"), "db");
  await look();
  expect(names()).toEqual(["e.2026-06.unfinished"]);
  releaseClaim(runPath(dataDir, "ledger.lock"));
  const connectionString = "postgres://nobody@127.0.0.1:1/none";
  const gone = createPool({ connectionString, applicationName: "test" });
  const finisher = new NoteFinisher(dataDir, gone);
  await finisher.look();
  await gone.end();
  expect(names()).toEqual(["e.2026-06.unfinished"]);
  await look();
  expect(names()).toEqual(["e.json"]);
});
