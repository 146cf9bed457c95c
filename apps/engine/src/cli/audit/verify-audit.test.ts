import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { DatabasePool } from "@interlock/db/create-pool";
import { createTestDatabase } from "@interlock/db/test-database";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  forge as forgeIn,
  type RecordedLedger,
  recordLedger,
} from "../../../test/recorded-ledger.ts";
import { RecordedRig } from "../../../test/recorded-rig.ts";
import { frameSpans, segmentPaths } from "../../journal/test/journal-builder.ts";
import { anyFreePort } from "../../supervisor/start/port-holder.ts";
import { commandLine } from "../test/command-line.ts";

/** Locks wait for each other here; nothing else takes time. */
const WAIT = { timeout: 10_000, interval: 20 };

let ledger: RecordedLedger;
let folder: string;
let pool: DatabasePool;
let lastSeq: number;
let rowCount: number;
let fillCount: number;

beforeAll(async () => {
  ledger = await recordLedger();
  ({ folder, pool, lastSeq } = ledger);
  rowCount = (await pool.query("create table kept as table audit_entries")).rowCount ?? 0;
  fillCount = (await pool.query("create table kept_fills as table fills")).rowCount ?? 0;
});
afterAll(() => ledger.close());

beforeEach(() => vi.stubEnv("DATABASE_URL", ledger.databaseUrl));
afterEach(async () => {
  vi.unstubAllEnvs();
  await forge("delete from audit_entries", "insert into audit_entries select * from kept");
  await forge("delete from fills", "insert into fills select * from kept_fills");
  await forge(`update projection_checkpoint set journal_seq = ${lastSeq}`);
});

const forge = (...statements: readonly string[]) => forgeIn(pool, ...statements);

/** Writes rows of a journal entry that the journal does not have, beside or beyond those that it has. */
function forgedRow(seq: number): string {
  return `insert into audit_entries (journal_seq, record_index, at, kind, actor, payload, entry_hash, previous_hash)
    select ${seq}, 900, at, kind, actor, payload, entry_hash, previous_hash from kept
    where journal_seq = ${Math.min(seq, lastSeq)} and record_index = 0`;
}

async function verify(): Promise<{ readonly code: number; readonly said: string }> {
  const { code, stdout } = await commandLine("verify-audit", "--data-dir", folder);
  const lines = stdout.trim().split("\n");
  return { code, said: lines.findLast((line) => !line.includes("db rebuild")) ?? "" };
}

describe("verify-audit while the projector writes", () => {
  /** Takes the last entry's rows away, and gives them back, with more, while the command reads. */
  async function verifyDuring(...meanwhile: readonly string[]) {
    await forge(
      `delete from audit_entries where journal_seq = ${lastSeq}`,
      `update projection_checkpoint set journal_seq = ${lastSeq - 1}`,
    );
    const writer = await pool.connect();
    await writer.query("set session_replication_role = replica");
    await writer.query("begin");
    await writer.query("lock table audit_entries in access exclusive mode");
    const verified = verify();
    await expect.poll(waitsForTheLock, WAIT).toBe(true);
    for (const statement of meanwhile) await writer.query(statement);
    await writer.query("commit");
    await writer.query("set session_replication_role = origin");
    writer.release();
    return verified;
  }

  async function waitsForTheLock(): Promise<boolean> {
    const waiting = await pool.query(
      "select 1 from pg_stat_activity where application_name = 'interlock verify-audit' and wait_event_type = 'Lock'",
    );
    return waiting.rowCount === 1;
  }

  const PROJECTED = [
    "insert into audit_entries select * from kept where journal_seq = (select max(journal_seq) from kept)",
    "update projection_checkpoint set journal_seq = (select max(journal_seq) from kept)",
  ];

  test("takes rows that came after it began for no fault", async () => {
    const { code, said } = await verifyDuring(...PROJECTED);
    expect(said).toMatch(/^Audit rows: \d+ agree with the journal, up to entry \d+ of \d+\.$/);
    expect(code).toBe(0);
  });

  test("still names a forged row beyond the last entry", async () => {
    const { code, said } = await verifyDuring(...PROJECTED, forgedRow(lastSeq + 3));
    expect(said).toBe(
      `Audit rows: first bad entry ${lastSeq + 3}: a row that no journal entry made.`,
    );
    expect(code).toBe(1);
  });
});

