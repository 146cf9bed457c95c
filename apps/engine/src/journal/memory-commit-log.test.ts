import { afterAll, describe, expect, it } from "vitest";
import type { Input } from "../input.ts";
import { MemoryCommitLog } from "./memory-commit-log.ts";
import {
  type Note,
  openLog,
  quoteInput,
  removeTemporaryFolders,
  temporaryFolder,
} from "./test/journal-builder.ts";

afterAll(removeTemporaryFolders);

describe("a commit log in memory", () => {
  it("chains the same records to the same hash as the journal on disk", async () => {
    const memory = new MemoryCommitLog<Input, Note>(() => undefined);
    const { log: disk } = await openLog(temporaryFolder());
    for (let seq = 1; seq <= 50; seq += 1) {
      const records = seq % 3 === 0 ? [{ note: `é ${seq}` }] : [];
      expect(memory.record(quoteInput(seq), records)).toBe(disk.record(quoteInput(seq), records));
    }
    await memory.close();
    await disk.flushed();
    expect(memory.durable).toEqual(disk.durable);
    expect(memory.durable.seq).toBe(16);
    await disk.close();
  });

  it("tells what is durable after the running task, or when told to commit", async () => {
    const told: number[] = [];
    const log = new MemoryCommitLog<Input, Note>((seq) => told.push(seq));
    log.record(quoteInput(1), [{ note: "a" }]);
    log.record(quoteInput(2), [{ note: "b" }]);
    expect(log.durableSeq).toBe(0);
    await Promise.resolve();
    expect(told).toEqual([2]);
    log.record(quoteInput(3), [{ note: "c" }]);
    log.commit();
    expect(told).toEqual([2, 3]);
    await log.flushed();
    expect(told).toEqual([2, 3]);
  });
});
