import { createHash } from "node:crypto";
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
import { crc32 } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { recordDay } from "../../../test/recorded-rig.ts";
import { verifyJournal } from "../../journal/verify-journal.ts";
import { commandLine } from "../test/command-line.ts";
import { encodeManifest, manifestPath, readManifest } from "./backup-manifest.ts";

let root: string;
/** A backup without people, that each test changes a copy of. */
let made: string;
let from: string;
let dataDir: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "restore-"));
  const source = join(root, "source");
  await recordDay(source);
  made = join(root, "made");
  const flags = ["--to", made, "--data-dir", source, "--no-database"];
  expect(await commandLine("backup", ...flags)).toMatchObject({ code: 0, stderr: "" });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  const folder = mkdtempSync(join(root, "test-"));
  from = join(folder, "backup");
  dataDir = join(folder, "data");
  cpSync(made, from, { recursive: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const restore = (...flags: string[]) =>
  commandLine("restore", "--from", from, "--data-dir", dataDir, ...flags);

async function expectRefused(sentence: RegExp): Promise<void> {
  const { code, stdout, stderr } = await restore();
  expect(stderr).toMatch(sentence);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(existsSync(dataDir)).toBe(false);
  expect(readdirSync(join(from, "..")).filter((name) => name.includes("restoring"))).toEqual([]);
}

/** Writes a file of the backup anew, and its manifest as if it had always been so. */
function rewrite(path: string, bytes: Buffer, change: object = {}): void {
  const read = readManifest(from);
  if (!read.ok) throw new Error(read.error);
  writeFileSync(join(from, path), bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const others = read.value.files.filter((file) => file.path !== path);
  const files = [...others, { path, bytes: bytes.length, sha256 }];
  writeFileSync(manifestPath(from), encodeManifest({ ...read.value, files, ...change }));
}

test("folders that a refused start left empty make room for a restore", async () => {
  mkdirSync(join(dataDir, "journal", "deeper"), { recursive: true });
  mkdirSync(join(dataDir, "keys"));
  expect(await restore()).toMatchObject({ code: 0, stderr: "" });
  expect(await verifyJournal(dataDir)).toMatchObject({ ok: true });
  expect(existsSync(join(dataDir, "journal", "deeper"))).toBe(false);
});

test("with --json a restore says in one line where it is and up to which entry", async () => {
  const { code, stdout } = await restore("--json");
  expect(code).toBe(0);
  const { lastSeq } = await verifyJournal(dataDir);
  expect(JSON.parse(stdout)).toMatchObject({ dataDir, lastSeq });
});

test("a journal that does not verify is not restored, though every file is what was written", async () => {
  const [name = ""] = readdirSync(join(from, "journal"));
  const bytes = readFileSync(join(from, "journal", name));
  bytes[300] = (bytes[300] ?? 0) ^ 1;
  rewrite(`journal/${name}`, bytes);
  await expectRefused(/^The backup in .* is damaged: Entry .* Use another backup\.$/m);
});

test("a journal of a newer version is no damage: the restore asks for that version", async () => {
  const head = readFileSync(join(from, "head"));
  head.write("2", 7, "latin1");
  head.writeUInt32LE(crc32(head.subarray(0, 60)), 60);
  rewrite("head", head);
  await expectRefused(/^The head file was written by a newer version .* with that version\.$/m);
});

test("people are not restored while the database does not answer", async () => {
  const nobody = JSON.stringify({ user: [], account: [], writer_leases: [] });
  rewrite("identity.json", Buffer.from(nobody), { migrations: [] });
  vi.stubEnv("DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/none");
  await expectRefused(/\bdatabase\b.*127\.0\.0\.1/i);
});