describe("audit rows at rest", () => {
  test("that agree with a sound journal are told part by part, with code 0", async () => {
    const { code, stdout } = await commandLine("verify-audit", "--data-dir", folder);
    const lines = stdout.trim().split("\n");
    expect(lines.slice(0, 4)).toEqual([
      "Links:   sound",
      "Content: sound",
      "Anchors: not anchored: no signed head was found. A chain alone cannot show whether its end was cut off.",
      "Head:    sound",
    ]);
    const hash = lines[4]?.slice(-64);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(lines.slice(4)).toEqual([
      `${lastSeq} intact entries, the last is ${lastSeq} with hash ${hash}`,
      `Fills:   ${fillCount} agree with the journal`,
      `Audit rows: ${rowCount} agree with the journal, up to entry ${lastSeq} of ${lastSeq}.`,
    ]);
    expect(code).toBe(0);
  });

  test("that were not written yet are no fault: the sentence says how far they go", async () => {
    await forge(
      `delete from audit_entries where journal_seq > 4`,
      "update projection_checkpoint set journal_seq = 4",
    );
    const { code, said } = await verify();
    expect(said).toMatch(new RegExp(`agree with the journal, up to entry 4 of ${lastSeq}\\.$`));
    expect(code).toBe(0);
  });

  test.each([
    ["payload", `payload = '{"kind": "order_approved"}'`],
    ["actor", "actor = 'nobody'"],
    ["at", "at = at + interval '1 ms'"],
    ["entryHash", "entry_hash = repeat('0', 64)"],
    ["previousHash", "previous_hash = ''"],
  ])("with another %s are found, and record and field named", async (field, edit) => {
    await forge(`update audit_entries set ${edit} where kind = 'order_approved'`);
    const { code, said } = await verify();
    expect(said).toMatch(
      new RegExp(
        `^Audit rows: first bad entry \\d+: ${field} of record \\d+ \\(order_approved\\) is not what the journal says\\.$`,
      ),
    );
    expect(code).toBe(1);
  });

  test("D12 that are gone are found: one in the middle, the last, and all", async () => {
    await forge("delete from audit_entries where kind = 'order_approved'");
    expect((await verify()).said).toMatch(
      /first bad entry \d+: the row of record \d+ \(order_approved\) is missing\.$/,
    );
    await forge(`delete from audit_entries where journal_seq = ${lastSeq}`);
    expect((await verify()).code).toBe(1);
    await forge("delete from audit_entries");
    expect((await verify()).said).toBe(
      "Audit rows: first bad entry 1: the row of record 0 (engine_started) is missing.",
    );
  });

  test.each([
    ["between the others", () => 2],
    ["in the last entry", () => lastSeq],
    ["beyond the last entry", () => lastSeq + 1],
  ])("that no entry made are found %s", async (_, seq) => {
    await forge(forgedRow(seq()));
    const { code, said } = await verify();
    expect(said).toBe(`Audit rows: first bad entry ${seq()}: a row that no journal entry made.`);
    expect(code).toBe(1);
  });

  test.each([
    [
      "price",
      "update fills set price = price + 10",
      /^Fills: first bad entry \d+: price of the fill of/,
    ],
    ["quantity", "update fills set quantity = 1", /quantity of the fill of/],
    ["absence", "delete from fills", /^Fills: first bad entry \d+: the fill of .* is missing\.$/],
    [
      "double",
      "insert into fills select account_id, 'forged' || execution_id, at, journal_seq, 901, client_order_id, venue_order_id, strategy_id, symbol, side, quantity, price, fee from fills",
      /^Fills: first bad entry \d+: a fill of|is missing|is not what/,
    ],
  ])(
    "D12 a fill's forged %s is found, although every audit row agrees, and the way out is said",
    async (_, forgery, sentence) => {
      await forge(forgery);
      const { code, stdout } = await commandLine("verify-audit", "--data-dir", folder);
      const lines = stdout.trim().split("\n");
      expect(lines.at(-1)).toMatch(sentence);
      expect(lines.at(-2)).toMatch(/stop Interlock and run \.\/interlock db rebuild\.$/);
      expect(code).toBe(1);
    },
  );

  test("say so when the journal ends before them, although rows were taken away too", async () => {
    await forge(`update projection_checkpoint set journal_seq = ${lastSeq + 2}`);
    const { code, said } = await verify();
    expect(said).toBe(
      `Audit rows: first bad entry ${lastSeq + 1}: the database was written up to entry ${lastSeq + 2}, but the journal ends with ${lastSeq}.`,
    );
    expect(code).toBe(1);
  });

  test("are read a page at a time, however many there are", async () => {
    const many = await createTestDatabase();
    const other = mkdtempSync(join(tmpdir(), "verify-many-"));
    try {
      const rig = (await RecordedRig.open(other)).ready();
      for (let count = 0; count < 5_200; count += 1)
        rig.command({ kind: "resume", reason: "once more, with feeling" });
      await rig.project(many.connectionString);
      await rig.close();
      vi.stubEnv("DATABASE_URL", many.connectionString);
      const { code, stdout } = await commandLine("verify-audit", "--data-dir", other, "--json");
      const { audit } = answer.parse(JSON.parse(stdout));
      expect([code, audit?.ok]).toEqual([0, true]);
      expect(audit?.rows).toBeGreaterThan(5_000);
    } finally {
      await many.drop();
      rmSync(other, { recursive: true, force: true });
    }
  });
});

const answer = z.object({
  journal: z.looseObject({ ok: z.boolean(), lastSeq: z.number() }),
  audit: z.object({ ok: z.boolean(), rows: z.number(), sentence: z.string() }).nullable(),
});

