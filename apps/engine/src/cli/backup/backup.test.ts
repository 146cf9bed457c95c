import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool } from "@interlock/db/create-pool";
import { createTestDatabase, type TestDatabase } from "@interlock/db/test-database";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { RecordedRig } from "../../../test/recorded-rig.ts";
import type { NarrowScope } from "@interlock/core/kill/kill-scope";
import { strategyId, ticker } from "@interlock/core/ids";
import {
  type KillLatch,
  readKillLatch,
  readScopeLatches,
  writeKillLatch,
} from "../../watchdog/kill/kill-latch.ts";
import { verifyJournal } from "../../journal/verify-journal.ts";
import { restoredFrom } from "../../journal/recovery/restored-mark.ts";
import { secretKey } from "../../supervisor/secret-key.ts";
import { takeClaim } from "../../supervisor/claim-file.ts";
import { commandLine } from "../test/command-line.ts";
import { encodeManifest, manifestPath, readManifest } from "./backup-manifest.ts";

let root: string;
let source: string;
let database: TestDatabase;
let empty: TestDatabase;
let rig: RecordedRig;
let count = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "backup-"));
  source = join(root, "source");
  mkdirSync(source);
  database = await createTestDatabase();
  await sql(
    database.connectionString,
    `insert into identity."user" (id, name, email, "emailVerified", role)
       values ('u1', 'Ada', 'ada@example.org', true, 'owner');
     insert into identity.account (id, "accountId", "providerId", "userId", password)
       values ('a1', 'u1', 'credential', 'u1', 'hash');
     insert into identity.session (id, token, "userId", "expiresAt")
       values ('s1', 't1', 'u1', now() + interval '1 day');
     insert into identity.writer_leases (account_id, fencing_token, holder, acquired_at, expires_at)
       values ('acc', 41, 'old host', now(), now() + interval '1 day');`,
  );
  rig = (await RecordedRig.open(source)).tradeABit();
  await rig.snapshotToDisk();
  secretKey(source, "kill");
});
afterAll(async () => {
  await rig.close();
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(async () => {
  empty = await createTestDatabase();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await empty.drop();
});

async function sql(connectionString: string, text: string): Promise<unknown[]> {
  const pool = createPool({ connectionString, applicationName: "test", maxConnections: 1 });
  try {
    return (await pool.query<Record<string, unknown>>(text)).rows;
  } finally {
    await pool.end();
  }
}

function newPath(what: string): string {
  count += 1;
  return join(root, `${what}-${count}`);
}

/** Backs the source up into a new folder. */
async function backUp(...flags: string[]): Promise<string> {
  vi.stubEnv("DATABASE_URL", database.connectionString);
  const to = newPath("backup");
  const { code, stderr } = await commandLine("backup", "--to", to, "--data-dir", source, ...flags);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return to;
}

function restore(from: string, dataDir: string) {
  vi.stubEnv("DATABASE_URL", empty.connectionString);
  return commandLine("restore", "--from", from, "--data-dir", dataDir);
}

const bytesOf = (folder: string, path: string) => readFileSync(join(folder, path));

describe("a backup", () => {
  test("of a journal that is being written is whole, and restores the same journal, state, keys and people", async () => {
    const from = await backUp();
    const dataDir = newPath("data");
    expect(await restore(from, dataDir)).toMatchObject({ code: 0, stderr: "" });
    const verified = await verifyJournal(dataDir);
    expect(verified).toMatchObject({ ok: true, lastSeq: await rig.durable() });
    expect(verified.lastHash).toBe((await verifyJournal(source)).lastHash);
    for (const path of readdirSync(join(source, "snapshots")))
      expect(bytesOf(dataDir, `snapshots/${path}`)).toEqual(bytesOf(source, `snapshots/${path}`));
    expect(bytesOf(dataDir, "keys/kill.key")).toEqual(bytesOf(source, "keys/kill.key"));
    expect(await sql(empty.connectionString, `select id, role from identity."user"`)).toEqual([
      { id: "u1", role: "owner" },
    ]);
    const accounts = await sql(empty.connectionString, "select password from identity.account");
    expect(accounts).toEqual([{ password: "hash" }]);
  });

  test("keeps the fencing token growing, and brings no session back to life", async () => {
    const from = await backUp();
    await restore(from, newPath("data"));
    const leases = await sql(
      empty.connectionString,
      "select fencing_token::int as token, expires_at <= now() as over from identity.writer_leases",
    );
    expect(leases).toEqual([{ token: 41, over: true }]);
    expect(await sql(empty.connectionString, "select 1 from identity.session")).toEqual([]);
  });

  test("carries the kill latch of everything and of each part: a restore comes up killed", async () => {
    const copy = newPath("killed");
    cpSync(source, copy, { recursive: true });
    const scopes = [
      undefined,
      { kind: "symbol", symbol: ticker("SPY") },
      { kind: "strategy", strategyId: strategyId("trend/1") },
    ] as const;
    for (const scope of scopes) writeKillLatch(copy, aLatch(scope));
    const to = newPath("backup");
    const flags = ["--data-dir", copy, "--no-database"];
    expect(await commandLine("backup", "--to", to, ...flags)).toMatchObject({ code: 0 });
    const dataDir = newPath("data");
    expect(await restore(to, dataDir)).toMatchObject({ code: 0 });
    expect(readKillLatch(dataDir)).toEqual(aLatch());
    expect(readScopeLatches(dataDir)).toHaveLength(2);
    expect(readScopeLatches(dataDir)).toEqual(readScopeLatches(copy));
  });

  test("can leave people out, and says so when it is restored", async () => {
    const from = await backUp("--no-database");
    expect(existsSync(join(from, "identity.json"))).toBe(false);
    const { code, stdout } = await restore(from, newPath("data"));
    expect(code).toBe(0);
    expect(stdout).toContain("It holds no people");
  });

  test("tells the next start that the folder may be older than what was done at the venue", async () => {
    const dataDir = newPath("data");
    await restore(await backUp(), dataDir);
    expect(restoredFrom(dataDir)).toMatch(/^restored from the backup of \d{4}-/);
  });

  test("is refused into a folder that holds something, and leaves nothing behind", async () => {
    const to = newPath("taken");
    mkdirSync(to);
    writeFileSync(join(to, "notes.txt"), "mine");
    const { code, stderr } = await commandLine("backup", "--to", to, "--data-dir", source);
    expect(code).toBe(1);
    expect(stderr).toBe(`${to} is not empty: name a new folder with --to.\n`);
    expect(readdirSync(to)).toEqual(["notes.txt"]);
  });

  test("of a damaged journal is refused, with the place, and leaves nothing behind", async () => {
    const copy = newPath("damaged");
    cpSync(source, copy, { recursive: true });
    flip(copy, segmentOf(copy), 300);
    const to = newPath("backup");
    const flags = ["--data-dir", copy, "--no-database"];
    const { code, stderr } = await commandLine("backup", "--to", to, ...flags);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Nothing was backed up, because the journal is damaged: Entry/);
    expect(readdirSync(root).filter((name) => name.includes("unfinished"))).toEqual([]);
    expect(existsSync(to)).toBe(false);
  });

  test("is refused while the database does not answer, with the way around it", async () => {
    vi.stubEnv("DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/none");
    const args = ["--to", newPath("backup"), "--data-dir", source];
    const { code, stderr } = await commandLine("backup", ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /the database does not answer: .*Leave people out with --no-database\.$/m,
    );
  });
});

function aLatch(scope?: NarrowScope): KillLatch {
  return {
    version: 1,
    commandId: "k1",
    ...(scope === undefined ? {} : { scope }),
    mode: "cancel",
    includeStops: false,
    reason: "test",
    by: { userId: "u1", name: "Ada", role: "owner" },
    via: "cli",
    trigger: "operator",
    requestedAt: 1,
    haltSeen: true,
    provenAt: null,
  };
}

function segmentOf(folder: string): string {
  const [name = ""] = readdirSync(join(folder, "journal"));
  return `journal/${name}`;
}

function flip(folder: string, path: string, at: number): void {
  const bytes = bytesOf(folder, path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(join(folder, path), bytes);
}

describe("a restore is refused in a sentence and changes nothing", () => {
  async function expectRefused(from: string, dataDir: string, sentence: RegExp): Promise<void> {
    const before = existsSync(dataDir) ? readdirSync(dataDir) : null;
    const { code, stderr } = await restore(from, dataDir);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(1);
    expect(existsSync(dataDir) ? readdirSync(dataDir) : null).toEqual(before);
    expect(readdirSync(root).filter((name) => name.includes("restoring"))).toEqual([]);
    expect(await sql(empty.connectionString, `select 1 from identity."user"`)).toEqual([]);
  }

  test("into a data folder that holds a file", async () => {
    const dataDir = newPath("data");
    mkdirSync(join(dataDir, "journal"), { recursive: true });
    writeFileSync(join(dataDir, "head"), "");
    await expectRefused(await backUp(), dataDir, /is not empty, and a restore overwrites nothing/);
  });

  test("under a running product", async () => {
    const dataDir = newPath("data");
    mkdirSync(join(dataDir, "run"), { recursive: true });
    takeClaim(join(dataDir, "run", "supervisor.lock"), "supervisor");
    const from = await backUp();
    const { code, stderr } = await restore(from, dataDir);
    expect(stderr).toMatch(/^Interlock runs from .* stop it with \.\/interlock stop/);
    expect(code).toBe(4);
  });

  test("from a folder that is no backup", async () => {
    await expectRefused(root, newPath("data"), /^There is no backup in/);
  });

  test("from one with a changed byte in any file", async () => {
    const from = await backUp();
    const read = readManifest(from);
    if (!read.ok) throw new Error(read.error);
    for (const { path } of read.value.files) {
      flip(from, path, 3);
      await expectRefused(from, newPath("data"), new RegExp(`damaged: ${path} is not what`));
      flip(from, path, 3);
    }
  });

  test("from one that lacks a file", async () => {
    const from = await backUp();
    rmSync(join(from, "head"));
    await expectRefused(from, newPath("data"), /damaged: head is missing/);
  });

  test("from one whose manifest was edited", async () => {
    const from = await backUp();
    const path = manifestPath(from);
    writeFileSync(path, readFileSync(path, "utf8").replace('"sim"', '"live"'));
    await expectRefused(from, newPath("data"), /damaged: its manifest\.json/);
  });

  test("from one of a newer format, by its number", async () => {
    const from = await backUp();
    const read = readManifest(from);
    if (!read.ok) throw new Error(read.error);
    const newer = { ...read.value, version: 2 };
    writeFileSync(manifestPath(from), encodeManifest(newer as unknown as typeof read.value));
    await expectRefused(
      from,
      newPath("data"),
      /newer version of Interlock \(format 2; this one reads up to 1\)/,
    );
  });

  test("from one whose database had a migration that this build does not know", async () => {
    const from = await backUp();
    const read = readManifest(from);
    if (!read.ok) throw new Error(read.error);
    const migrations = [...(read.value.migrations ?? []), "20990101000000_identity_later"];
    writeFileSync(manifestPath(from), encodeManifest({ ...read.value, migrations }));
    await expectRefused(from, newPath("data"), /has the migration 20990101000000_identity_later/);
  });

  test("into a database that holds people", async () => {
    const from = await backUp();
    const dataDir = newPath("data");
    vi.stubEnv("DATABASE_URL", database.connectionString);
    const { code, stderr } = await commandLine("restore", "--from", from, "--data-dir", dataDir);
    expect(stderr).toMatch(/holds people already.*name an empty database/);
    expect(code).toBe(1);
    expect(existsSync(dataDir)).toBe(false);
  });
});
