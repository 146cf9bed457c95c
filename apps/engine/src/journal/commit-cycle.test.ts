import { afterAll, describe, expect, it } from "vitest";
import { readJournal } from "./read-journal.ts";
import { FaultyStorage, Gate } from "./test/faulty-storage.ts";
import {
  type Note,
  openLog,
  quoteInput,
  recordEntries,
  removeTemporaryFolders,
  temporaryFolder,
} from "./test/journal-builder.ts";
import { verifyJournal } from "./verify-journal.ts";

afterAll(removeTemporaryFolders);

const EIO = Object.assign(new Error("EIO: i/o error"), { code: "EIO" });

describe("group commit", () => {
  it("tells nothing as durable before the disk has it, and then in order", async () => {
    const { log, durable } = await openLog(temporaryFolder());
    expect(log.record(quoteInput(1), [{ note: "a" }])).toBe(1);
    expect(log.record(quoteInput(2), [])).toBe(1);
    expect(log.record(quoteInput(3), [{ note: "b" }])).toBe(2);
    expect(log.durableSeq).toBe(0);
    expect(durable).toEqual([]);
    await log.flushed();
    log.record(quoteInput(4), [{ note: "c" }]);
    await log.flushed();
    expect(durable).toEqual([2, 3]);
    expect(log.durableSeq).toBe(3);
    expect(log.pendingBytes).toBe(0);
    await log.close();
  });

  it("gathers what arrives while a group is on its way into one next group", async () => {
    const gate = new Gate();
    const storage = new FaultyStorage((operation, path) =>
      operation === "write" && path.includes("/journal/") ? gate.passed : null,
    );
    const { log, durable } = await openLog(temporaryFolder(), { storage });
    log.record(quoteInput(1), [{ note: "first" }]);
    await Promise.resolve();
    for (let seq = 2; seq <= 50; seq += 1) log.record(quoteInput(seq), [{ note: `n${seq}` }]);
    gate.open();
    await log.flushed();
    expect(durable).toEqual([1, 50]);
    await log.close();
  });

  it("C16 writes the tape before the journal and syncs both before it acknowledges", async () => {
    const storage = new FaultyStorage(() => null);
    const { log, durable } = await openLog(temporaryFolder(), { storage, tapeSync: "each_commit" });
    storage.operations.length = 0;
    let told = -1;
    log.record(quoteInput(1), [{ note: "a" }]);
    while (durable.length === 0) {
      told = storage.operations.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const order = storage.operations.slice(0, told + 1);
    expect(order.slice(0, 2)).toEqual(["create tape", "write tape"]);
    expect(order.indexOf("write journal")).toBeGreaterThan(order.indexOf("write tape"));
    expect(order).toContain("sync tape");
    expect(order).toContain("sync journal");
    await log.close();
  });

  it("carries on where the disk takes only part of a write", async () => {
    const dir = temporaryFolder();
    const storage = new FaultyStorage((operation) => (operation === "write" ? { take: 7 } : null));
    const { log } = await openLog(dir, { storage });
    await recordEntries(log, { from: 1, to: 3 });
    await log.close();
    expect((await verifyJournal(dir)).ok).toBe(true);
    expect([...readJournal<Note>(dir, 1)].map((entry) => entry.records[0]?.note)).toEqual([
      "entry 1",
      "entry 2",
      "entry 3",
    ]);
  });

  it.each(["write", "sync", "create"] as const)(
    "stops for ever when a %s fails, tells it once and tries nothing again",
    async (failing) => {
      const dir = temporaryFolder();
      let broken = false;
      const storage = new FaultyStorage((operation, path) => {
        const isHit = broken && operation === failing && path.includes("/journal/");
        return isHit ? EIO : null;
      });
      const { log, durable, failures } = await openLog(dir, { storage, segmentBytes: 1 });
      await recordEntries(log, { from: 1, to: 2 });
      broken = true;
      log.record(quoteInput(3), [{ note: "lost" }]);
      await expect(log.flushed()).rejects.toBe(EIO);
      broken = false;
      const attempts = storage.operations.length;
      expect(() => log.record(quoteInput(4), [{ note: "never" }])).toThrow(EIO);
      await expect(log.flushed()).rejects.toBe(EIO);
      expect(failures).toEqual([EIO]);
      expect(durable).toEqual([1, 2]);
      expect(storage.operations.length).toBe(attempts);
      await log.close();
      const reopened = await openLog(dir);
      expect(reopened.found.slice(0, 2).map((entry) => entry.seq)).toEqual([1, 2]);
      await reopened.log.close();
    },
  );

  it("stops when the head file cannot be written", async () => {
    let broken = false;
    const storage = new FaultyStorage((operation, path) =>
      broken && operation === "write" && path.endsWith("head") ? EIO : null,
    );
    const { log, failures } = await openLog(temporaryFolder(), { storage });
    broken = true;
    log.record(quoteInput(1), [{ note: "a" }]);
    await log.flushed();
    while (failures.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(() => log.record(quoteInput(2), [])).toThrow(EIO);
    await log.close();
  });

  it("S14 stops when more waits for the disk than is allowed, instead of growing", async () => {
    const gate = new Gate();
    const storage = new FaultyStorage((operation) => (operation === "write" ? gate.passed : null));
    const options = { storage, pendingBytesMax: 10_000 };
    const { log, failures } = await openLog(temporaryFolder(), options);
    const recordAll = (): void => {
      for (let seq = 1; seq <= 1_000; seq += 1)
        log.record(quoteInput(seq), [{ note: "x".repeat(50) }]);
    };
    log.record(quoteInput(0), [{ note: "first" }]);
    await Promise.resolve();
    expect(recordAll).toThrow("bytes wait for the disk");
    expect(failures).toHaveLength(1);
    gate.open();
    await log.close();
    expect(failures).toHaveLength(1);
  });
});
