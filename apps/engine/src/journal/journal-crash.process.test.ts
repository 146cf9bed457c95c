import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inputCodec } from "./input-codec.ts";
import { lockDirectory } from "./recovery/directory-lock.ts";
import { readTape, type TapeGap } from "./tape/read-tape.ts";
import {
  openLog,
  recordEntries,
  removeTemporaryFolders,
  temporaryFolder,
  writeJournal,
} from "./test/journal-builder.ts";
import { verifyJournal } from "./verify-journal.ts";

afterAll(removeTemporaryFolders);

const programs = temporaryFolder();
const WRITER = join(programs, "crash-writer.mjs");
const HOLDER = join(programs, "lock-holder.mjs");

// Built once: a process that has to compile its sources first is slow to start and to kill.
beforeAll(async () => {
  for (const outfile of [WRITER, HOLDER]) {
    const source = `./test/${basename(outfile, ".mjs")}.ts`;
    const entryPoints = [fileURLToPath(new URL(source, import.meta.url))];
    await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm" });
  }
});

/** Reads a writer's lines as they come. */
class Lines {
  readonly all: string[] = [];
  #rest = "";
  #acknowledged = 0;
  #wanted = Number.POSITIVE_INFINITY;
  #reached: () => void = () => undefined;
  readonly ended: Promise<unknown>;

  constructor(child: ChildProcess) {
    child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    this.ended = once(child, "close");
  }

  /** Last entry that the writer said was durable. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Resolves when the writer said that an entry is durable, or ended. */
  async until(seq: number): Promise<void> {
    this.#wanted = seq;
    await Promise.race([
      new Promise<void>((resolve) => {
        this.#reached = resolve;
      }),
      this.ended,
    ]);
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    this.all.push(...lines);
    const last = lines.findLast((line) => /^\d+$/.test(line));
    if (last !== undefined) this.#acknowledged = Number(last);
    if (this.#acknowledged >= this.#wanted) this.#reached();
  }
}

describe("a killed writer", () => {
  it("loses no acknowledged entry in 20 kills, and chain and tape hold", async () => {
    const dir = temporaryFolder();
    let acknowledged = 0;
    for (let round = 0; round < 20; round += 1) {
      const child = spawn(process.execPath, [WRITER, dir, String(10 + 997 * (round % 5))]);
      const lines = new Lines(child);
      // Every fourth one dies as soon as it has opened the journal.
      const more = round % 4 === 3 ? 0 : 1 + Math.floor(Math.random() * 400);
      await lines.until(more === 0 ? 0 : acknowledged + more);
      child.kill("SIGKILL");
      await lines.ended;
      expect(lines.all[0], `round ${round}`).toBe("started");
      acknowledged = Math.max(acknowledged, lines.acknowledged);
      const verified = await verifyJournal(dir);
      expect(verified.firstFault).toBeNull();
      expect(verified.lastSeq).toBeGreaterThanOrEqual(acknowledged);
    }
    await expectWholeAgain(dir, acknowledged);
  });

  it("D05 stops with the system's error when the file may not grow, and loses nothing", async () => {
    const dir = temporaryFolder();
    const limited = `trap "" XFSZ; ulimit -f 32; exec "$@"`;
    const child = spawn("sh", ["-c", limited, "sh", process.execPath, WRITER, dir, "500"]);
    const lines = new Lines(child);
    const [code] = await once(child, "close");
    expect(code).toBe(3);
    expect(lines.all.at(-1)).toMatch(/^failed EFBIG/);
    await expectWholeAgain(dir, lines.acknowledged);
  });
});

describe("two engines on one journal", () => {
  it("are refused the second time, by name of the first", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 1);
    const { log } = await openLog(dir);
    const child = spawn(process.execPath, [WRITER, dir]);
    const lines = new Lines(child);
    const [code] = await once(child, "close");
    expect(code).toBe(2);
    expect(lines.all[0]).toContain(`process ${process.pid} has this folder open`);
    await recordEntries(log, { from: 2, to: 3 });
    await log.close();
    expect(await verifyJournal(dir)).toMatchObject({ ok: true, entries: 3 });
  });
});

describe("the directory lock", () => {
  it("is held by one of several processes that try at once, and free once that one is killed", async () => {
    const folder = temporaryFolder();
    for (let round = 0; round < 3; round += 1) {
      const holders = await Promise.all(Array.from({ length: 6 }, () => startHolder(folder)));
      expect(holders.filter(({ said }) => said === "locked")).toHaveLength(1);
      expect(lockDirectory(folder).ok).toBe(false);
      await Promise.all(holders.map(({ child }) => kill(child)));
    }
    expect(lockDirectory(folder).ok).toBe(true);
  });
});

/** Starts a process that tries to take the lock and stays; resolves with it and what it said. */
async function startHolder(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [HOLDER, folder], { stdio: ["pipe", "pipe", "inherit"] });
  const [said] = await once(child.stdout.setEncoding("utf8"), "data");
  return { child, said: String(said).trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/**
 * Opens the journal again and checks that nothing acknowledged is missing and that the tape is whole
 * up to its end.
 */
async function expectWholeAgain(dir: string, acknowledged: number): Promise<void> {
  const { log, found, report } = await openLog(dir);
  expect(found.map((entry) => entry.seq)).toEqual(found.map((_, i) => i + 1));
  expect(found.length).toBeGreaterThanOrEqual(acknowledged);
  expect(report.headWasGood).toBe(true);
  expect(report.tapeGap).toBeNull();
  await log.close();
  expect(await verifyJournal(dir)).toMatchObject({
    ok: true,
    unfinished: null,
    entries: found.length,
  });
  const gaps: TapeGap[] = [];
  const options = { codec: inputCodec, fromSeq: 1, onGap: (gap: TapeGap) => gaps.push(gap) };
  const inputs = Array.from(readTape(join(dir, "tape"), options), (input) => input.seq);
  expect(gaps).toEqual([]);
  expect(inputs).toEqual(inputs.map((_, i) => i + 1));
  expect(inputs.at(-1)).toBe(found.at(-1)?.input);
}
