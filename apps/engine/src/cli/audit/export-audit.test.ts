import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { recordDay } from "../../../test/recorded-rig.ts";
import { publicKeyPath } from "../../journal/heads/head-key.ts";
import { frameSpans, segmentPaths } from "../../journal/test/journal-builder.ts";
import { commandLine } from "../test/command-line.ts";

let root: string;
let dataDir: string;
let lastSeq: number;
let into: string;
let exports = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "il-export-"));
  dataDir = join(root, "data");
  lastSeq = await recordDay(dataDir);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  exports += 1;
  into = join(root, `export-${exports}`);
});

const exported = (...flags: readonly string[]) =>
  commandLine("audit", "export", "--data-dir", dataDir, "--into", into, ...flags);
const verified = (...flags: readonly string[]) =>
  commandLine("verify-audit", "--export", into, ...flags);
const key = () => publicKeyPath(dataDir);

/** Nothing is left of an export that was not made, not even what was begun. */
function expectNothingMade(): void {
  const name = into.slice(root.length + 1);
  expect(readdirSync(root).filter((one) => one.startsWith(name))).toEqual([]);
}

describe("an export of the audit trail", () => {
  test("holds every entry, says how to check it, and is found sound with the published key", async () => {
    const { code, stdout } = await exported();
    expect([code, stdout]).toEqual([
      0,
      `${lastSeq} entries, 1 to ${lastSeq}, are in ${into}.\n` +
        `Check them here: ./interlock verify-audit --export ${into} --key ${key()}\n` +
        "On another machine take a copy of that key which did not travel with the export.\n",
    ]);
    const checked = await verified("--key", key());
    expect(checked.code).toBe(0);
    expect(checked.stdout).toMatch(/^Links: {4}sound\nContent: {2}sound\nAnchors: {2}anchored/);
    expect(checked.stdout).toMatch(
      new RegExp(`^${lastSeq} entries, 1 to ${lastSeq}; the last has the hash [0-9a-f]{64}$`, "m"),
    );
    expect(checked.stdout).not.toContain("Note:");
    expect(checked.stdout).not.toContain("First bad entry");
  });

  test("is read by nobody else on the machine", async () => {
    await exported();
    expect(statSync(into).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(into))
      expect(statSync(join(into, name)).mode & 0o777).toBe(0o600);
  });

  test("of a range holds that range, and --json answers with its manifest in one line", async () => {
    const { code, stdout } = await exported("--from", "2", "--to", "4", "--json");
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({ from: 2, to: 4, entries: 3 }),
    ]);
    const checked = await verified("--key", key(), "--json");
    expect([checked.code, JSON.parse(checked.stdout)]).toEqual([
      0,
      { export: expect.objectContaining({ ok: true, from: 2, to: 4, firstFault: null }) },
    ]);
  });

  test("prints how to check it: that very line, run as it stands, finds it sound", async () => {
    const [, line = ""] = /\.\/interlock (verify-audit .+)/.exec((await exported()).stdout) ?? [];
    const checked = await commandLine(...line.split(" "));
    expect(checked.stdout).toMatch(/^Links: {4}sound\n/);
    expect(checked.stdout).not.toContain("Note:");
    expect(checked.code).toBe(0);
  });

  test("of times holds every entry from the first to the last of them, and of a day the whole day", async () => {
    await exported();
    const text = readFileSync(join(into, "entries.jsonl"), "utf8").trimEnd().split("\n");
    const times = text.map((line) => Number(/\\"time\\":([\d.]+)/.exec(line)?.[1]));
    const distinct = [...new Set(times)].sort((one, other) => one - other);
    const from = distinct[Math.floor(distinct.length / 2)] ?? 0;
    const to = from;
    const seqs = times.flatMap((time, at) => (time === from ? [at + 1] : []));
    const iso = [from, to].map((time) => new Date(time).toISOString());
    into = `${into}-times`;
    const some = await exported("--from", iso[0] ?? "", "--to", iso[1] ?? "", "--json");
    expect(JSON.parse(some.stdout)).toMatchObject({ from: seqs[0], to: seqs.at(-1) });
    into = `${into}-day`;
    const day = await exported("--from", "2026-06-16", "--to", "2026-06-16", "--json");
    expect(JSON.parse(day.stdout)).toMatchObject({ from: 1, to: lastSeq });
  });

  test("of a day on which nothing was journaled says of which times there are entries", async () => {
    const { code, stderr } = await exported("--from", "2026-06-18");
    expect(stderr).toMatch(
      /^The journal holds no entry of that time: its entries are of 2026-06-16T/,
    );
    expect(code).toBe(1);
    expectNothingMade();
  });

  test("for a spreadsheet is made without a promise that it can be checked, and is not called sound", async () => {
    const { code, stdout } = await exported("--format", "csv");
    expect([code, stdout]).toEqual([0, `${lastSeq} entries, 1 to ${lastSeq}, are in ${into}.\n`]);
    expect(readdirSync(into).sort()).toEqual(["manifest.json", "records.csv"]);
    expect(await verified()).toMatchObject({
      code: 1,
      stdout: "",
      stderr: `${into} holds records for a spreadsheet: export the range as jsonl to verify it.\n`,
    });
  });

  test("goes into an empty folder, and never over what is in one", async () => {
    mkdirSync(into);
    expect((await exported()).code).toBe(0);
    const before = readFileSync(join(into, "manifest.json"), "utf8");
    expect(await exported()).toMatchObject({
      code: 1,
      stdout: "",
      stderr: `${into} is not empty: name a new folder with --into.\n`,
    });
    expect(readFileSync(join(into, "manifest.json"), "utf8")).toBe(before);
  });

  test("of entries that the journal does not have is refused, and leaves no folder", async () => {
    const [from, to] = [lastSeq + 1, lastSeq + 9];
    expect(await exported("--from", `${from}`, "--to", `${to}`)).toMatchObject({
      code: 1,
      stdout: "",
      stderr: `The journal holds no entry from ${from} to ${to}.\n`,
    });
    expectNothingMade();
  });

  test.each([
    [
      ["--from", "0"],
      expect.stringMatching(
        /^--from 0 is no entry and no time: write a number such as 1000, a day/,
      ),
    ],
    [["--to", "last"], expect.stringMatching(/^--to last is no entry and no time: /)],
    [["--from", "2026-06-16T09:30:00"], expect.stringContaining("a time with its zone such as")],
    [
      ["--format", "xlsx"],
      expect.stringMatching(/^--format xlsx is not known: it is jsonl or csv\.$/m),
    ],
  ])("asked for with %j is not understood, with code 2", async (flags, sentence) => {
    expect(await exported(...flags)).toEqual({ code: 2, stdout: "", stderr: sentence });
    expectNothingMade();
  });

  test("of a mistyped data folder says that there is no journal, and makes no key there", async () => {
    const typo = join(root, "typo");
    const words = ["audit", "export", "--data-dir", typo, "--into", into];
    const { code, stderr } = await commandLine(...words);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`There is no journal in ${typo}`)]);
    expect(existsSync(typo)).toBe(false);
    expectNothingMade();
  });

  test("of a damaged journal is not made: the fault is named, and nothing half-written is left", async () => {
    const damaged = join(root, "damaged");
    await recordDay(damaged);
    const path = segmentPaths(damaged).at(-1) ?? "";
    const bytes = readFileSync(path);
    const { start } = frameSpans(path)[4] ?? { start: 0 };
    bytes[start + 60] = (bytes[start + 60] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const words = ["audit", "export", "--data-dir", damaged, "--into", into];
    const { code, stdout, stderr } = await commandLine(...words);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^Nothing was exported, because the journal is damaged: .+\.$/m);
    expectNothingMade();
  });
});

