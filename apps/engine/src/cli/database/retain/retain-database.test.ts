import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabasePool } from "@interlock/db/create-pool";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  forge as forgeIn,
  publishHead,
  type RecordedLedger,
  recordLedger,
} from "../../../../test/recorded-ledger.ts";
import { beginNote } from "../../../edge/noted/unfinished-notes.ts";
import { AuditWatch } from "../../../edge/project/audit-watch.ts";
import { createDurableCell } from "../../../journal/durable-cell.ts";
import type { PersonEvent } from "../../../records/person-record.ts";
import { releaseClaim, takeClaim } from "../../../supervisor/claim-file.ts";
import { runPath } from "../../../supervisor/run-files.ts";
import { commandLine } from "../../test/command-line.ts";
import { seenRunning } from "../../test/seen-running.ts";
import { monthYearsBefore } from "./retain-database.ts";

const LOOKED: PersonEvent = {
  ...{ event: "audit_verified", by: "Ada", byId: "u1", role: "owner", about: null, from: {} },
  detail: "the whole trail\u0000, “all”\u2028of it",
};

let ledger: RecordedLedger;
let folder: string;
let pool: DatabasePool;

/** Trades in June 2026, and something is recorded in July, in August, and seven years later. */
beforeAll(async () => {
  ledger = await recordLedger((rig) => {
    rig.tradeABit();
    for (const at of [Date.UTC(2026, 6, 10), Date.UTC(2026, 7, 31, 23), Date.UTC(2033, 7, 20)]) {
      rig.time = at;
      rig.give({ kind: "person_event", noted: LOOKED });
      rig.give({ kind: "person_event", noted: { ...LOOKED, by: "Bo" } });
    }
  });
  ({ folder, pool } = ledger);
});
afterAll(() => ledger.close());
beforeEach(() => vi.stubEnv("DATABASE_URL", ledger.databaseUrl));
afterEach(() => vi.unstubAllEnvs());

const retain = (...flags: string[]) => commandLine("db", "retain", "--data-dir", folder, ...flags);
const attach = (month: string) => commandLine("db", "attach", month, "--data-dir", folder);
const verify = () => commandLine("verify-audit", "--data-dir", folder);

const TABLES = ["order_events", "fills", "signals", "risk_decisions", "pnl_snapshots", "commands"];

/** Every row of the monthly tables, as text. */
async function rows(): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const table of [...TABLES, "audit_entries"]) {
    const found = await pool.query<{ row: string }>(
      `select t::text as row from ${table} t order by journal_seq, record_index`,
    );
    texts.push(...found.rows.map(({ row }) => `${table} ${row}`));
  }
  return texts;
}

async function months(): Promise<readonly string[]> {
  const found = await pool.query<{ month: string }>(
    "select distinct to_char(at at time zone 'utc', 'YYYY-MM') as month from audit_entries order by 1",
  );
  return found.rows.map(({ month }) => month);
}

/** Every file below a folder, with what it holds. */
function filesIn(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => `${path} ${readFileSync(path).toString("base64")}`);
}

const forge = (statement: string) => forgeIn(pool, statement);

/** What the row watch of a running product finds in one round. */
async function watched(): Promise<string> {
  const end = new AbortController();
  const cell = createDurableCell(ledger.lastSeq);
  const parts = { pool, dataDir: folder, cell, signal: end.signal };
  const found: string[] = [];
  const watch = new AuditWatch({ ...parts, found: (sentence) => void found.push(sentence) });
  const running = watch.run();
  await vi.waitFor(() => expect(watch.status().comparedWhole || found.length > 0).toBe(true), {
    timeout: 20_000,
    interval: 20,
  });
  end.abort();
  await running;
  return found.join(" ");
}