describe("a journal", () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), "verify-copy-"));
    for (const part of ["journal", "head"])
      cpSync(join(folder, part), join(copy, part), { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  const segment = () => segmentPaths(copy).at(-1) ?? "";
  const verifyCopy = (...flags: string[]) =>
    commandLine("verify-audit", "--data-dir", copy, ...flags);

  test("whose entry was edited, checksum and all, no longer follows from the one before", async () => {
    const bytes = readFileSync(segment());
    const spans = frameSpans(segment());
    const at = bytes.indexOf('"e-1"');
    const index = spans.findIndex(({ end }) => end > at);
    const { start, end } = spans[index] ?? { start: 0, end: 0 };
    bytes.write('"e-9"', at);
    bytes.writeUInt32LE(crc32(bytes.subarray(start + 4, end)), start);
    writeFileSync(segment(), bytes);
    const { code, stdout } = await verifyCopy();
    expect(stdout).toMatch(
      new RegExp(`^First bad entry: ${index + 1}: .* does not follow from entry ${index}`, "m"),
    );
    expect(stdout).toMatch(new RegExp(`agree with the journal, up to entry ${index} of`));
    expect(code).toBe(1);
  });

  test("with a flipped byte names the entry; the rows before it agree", async () => {
    const { start } = frameSpans(segment())[4] ?? { start: 0 };
    const bytes = readFileSync(segment());
    bytes[start + 60] = (bytes[start + 60] ?? 0) ^ 1;
    writeFileSync(segment(), bytes);
    const { code, stdout } = await verifyCopy();
    expect(stdout).toMatch(/^First bad entry: 5: .+\.$/m);
    expect(stdout).toMatch(/^Audit rows: \d+ agree with the journal, up to entry 4 of \d+\.$/m);
    expect(code).toBe(1);
  });

  test("whose first entry is bad leaves no row to compare", async () => {
    writeFileSync(segment(), readFileSync(segment()).fill(0, 100, 140));
    const { code, stdout } = await verifyCopy();
    expect(stdout).toMatch(/^Audit rows: 0 agree with the journal, up to entry 0 of \d+\.$/m);
    expect(code).toBe(1);
  });

  test("whose acknowledged end was cut off names the first entry that is missing", async () => {
    truncateSync(segment(), frameSpans(segment()).at(-2)?.start ?? 0);
    const { code, stdout } = await verifyCopy("--no-database");
    expect(stdout).toContain(
      `First bad entry: ${lastSeq - 1}: Entry ${lastSeq} was acknowledged, but the log ends with entry ${lastSeq - 2}: 2 entries are missing at its end.`,
    );
    expect(code).toBe(1);
  });

  test("with a write that a crash cut short is sound, and says what the next start drops", async () => {
    appendFileSync(segment(), Buffer.from([1, 2, 3, 4, 5, 6, 7]));
    const { code, stdout } = await verifyCopy("--no-database");
    expect(stdout).toContain(`Incomplete write after entry ${lastSeq}`);
    expect(stdout).not.toContain("Audit rows");
    expect(code).toBe(0);
  });

  test("without any database is checked by itself", async () => {
    vi.stubEnv("DATABASE_URL", "");
    const { code, stdout } = await verifyCopy("--json");
    expect(answer.parse(JSON.parse(stdout))).toMatchObject({
      journal: { ok: true, lastSeq },
      audit: null,
    });
    expect(code).toBe(0);
  });

  test("says when the database does not answer, and is not called verified", async () => {
    vi.stubEnv("DATABASE_URL", `postgresql://nobody@127.0.0.1:${await anyFreePort()}/none`);
    const { code, stdout } = await verifyCopy();
    expect(stdout).toMatch(/^Audit rows: not compared: .*ECONNREFUSED/m);
    expect(code).toBe(1);
  });

  test("says when the database of its own folder cannot be started", async () => {
    vi.stubEnv("DATABASE_URL", "");
    mkdirSync(join(copy, "postgres/cluster"), { recursive: true });
    writeFileSync(join(copy, "postgres/cluster/PG_VERSION"), "9\n");
    const { code, stdout } = await verifyCopy();
    expect(stdout).toMatch(/^Audit rows: not compared: .+/m);
    expect(code).toBe(1);
  });

  test("that is not there is not sound: a mistyped folder is told", async () => {
    const { code, stdout, stderr } = await commandLine(
      "verify-audit",
      "--data-dir",
      `${copy}/typo`,
    );
    expect([code, stdout, stderr]).toEqual([
      1,
      "",
      `There is no journal in ${copy}/typo: name the data folder with --data-dir.\n`,
    ]);
  });

  test("whose entries were all taken away is not sound", async () => {
    rmSync(join(copy, "journal"), { recursive: true });
    const { code, stdout } = await verifyCopy("--no-database");
    expect(stdout).toContain(`Entry ${lastSeq} was acknowledged, but the log ends with entry 0`);
    expect(code).toBe(1);
  });
});