describe("checking an export", () => {
  const path = () => join(into, "entries.jsonl");
  const lines = () => readFileSync(path(), "utf8").trimEnd().split("\n");
  const rewrite = (changed: readonly string[]) => writeFileSync(path(), `${changed.join("\n")}\n`);

  test("without the published key is told that the key came with the export", async () => {
    await exported();
    const { code, stdout } = await verified();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Note: {5}The key was taken from the export itself: .*--key\.$/m);
  });

  test("with a file that holds no key is refused with code 2 and called neither good nor bad", async () => {
    await exported();
    const noKey = join(into, "manifest.json");
    expect(await verified("--key", noKey)).toEqual({
      code: 2,
      stdout: "",
      stderr: `${noKey} holds no Ed25519 public key in PEM: name the head.pub that was published.\n`,
    });
  });

  test("with the key of another data folder finds that its owner signed none of it", async () => {
    await exported();
    const other = join(root, `other-${exports}`);
    await recordDay(other);
    const elsewhere = join(root, `elsewhere-${exports}`);
    await commandLine("audit", "export", "--data-dir", other, "--into", elsewhere);
    const { code, stdout } = await verified("--key", publicKeyPath(other));
    expect(stdout).toContain("Manifest: The manifest is not what the owner of the key has signed");
    expect(stdout).toMatch(/^First bad entry: 1: /m);
    expect(code).toBe(1);
  });

  test("names the entry whose text was changed", async () => {
    await exported();
    rewrite(
      lines().map((line, at) => (at === 2 ? line.replace('\\"time\\":', '\\"tine\\":') : line)),
    );
    const { code, stdout } = await verified("--key", key());
    expect(stdout).toMatch(/^Content: {2}The content of entry 3 is not what its hash says\.$/m);
    expect(stdout).toMatch(/^First bad entry: 3: /m);
    expect(code).toBe(1);
  });

  test("names the entry that was taken out, and the first that was cut off the end", async () => {
    await exported();
    const whole = lines();
    rewrite(whole.filter((_, at) => at !== 2));
    const without = await verified("--key", key());
    expect(without.stdout).toMatch(/^Links: {4}Entries 3 to 3 are missing: entry 4 stands/m);
    rewrite(whole.slice(0, -2));
    const cut = await verified("--key", key());
    expect(cut.stdout).toMatch(/^Manifest: The export ends with entry .*: its end was cut off\.$/m);
    expect(cut.stdout).toContain(`First bad entry: ${lastSeq - 1}: `);
    expect([without.code, cut.code]).toEqual([1, 1]);
  });

  test("with an anchor that is not there says so beside the verdict", async () => {
    await exported();
    const { code, stdout } = await verified("--key", key(), "--anchor", join(root, "no-heads"));
    expect(stdout).toMatch(/^Note: {5}.*no-heads/m);
    expect(code).toBe(0);
  });

  test("of a folder that holds none is a sentence, with code 1", async () => {
    mkdirSync(into);
    const none = await verified();
    expect([none.code, none.stdout, none.stderr]).toEqual([
      1,
      "",
      expect.stringContaining("manifest.json"),
    ]);
    writeFileSync(join(into, "manifest.json"), "{}");
    expect(await verified()).toMatchObject({
      code: 1,
      stderr: `${into}: manifest.json is not the manifest of an export.\n`,
    });
  });
});