describe("months that are older than they are kept", () => {
  test("stay while no signed head vouches for the journal, and a dry run changes nothing", async () => {
    const before = await rows();
    const refused = await retain("--apply");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      "Nothing leaves the database while not everything is verified",
    );
    await publishHead(folder);
    const { code, stdout } = await retain();
    expect(code).toBe(0);
    expect(stdout).toMatch(/2026-06: \d+ rows are older than 7 years, and verified\./);
    expect(stdout).toMatch(/2026-07: 6 rows/);
    expect(stdout).not.toContain("2026-08");
    expect(stdout).toContain("run it again with --apply");
    expect(await rows()).toEqual(before);
  });

  test("are told by a dry run while the product runs, which only then refuses to move them, and nothing is changed", async () => {
    const running = runPath(folder, "supervisor.lock");
    expect(takeClaim(running, "supervisor")).toBe(true);
    const move = { event: "ledger_archived", by: "Ada", detail: "2026-05" } as const;
    beginNote(folder, { id: "7", month: "2026-05" }, move);
    const [before, files] = [await rows(), filesIn(folder)];
    try {
      const { code, stdout } = await retain();
      expect(stdout).toMatch(/2026-06: \d+ rows are older than 7 years, and verified\./);
      expect(stdout).toContain("Nothing was changed: ");
      expect(code).toBe(0);
      expect(filesIn(folder)).toEqual(files);
      expect(await rows()).toEqual(before);
      const refused = await retain("--apply");
      expect(refused.stderr).toContain("stop it with ./interlock stop first");
      expect(refused.code).toBe(4);
    } finally {
      releaseClaim(running);
      rmSync(join(folder, "notes"), { recursive: true });
    }
  });

  test("are not looked for in a database that is not the running product's, nor in one that another build made", async () => {
    seenRunning({ dataDir: folder, url: "http://127.0.0.1:1" }, "postgres://a@127.0.0.1:1/other");
    const refused = await retain();
    expect(refused.stderr).toContain("on the database at 127.0.0.1:1/other, which is not the one");
    expect(refused.code).toBe(2);
    rmSync(runPath(folder, "supervisor.json"));
    const history = `identity."_prisma_migrations"`;
    await forge(`create table kept_history as table ${history}; delete from ${history}`);
    expect((await retain()).stderr).toContain("does not have the schema of this build");
    await forge(`insert into ${history} select * from kept_history; drop table kept_history`);
    expect((await retain()).code).toBe(0);
  });

  test("stay when a single row is not what the journal says", async () => {
    await forge("update audit_entries set actor = 'Mallory' where actor = 'Bo'");
    const { code, stderr } = await retain("--apply");
    expect(code).toBe(1);
    expect(stderr).toMatch(/not everything is verified: Audit rows: first bad entry \d+/);
    await forge("update audit_entries set actor = 'Bo' where actor = 'Mallory'");
    await forge("create table kept_signals as table signals; delete from signals");
    const lost = await retain("--apply");
    expect(lost.stdout).toMatch(/2026-06 stays in the database: signals lacks the row of record/);
    expect(lost.stdout).toMatch(/2026-07: 6 rows are older than 7 years, and verified\./);
    expect(lost.stderr).toContain("Nothing leaves the database: 2026-06 is not verified.");
    expect(lost.code).toBe(1);
    await forge("insert into signals select * from kept_signals");
    await forge("drop table kept_signals");
    expect(await months()).toEqual(["2026-06", "2026-07", "2026-08", "2033-08"]);
  });

  test("go into signed files when asked to, are missed by nobody, and come back letter for letter", async () => {
    const before = await rows();
    expect((await retain("--apply")).code).toBe(0);
    expect(await months()).toEqual(["2026-08", "2033-08"]);
    const verified = await verify();
    expect(verified.stdout).toContain("Archive: 2 months, 2026-06 to 2026-07");
    expect(verified.stdout).toContain("2 months are archived, and agree with it, too.");
    expect(verified.code).toBe(0);
    expect(await watched()).toBe("");
    expect((await attach("2026-06")).code).toBe(0);
    expect((await verify()).code).toBe(0);
    expect(await watched()).toBe("");
    expect((await attach("2026-07")).code).toBe(0);
    expect(await rows()).toEqual(before);
    await expect(pool.query("update audit_entries_2026_06 set actor = ''")).rejects.toThrow(
      "is append-only",
    );
    await expect(pool.query("truncate audit_entries_2026_06")).rejects.toThrow("is append-only");
    expect((await attach("2026-07")).stderr).toContain("holds 2026-07 already");
  });

  test("are written again by a rebuild, and archived again after it", async () => {
    expect((await retain("--apply")).code).toBe(0);
    expect((await commandLine("db", "rebuild", "--data-dir", folder)).code).toBe(0);
    expect(await months()).toEqual(["2026-06", "2026-07", "2026-08", "2033-08"]);
    expect((await verify()).code).toBe(0);
    expect((await retain("--apply")).code).toBe(0);
    expect((await verify()).code).toBe(0);
  });

  test("what was archived and put back is left for the engine to journal", () => {
    const notes = readdirSync(join(folder, "notes")).map((name) =>
      readFileSync(join(folder, "notes", name), "utf8"),
    );
    expect(notes.filter((note) => note.includes("ledger_archived")).length).toBeGreaterThan(3);
    expect(notes.filter((note) => note.includes("ledger_attached"))).toHaveLength(2);
  });
});

