import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createPool } from "@interlock/db/create-pool";
import { checkoutRoot } from "../src/config/checkout-root.ts";
import { readFrames } from "../src/journal/read-journal.ts";
import { buildBundles } from "./processes/bundles.ts";
import { LAST_QUARTER, SYMBOLS } from "./processes/markets.ts";
import { seededNumbers, seedOfRun } from "./processes/seeded-numbers.ts";
import { Stage } from "./processes/stage.ts";

const bundles = buildBundles();
const seed = seedOfRun();
const random = seededNumbers(seed);
const folders: string[] = [];

/** Where one entry of the journal lies. */
interface Place {
  readonly seq: number;
  readonly path: string;
  readonly from: number;
  readonly until: number;
}

let stage: Stage;
let entries: Place[];
beforeAll(async () => {
  stage = await Stage.open({ bundles, venueArgs: LAST_QUARTER, symbols: SYMBOLS });
  await stage.startEngine();
  await stage.untilDayIsOver();
  const summary = await stage.summary();
  expect(summary.agrees, summary.text).toBe(true);
  await stage.engine.stop();
  entries = placesOf(stage.dataDir);
}, 300_000);
afterAll(async () => {
  await stage.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  bundles.remove();
});

function placesOf(dataDir: string): Place[] {
  const places: Place[] = [];
  for (const { seq, path, offset, endOffset } of readFrames(dataDir, 1))
    places.push({ seq, path: path.slice(dataDir.length), from: offset, until: endOffset });
  return places;
}

const fault = z.object({ seq: z.number(), code: z.string(), sentence: z.string() });
const answer = z.object({
  journal: z.looseObject({
    ok: z.boolean(),
    entries: z.number(),
    firstFault: fault.nullable(),
  }),
  audit: z
    .object({
      ok: z.boolean(),
      rows: z.number(),
      firstBadSeq: z.number().nullable(),
      sentence: z.string(),
    })
    .nullable(),
});

interface Verified {
  readonly code: number;
  readonly stderr: string;
  readonly answer: z.infer<typeof answer>;
}

/** Runs the command as a person does, and reads its answer. */
function verify(
  dataDir: string,
  { program = [bundles.cli], flags = [] }: { program?: string[]; flags?: string[] } = {},
): Promise<Verified> {
  const args = [...program, "verify-audit", "--data-dir", dataDir, "--json", ...flags];
  const env = { ...process.env, DATABASE_URL: stage.databaseUrl };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, stderr, answer: answer.parse(JSON.parse(stdout)) });
    });
  });
}

/** Returns a copy of the journal in which a test may do damage. */
function copyOfJournal(): string {
  const folder = mkdtempSync(join(tmpdir(), "il-audit-"));
  folders.push(folder);
  for (const part of ["journal", "head"])
    cpSync(join(stage.dataDir, part), join(folder, part), { recursive: true });
  return folder;
}

function flipByte(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  writeFileSync(path, bytes);
}

function entryAt(index: number): Place {
  const place = entries.at(index);
  if (place === undefined) throw new Error(`the journal has no entry ${index}`);
  return place;
}

describe("verify-audit", { timeout: 120_000 }, () => {
  test("finds nothing in what an engine wrote, and exits with 0", async () => {
    const program = [join(checkoutRoot(), "interlock")];
    const verified = await verify(stage.dataDir, { program });
    expect(verified).toMatchObject({
      code: 0,
      answer: { journal: { ok: true, firstFault: null }, audit: { ok: true, firstBadSeq: null } },
    });
    expect(verified.answer.journal.entries).toBe(entries.length);
    expect(verified.answer.audit?.rows).toBeGreaterThan(entries.length);
  });
});

/** Offsets inside an entry: its checksum, length, place in its group, hash, number; then its content. */
const PARTS = { checksum: 1, length: 4, place: 9, hash: 20, number: 46, content: 60 };

