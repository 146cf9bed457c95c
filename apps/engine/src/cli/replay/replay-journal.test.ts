import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { RecordedRig } from "../../../test/recorded-rig.ts";
import { frameSpans, segmentPaths } from "../../journal/test/journal-builder.ts";
import { stateHash } from "../../run/state-hash.ts";
import { commandLine } from "../test/command-line.ts";

let folder: string;
let lastSeq: number;
let lastHash: string;
let copy: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "replay-"));
  const rig = (await RecordedRig.open(folder)).tradeABit();
  lastSeq = rig.state.journalSeq;
  lastHash = stateHash(rig.state);
  await rig.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), "replay-copy-"));
  for (const part of ["journal", "tape", "head"])
    cpSync(join(folder, part), join(copy, part), { recursive: true });
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

const replay = (...flags: string[]) => commandLine("replay", "--data-dir", copy, ...flags);

const answer = z.looseObject({
  entries: z.number(),
  journalSeq: z.number(),
  stateHash: z.string(),
  trading: z.string(),
  decided: z.looseObject({ difference: z.string().nullable() }).nullable(),
});

describe("replay", () => {
  test("makes of the journal the very state that the engine had", async () => {
    const { code, stdout } = await replay("--json");
    expect(answer.parse(JSON.parse(stdout))).toMatchObject({
      entries: lastSeq,
      journalSeq: lastSeq,
      stateHash: lastHash,
      trading: "halted",
    });
    expect(code).toBe(0);
  });

  test("says in words where it ends, how trading stood, and what was held", async () => {
    const { stdout } = await replay();
    expect(stdout).toMatch(
      new RegExp(`^${lastSeq} entries applied, to entry ${lastSeq}, venue time 2026-06-16T14:`),
    );
    expect(stdout).toMatch(/^Trading halted; equity \d+\.\d{2,}; 0 working orders\.$/m);
    expect(stdout).toMatch(/^ {2}SPY \d+$/m);
    expect(stdout).toContain(`State ${lastHash}`);
  });

  test("stops after the entry that was asked for, and the first entries are not marked yet", async () => {
    const { code, stdout } = await replay("--seq", "1");
    expect(stdout).toMatch(/^1 entries applied, to entry 1, venue time /);
    expect(stdout).toContain("equity not marked yet");
    expect(code).toBe(0);
    expect((await replay("--seq", "0")).stdout).toMatch(/^0 entries applied, to entry 0\.$/m);
  });

  test("prints the whole state as one line of JSON, also beside --json", async () => {
    for (const flags of [["--state"], ["--state", "--json"]]) {
      const { stdout } = await replay(...flags);
      expect(JSON.parse(stdout)).toMatchObject({ journalSeq: lastSeq, accountId: "account" });
    }
  });

  test("refuses an entry beyond the journal's end", async () => {
    expect(await replay("--seq", String(lastSeq + 1))).toEqual({
      code: 1,
      stdout: "",
      stderr: `The journal in ${copy} ends at entry ${lastSeq}, before ${lastSeq + 1}.\n`,
    });
  });

  test("says so when there is no journal, instead of showing an empty one", async () => {
    const { code, stderr } = await commandLine("replay", "--data-dir", `${copy}/typo`);
    expect(stderr).toBe(
      `There is no journal in ${copy}/typo: name the data folder with --data-dir.\n`,
    );
    expect(code).toBe(1);
    mkdirSync(join(copy, "prepared/journal"), { recursive: true });
    expect((await commandLine("replay", "--data-dir", `${copy}/prepared`)).code).toBe(1);
  });

  test("names the entry that is damaged", async () => {
    const [path = ""] = segmentPaths(copy);
    const { start } = frameSpans(path)[3] ?? { start: 0 };
    writeFileSync(path, readFileSync(path).fill(0, start + 60, start + 64));
    const { code, stderr } = await replay();
    expect(stderr).toMatch(/^Entry 4 at byte \d+ of \S+ is damaged: .+\n$/);
    expect(code).toBe(1);
    expect((await replay("--seq", "3")).code).toBe(0);
  });

  test("says with --decide that a damaged journal cannot be decided again, although it stops before", async () => {
    const [path = ""] = segmentPaths(copy);
    const { start } = frameSpans(path)[3] ?? { start: 0 };
    writeFileSync(path, readFileSync(path).fill(0, start + 60, start + 64));
    const { code, stderr } = await replay("--seq", "3", "--decide");
    expect(stderr).toMatch(/^Entry 4 at byte/);
    expect(code).toBe(1);
  });
});

describe("replay --decide", () => {
  /** Puts the logs of a start and an hour in which nothing trades in the copy's place, and what follows it. */
  async function record(follow: (rig: RecordedRig) => void = () => undefined): Promise<void> {
    for (const part of ["journal", "tape", "head", "lock"])
      rmSync(join(copy, part), { recursive: true, force: true });
    const rig = (await RecordedRig.open(copy)).ready();
    rig.quote("SPY", "100.00", "100.02");
    for (let minute = 0; minute < 60; minute += 1) rig.pass(60_000);
    rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });
    follow(rig);
    await rig.close();
  }

  test("decides the recorded inputs again and gets the same records", async () => {
    await record();
    const { code, stdout } = await replay("--decide");
    const [, journal] = /^Journal (\w{64})$/m.exec(stdout) ?? [];
    const [, decided] = /^Decided (\w{64})$/m.exec(stdout) ?? [];
    expect(stdout).toMatch(/^Decided again, \d+ inputs: the same records\.$/m);
    expect(decided).toBe(journal);
    expect(code).toBe(0);
  });

  test("names a journal that goes on beyond the tape", async () => {
    rmSync(join(copy, "tape"), { recursive: true });
    const { code, stdout } = await replay("--decide");
    expect(stdout).toContain(
      "Decided again, 0 inputs: it differs: the journal has entries beyond the tape's last input.",
    );
    expect(code).toBe(1);
  });

  test("names the first record that is not what the inputs decide", async () => {
    const other = mkdtempSync(join(tmpdir(), "replay-other-"));
    const rig = await RecordedRig.open(other);
    rig.ready({ instance: "fedcba" }).pass(1_000);
    await rig.close();
    rmSync(join(copy, "tape"), { recursive: true });
    cpSync(join(other, "tape"), join(copy, "tape"), { recursive: true });
    rmSync(other, { recursive: true });
    const { code, stdout } = await replay("--decide", "--json");
    const { decided } = answer.parse(JSON.parse(stdout));
    expect(decided?.difference).toMatch(
      /^entry 1 of input 1 \(engine_started\) differs: journal ….*abcdef.*… decided ….*fedcba/,
    );
    expect(code).toBe(1);
  });

  test("names inputs that decide more than the journal holds", async () => {
    await record();
    const journal = mkdtempSync(join(tmpdir(), "replay-kept-"));
    for (const part of ["journal", "head"])
      cpSync(join(copy, part), join(journal, part), { recursive: true });
    await record((rig) => rig.command({ kind: "resume", reason: "the drill is over" }));
    for (const part of ["journal", "head"]) {
      rmSync(join(copy, part), { recursive: true });
      cpSync(join(journal, part), join(copy, part), { recursive: true });
    }
    rmSync(journal, { recursive: true });
    const { code, stdout } = await replay("--decide");
    expect(stdout).toMatch(
      /it differs: input \d+ \(command\) decides records that the journal does not have\.$/m,
    );
    expect(code).toBe(1);
  });
});
