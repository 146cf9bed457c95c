import { once } from "node:events";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { createDurableCell, publishDurable } from "./durable-cell.ts";
import { JournalFollower } from "./journal-follower.ts";
import { readFrames, readJournal } from "./read-journal.ts";
import {
  type Note,
  openLog,
  quoteInput,
  recordEntries,
  removeTemporaryFolders,
  segmentPaths,
  temporaryFolder,
  writeJournal,
} from "./test/journal-builder.ts";
import { verifyJournal } from "./verify-journal.ts";

afterAll(removeTemporaryFolders);

describe("a follower", () => {
  it("reads what is durable and nothing beyond, across segments", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 10, { segmentBytes: 300 });
    const cell = createDurableCell(4);
    const follower = new JournalFollower<Note>({ dir, afterSeq: 0, cell, batchMax: 3 });
    expect(follower.read().map((entry) => entry.seq)).toEqual([1, 2, 3]);
    expect(follower.read().map((entry) => entry.seq)).toEqual([4]);
    expect(follower.read()).toEqual([]);
    publishDurable(cell, 10);
    expect(follower.read().map((entry) => entry.seq)).toEqual([5, 6, 7]);
    expect(follower.read().map((entry) => entry.seq)).toEqual([8, 9, 10]);
    const { lastHash } = await verifyJournal(dir);
    expect(follower.position).toEqual({ seq: 10, hash: Buffer.from(lastHash, "hex") });
    follower.close();
  });

  it("does not remember bytes that it read before they were durable", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 2);
    const path = segmentPaths(dir)[0] ?? "";
    const good = readFileSync(path);
    appendFileSync(path, Buffer.alloc(500, 0xff));
    const cell = createDurableCell(2);
    const follower = new JournalFollower<Note>({ dir, afterSeq: 0, cell, batchMax: 100 });
    expect(follower.read()).toHaveLength(2);
    writeFileSync(path, good);
    const { log } = await openLog(dir);
    await recordEntries(log, { from: 3, to: 3 });
    publishDurable(cell, 3);
    expect(follower.read().map((entry) => entry.records[0]?.note)).toEqual(["entry 3"]);
    follower.close();
    await log.close();
  });

  it("begins after any entry and stops with the fault's name at damage", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 6, { segmentBytes: 300 });
    const cell = createDurableCell(6);
    const from4 = new JournalFollower<Note>({ dir, afterSeq: 3, cell, batchMax: 100 });
    expect(from4.read().map((entry) => entry.seq)).toEqual([4, 5, 6]);
    from4.close();
    const path = segmentPaths(dir)[0] ?? "";
    const bytes = readFileSync(path);
    bytes.writeUInt8(0, 160);
    writeFileSync(path, bytes);
    const follower = new JournalFollower<Note>({ dir, afterSeq: 0, cell, batchMax: 100 });
    expect(() => follower.read()).toThrow(/Entry 1 at byte 96 of journal-\d+\.segment is damaged/);
    follower.close();
  });

  it("in another thread is woken by each commit and sees every entry once, in order", {
    timeout: 30_000,
  }, async () => {
    const dir = temporaryFolder();
    const { log, cell } = await openLog(dir, { segmentBytes: 20_000 });
    // A worker of Node 20 takes no loader from execArgv: it has to register one itself.
    const entry = new URL("./test/follower-worker.ts", import.meta.url).href;
    const start = `import("tsx/esm/api").then(({ register }) => { register(); return import("${entry}"); })`;
    const worker = new Worker(start, { eval: true, workerData: { dir, cell, until: 2_000 } });
    const done = once(worker, "message");
    await recordEntries(log, { from: 1, to: 2_000, perGroup: 20 });
    const [seen] = await done;
    expect(seen).toEqual({ entries: 2_000, inOrder: true });
    await worker.terminate();
    await log.close();
  });

  it("ends its batches when told to stop", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 1);
    const cell = createDurableCell(1);
    const follower = new JournalFollower<Note>({ dir, afterSeq: 0, cell, batchMax: 10 });
    const stop = new AbortController();
    const batches: number[] = [];
    for await (const batch of follower.batches(stop.signal)) {
      batches.push(batch.length);
      setImmediate(() => stop.abort());
    }
    expect(batches).toEqual([1]);
    follower.close();
  });
});

describe("reading a journal", () => {
  it("gives the entries from any place, and ends before an unfinished write", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 7, { segmentBytes: 300 });
    appendFileSync(segmentPaths(dir).at(-1) ?? "", "half");
    expect([...readJournal<Note>(dir, 6)].map((entry) => entry.seq)).toEqual([6, 7]);
    expect([...readJournal<Note>(dir, 8)]).toEqual([]);
    expect([...readJournal<Note>(join(dir, "absent"), 1)]).toEqual([]);
    expect(Array.from(readFrames(dir, 1), (frame) => frame.payload().length)).toHaveLength(7);
  });

  it("stops with the fault's name at damage", async () => {
    const dir = temporaryFolder();
    const { log } = await openLog(dir);
    for (let seq = 1; seq <= 3; seq += 1) log.record(quoteInput(seq), [{ note: "a" }]);
    await log.close();
    const path = segmentPaths(dir)[0] ?? "";
    const bytes = readFileSync(path);
    bytes.writeUInt8(0, bytes.length - 1);
    writeFileSync(path, bytes);
    expect(() => [...readJournal<Note>(dir, 1)]).toThrow(/Entry 3 at byte \d+ of .* is damaged/);
  });
});