describe(`a flipped byte (INTERLOCK_TEST_SEED=${seed})`, { timeout: 120_000 }, () => {
  test.each(Object.entries(PARTS))(
    "in the %s of an entry is found and the entry named",
    async (_, offset) => {
      const { seq, path, from } = entryAt(Math.floor(random() * entries.length));
      const copy = copyOfJournal();
      flipByte(join(copy, path), from + offset);
      await expectFirstBad(copy, seq);
    },
  );

  test.each([
    ["first", 0],
    ["last", -1],
  ])("in the %s entry is found and the entry named", async (_, index) => {
    const { seq, path, from, until } = entryAt(index);
    const copy = copyOfJournal();
    flipByte(join(copy, path), from + Math.floor(random() * (until - from)));
    await expectFirstBad(copy, seq);
  });

  test("in the header of a segment is found, and the first entry behind it named", async () => {
    const { seq, path } = entryAt(0);
    const copy = copyOfJournal();
    flipByte(join(copy, path), Math.floor(random() * 96));
    await expectFirstBad(copy, seq);
  });

  test("in the file that says how far the journal was acknowledged is found", async () => {
    const copy = copyOfJournal();
    flipByte(join(copy, "head"), 3);
    const verified = await verify(copy, { flags: ["--no-database"] });
    expect(verified).toMatchObject({ code: 1, stderr: "", answer: { journal: { ok: false } } });
  });
});

describe("a cut tail", { timeout: 120_000 }, () => {
  test("is found where an entry ends, and the first missing entry named", async () => {
    const { seq, path, from } = entryAt(-3);
    const copy = copyOfJournal();
    truncateSync(join(copy, path), from);
    await expectFirstBad(copy, seq);
  });

  test("is found in the middle of an entry, and that entry named", async () => {
    const { seq, path, until } = entryAt(-1);
    const copy = copyOfJournal();
    truncateSync(join(copy, path), until - 5);
    await expectFirstBad(copy, seq);
  });
});

async function expectFirstBad(dataDir: string, seq: number): Promise<void> {
  const verified = await verify(dataDir, { flags: ["--no-database"] });
  expect(verified).toMatchObject({ code: 1, stderr: "", answer: { journal: { ok: false } } });
  expect(verified.answer.journal.firstFault?.seq).toBe(seq);
  expect(verified.answer.journal.firstFault?.sentence).not.toBe("");
}

describe("an audit row", { timeout: 120_000 }, () => {
  /** Statements that a superuser can run with all triggers off, on the row of entry $1; and how it is undone. */
  const EDITS = {
    "with another content":
      "update audit_entries set payload = payload || '{\"forged\": true}' where journal_seq = $1",
    "with another hash":
      "update audit_entries set entry_hash = repeat('0', 64) where journal_seq = $1",
    "with another author": "update audit_entries set actor = 'nobody' where journal_seq = $1",
    "that is gone": "delete from audit_entries where journal_seq = $1",
    "that no entry made": `insert into audit_entries
         (journal_seq, record_index, at, kind, actor, payload, entry_hash, previous_hash)
       select journal_seq, 999, at, kind, actor, payload, entry_hash, previous_hash
       from audit_entries where journal_seq = $1 and record_index = 0`,
  };

  test.each(Object.entries(EDITS))(
    "D12 %s is found although all triggers were off, and its entry named",
    async (_, edit) => {
      const { seq } = entryAt(Math.floor(entries.length * (0.1 + 0.8 * random())));
      const undo = await editRows(edit, seq);
      const verified = await verify(stage.dataDir);
      await undo();
      expect(verified).toMatchObject({
        code: 1,
        stderr: "",
        answer: { journal: { ok: true }, audit: { ok: false, firstBadSeq: seq } },
      });
      expect(verified.answer.audit?.sentence).toContain(`first bad entry ${seq}`);
    },
  );

  /** Changes rows past every trigger; returns what puts them back. */
  async function editRows(edit: string, seq: number): Promise<() => Promise<void>> {
    await runUnguarded(["create table if not exists kept as table audit_entries"], []);
    await runUnguarded([edit], [seq]);
    return () =>
      runUnguarded(
        ["delete from audit_entries", "insert into audit_entries select * from kept"],
        [],
      );
  }

  async function runUnguarded(statements: readonly string[], values: readonly unknown[]) {
    const pool = createPool({
      connectionString: stage.databaseUrl,
      applicationName: "forger",
      schema: "ledger",
      maxConnections: 1,
    });
    try {
      await pool.query("set session_replication_role = replica");
      for (const statement of statements) await pool.query(statement, [...values]);
    } finally {
      await pool.end();
    }
  }
});