/** A change by hand, and what undoes it. */
interface Tamper {
  readonly what: string;
  readonly change: () => Promise<void> | void;
  readonly undo: () => Promise<void> | void;
  /** Whether the row watch, which reads no archived file, sees it too. */
  readonly watch: boolean;
}

function inFile(path: string, edit: (bytes: Buffer) => Buffer): Pick<Tamper, "change" | "undo"> {
  let kept = Buffer.alloc(0);
  const full = () => join(folder, "ledger-archive", path);
  return {
    change: () => {
      kept = readFileSync(full());
      writeFileSync(full(), edit(Buffer.from(kept)));
    },
    undo: () => writeFileSync(full(), kept),
  };
}

function inLedger(change: string, undo: string): Pick<Tamper, "change" | "undo"> {
  return { change: () => forge(change), undo: () => forge(undo) };
}

function flip(bytes: Buffer): Buffer {
  const at = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes;
}

const AWAY = "2026-07.away";
const TAMPERS: readonly Tamper[] = [
  {
    what: "a row that is left was changed",
    ...inLedger(
      "update audit_entries set actor = 'Eve' where at > '2033-01-01' and actor = 'Bo'",
      "update audit_entries set actor = 'Bo' where actor = 'Eve'",
    ),
    watch: true,
  },
  {
    what: "a month that is not archived was dropped",
    ...inLedger(
      "create table kept as table audit_entries_2026_08; delete from audit_entries_2026_08",
      "insert into audit_entries select * from kept; drop table kept",
    ),
    watch: true,
  },
  {
    what: "a row was added to an archived month",
    ...inLedger(
      `select ensure_month('2026-07-01 00:00:00+00');
       insert into audit_entries select journal_seq, 90, '2026-07-02', kind, actor, payload, entry_hash, previous_hash
       from audit_entries where at > '2033-01-01' limit 1`,
      `drop table order_events_2026_07, fills_2026_07, signals_2026_07, risk_decisions_2026_07,
         pnl_snapshots_2026_07, commands_2026_07, audit_entries_2026_07`,
    ),
    watch: true,
  },
  { what: "a byte of an archived file", ...inFile("2026-06/fills.jsonl.gz", flip), watch: false },
  {
    what: "an archived file was cut",
    ...inFile("2026-06/audit_entries.jsonl.gz", (bytes) => bytes.subarray(0, -9)),
    watch: false,
  },
  {
    what: "the manifest names another number of rows",
    ...inFile("2026-07/manifest.json", (bytes) =>
      Buffer.from(bytes.toString().replace(/"rows": \d+/, '"rows": 99')),
    ),
    watch: true,
  },
  {
    what: "the archive of a month is gone",
    change: () => {
      const at = (name: string) => join(folder, "ledger-archive", name);
      renameSync(at("2026-07"), at(AWAY));
    },
    undo: () => {
      const at = (name: string) => join(folder, "ledger-archive", name);
      renameSync(at(AWAY), at("2026-07"));
    },
    watch: true,
  },
];

describe("with months archived", () => {
  test.each(TAMPERS)("it is found that $what", async ({ change, undo, watch }) => {
    expect((await verify()).code).toBe(0);
    await change();
    expect((await verify()).code).toBe(1);
    if (watch) expect(await watched()).not.toBe("");
    await undo();
    expect((await verify()).code).toBe(0);
  });

  test("the files are checked without a database, and one that another key signed is not believed", async () => {
    const offline = () => commandLine("verify-audit", "--no-database", "--data-dir", folder);
    expect((await offline()).code).toBe(0);
    const { change, undo } = inFile("2026-06/signals.jsonl.gz", flip);
    await change();
    expect((await offline()).stdout).toContain("signals.jsonl.gz is not what was signed");
    expect((await attach("2026-06")).stderr).toContain("Nothing was changed");
    await undo();
  });
});

test("the time to keep is counted from the newest entry, by whole months", () => {
  expect(monthYearsBefore(Date.UTC(2033, 7, 20), 7)).toBe("2026-08");
  expect(monthYearsBefore(Date.UTC(2033, 0, 1), 1)).toBe("2032-01");
});
