import { crc32 } from "node:zlib";
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { JOURNAL_FORMAT } from "../journal-entry.ts";
import { GENESIS, LENGTH_AT, sealFrame } from "../segment/frame.ts";
import { decodeSegmentHeader, encodeSegmentHeader } from "../segment/segment-header.ts";
import {
  forgeEntry,
  frameSpans,
  openLog,
  recordEntries,
  refusalOf,
  removeTemporaryFolders,
  segmentPaths,
  temporaryFolder,
  writeJournal,
} from "../test/journal-builder.ts";
import { readJournal } from "../read-journal.ts";
import { verifyJournal } from "../verify-journal.ts";

afterAll(removeTemporaryFolders);

function lastSegment(dir: string): string {
  return segmentPaths(dir).at(-1) ?? "";
}

/** Makes the head file say what it said after `seq` entries of the same history. */
async function setHeadBack(dir: string, seq: number): Promise<void> {
  const earlier = temporaryFolder();
  await writeJournal(earlier, seq);
  writeFileSync(join(dir, "head"), readFileSync(join(earlier, "head")));
}

describe("opening a journal", () => {
  it("gives back every entry and continues the chain", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 3);
    const { log, found, report } = await openLog(dir);
    expect(found.map((entry) => entry.records)).toEqual([
      [{ note: "entry 1" }],
      [{ note: "entry 2" }],
      [{ note: "entry 3" }],
    ]);
    expect(report).toMatchObject({
      lastSeq: 3,
      lastInput: 3,
      cut: null,
      headWasGood: true,
      tapeGap: null,
    });
    await recordEntries(log, { from: 4, to: 5 });
    await log.close();
    expect(await verifyJournal(dir)).toMatchObject({ ok: true, entries: 5 });
  });

  it("begins after a snapshot's entry, and refuses a snapshot of another history", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 4, { segmentBytes: 300 });
    const { lastHash } = await verifyJournal(dir);
    const { log, found } = await openLog(dir, { after: { seq: 4, hash: lastHash } });
    expect(found).toEqual([]);
    await recordEntries(log, { from: 5, to: 6 });
    await log.close();
    const reopened = await openLog(dir, { after: { seq: 4, hash: lastHash } });
    expect(reopened.found.map((entry) => entry.seq)).toEqual([5, 6]);
    await reopened.log.close();
    const foreign = await refusalOf(dir, { after: { seq: 4, hash: "00".repeat(32) } });
    expect(foreign).toMatchObject({ code: "broken_link", seq: 4 });
  });

  it("refuses a log that ends before the snapshot", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 2);
    const fault = await refusalOf(dir, { after: { seq: 9, hash: "00".repeat(32) } });
    expect(fault).toMatchObject({ code: "cut_tail", seq: 3 });
    expect(fault.sentence).toContain("the snapshot knows entry 9");
  });

  it("checks before the snapshot only when asked to", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 8, { segmentBytes: 300 });
    const { lastHash } = await verifyJournal(dir);
    const first = segmentPaths(dir)[0] ?? "";
    const bytes = readFileSync(first);
    bytes.writeUInt8(0, 130);
    writeFileSync(first, bytes);
    const after = { seq: 8, hash: lastHash };
    const { log } = await openLog(dir, { after });
    await log.close();
    expect(await refusalOf(dir, { after, checkWhole: true })).toMatchObject({ seq: 1 });
  });

  it("cuts an unfinished write off, keeps its bytes and says so", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 2);
    const path = lastSegment(dir);
    const good = readFileSync(path);
    appendFileSync(path, Buffer.from("half a frame"));
    const { log, found, report } = await openLog(dir);
    expect(found).toHaveLength(2);
    expect(report.cut).toMatchObject({ offset: good.length, bytes: 12 });
    expect(readFileSync(report.cut?.savedAs ?? "", "utf8")).toBe("half a frame");
    expect(readFileSync(path).equals(good)).toBe(true);
    await recordEntries(log, { from: 3, to: 3 });
    await log.close();
    expect((await verifyJournal(dir)).ok).toBe(true);
  });

  it("keeps complete entries that were written but never acknowledged", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 5);
    await setHeadBack(dir, 3);
    const { log, found, report } = await openLog(dir);
    expect(found).toHaveLength(5);
    expect(report.cut).toBeNull();
    await log.close();
    truncateSync(lastSegment(dir), frameSpans(lastSegment(dir))[3]?.start);
    expect(await refusalOf(dir)).toMatchObject({ code: "cut_tail" });
  });

  it("C16 cuts a group whose pages reached the disk out of order, for none of it was acknowledged", async () => {
    const dir = temporaryFolder();
    const { log } = await openLog(dir);
    await recordEntries(log, { from: 1, to: 2 });
    await recordEntries(log, { from: 3, to: 6, perGroup: 10 });
    await log.close();
    await setHeadBack(dir, 2);
    const path = lastSegment(dir);
    const [, , third] = frameSpans(path);
    const bytes = readFileSync(path);
    bytes.fill(0, third?.start, third?.end);
    writeFileSync(path, bytes);
    const { log: reopened, found, report } = await openLog(dir);
    expect(found.map((entry) => entry.seq)).toEqual([1, 2]);
    expect(report.cut).toMatchObject({ offset: third?.start });
    await reopened.close();
  });

  it("refuses damage when a later group shows that it had been on disk, even with an old head", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 6);
    await setHeadBack(dir, 2);
    const path = lastSegment(dir);
    const [, , third] = frameSpans(path);
    const bytes = readFileSync(path);
    bytes.fill(0, third?.start, third?.end);
    writeFileSync(path, bytes);
    const fault = await refusalOf(dir);
    expect(fault).toMatchObject({ code: "damaged_entry", seq: 3, offset: third?.start });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("refuses an edited entry although its checksum was made good again", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 4);
    forgeEntry(lastSegment(dir), 1);
    expect(await refusalOf(dir)).toMatchObject({ code: "broken_link", seq: 2 });
  });

  it("refuses damage to the last entry when it was acknowledged, and cuts nothing", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 4);
    const path = lastSegment(dir);
    const bytes = readFileSync(path);
    bytes.writeUInt8(0, bytes.length - 2);
    writeFileSync(path, bytes);
    expect(await refusalOf(dir)).toMatchObject({ code: "damaged_entry", seq: 4 });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("writes again, and only, what was written but never acknowledged", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 4);
    const path = lastSegment(dir);
    const bytes = readFileSync(path);
    const reopenedAt = async (): Promise<number> => {
      utimesSync(path, 1, 1);
      await (await openLog(dir)).log.close();
      return statSync(path).mtimeMs;
    };
    expect(await reopenedAt()).toBe(1_000);
    await setHeadBack(dir, 2);
    expect(await reopenedAt()).toBeGreaterThan(1_000);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("refuses a newer version by name and reads an older one", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 2);
    const path = lastSegment(dir);
    const bytes = readFileSync(path);
    const header = decodeSegmentHeader(bytes);
    if (!header.ok) throw new Error(header.error);
    const withVersion = (version: number): Buffer => {
      const changed = { ...header.value, format: { name: "journal", version } };
      return Buffer.concat([encodeSegmentHeader(changed), bytes.subarray(96)]);
    };
    writeFileSync(path, withVersion(JOURNAL_FORMAT.version + 1));
    const fault = await refusalOf(dir);
    expect(fault.code).toBe("newer_version");
    expect(fault.sentence).toContain("newer version of Interlock");
    writeFileSync(path, withVersion(JOURNAL_FORMAT.version - 1));
    const { log, found } = await openLog(dir);
    expect(found).toHaveLength(2);
    await log.close();
  });

  it("goes on after an older version's entries in a segment of its own, and leaves theirs as they are", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 2);
    const older = lastSegment(dir);
    const header = decodeSegmentHeader(readFileSync(older));
    if (!header.ok) throw new Error(header.error);
    const format = { name: "journal", version: JOURNAL_FORMAT.version - 1 };
    const bytes = Buffer.concat([
      encodeSegmentHeader({ ...header.value, format }),
      readFileSync(older).subarray(96),
    ]);
    writeFileSync(older, bytes);
    const { log } = await openLog(dir);
    await recordEntries(log, { from: 3, to: 5, perGroup: 1 });
    await log.close();
    expect(readFileSync(older)).toEqual(bytes);
    const newer = decodeSegmentHeader(readFileSync(lastSegment(dir)));
    expect(newer).toMatchObject({ ok: true, value: { firstSeq: 3, format: JOURNAL_FORMAT } });
    expect((await verifyJournal(dir)).firstFault).toBeNull();
    expect([...readJournal(dir, 1)]).toHaveLength(5);
  });

  it("begins anew where an older version had made a segment and written nothing into it", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 1);
    const path = lastSegment(dir);
    const header = decodeSegmentHeader(readFileSync(path));
    if (!header.ok) throw new Error(header.error);
    rmSync(join(dir, "head"));
    const format = { name: "journal", version: JOURNAL_FORMAT.version - 1 };
    writeFileSync(path, encodeSegmentHeader({ ...header.value, format }));
    await writeJournal(dir, 2);
    expect(segmentPaths(dir)).toEqual([path]);
    expect((await verifyJournal(dir)).firstFault).toBeNull();
    expect([...readJournal(dir, 1)]).toHaveLength(2);
  });

  it("refuses a head of a newer version by its number, and so do those who only read", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 2);
    const path = join(dir, "head");
    const bytes = readFileSync(path);
    bytes.write("2", 7, "latin1");
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 60)), 60);
    writeFileSync(path, bytes);
    const sentence =
      "The head file was written by a newer version of Interlock (version 2; this one reads up to 1).";
    expect(await refusalOf(dir)).toMatchObject({ code: "newer_version", sentence });
    expect((await verifyJournal(dir)).firstFault).toMatchObject({ code: "newer_version" });
    expect(() => [...readJournal(dir, 1)]).toThrow(sentence);
    expect(readFileSync(path)).toEqual(bytes);
  });

  it("refuses an entry that is intact but is none", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 1);
    const path = lastSegment(dir);
    const payload = Buffer.from('{"v":1,"seq":7}');
    const memory = Buffer.concat([Buffer.alloc(52), payload]);
    const view = new DataView(memory.buffer, memory.byteOffset, memory.length);
    view.setUint32(LENGTH_AT, payload.length, true);
    sealFrame({ memory, view, start: 0, end: memory.length }, GENESIS, 0);
    writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, 96), memory]));
    rmSync(join(dir, "head"));
    const fault = await refusalOf(dir);
    expect(fault).toMatchObject({ code: "damaged_entry", seq: 1 });
    expect(fault.sentence).toContain("another sequence number");
  });

  it("removes a segment whose creation a crash interrupted", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 1);
    writeFileSync(
      join(dir, "journal", "journal-0000000000000002.segment.unfinished"),
      "half a header",
    );
    const { log } = await openLog(dir);
    expect(readdirSync(join(dir, "journal"))).toEqual(["journal-0000000000000001.segment"]);
    await log.close();
  });

  it("names what the operating system refuses", async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, "journal"), "a file where a folder belongs");
    const fault = await refusalOf(dir);
    expect(fault.code).toBe("unreadable");
    expect(fault.sentence).toContain("cannot be read or written");
  });

  it("lets what the caller's fold throws pass, and frees the folder", async () => {
    const dir = temporaryFolder();
    await writeJournal(dir, 1);
    const onEntry = (): never => {
      throw new TypeError("a fault of the fold");
    };
    await expect(openLog(dir, { onEntry })).rejects.toThrow("a fault of the fold");
    const { log } = await openLog(dir);
    await log.close();
  });
});

describe("the head file", () => {
  it.each([
    ["absent", (path: string) => rmSync(path)],
    ["damaged", (path: string) => writeFileSync(path, "x".repeat(200))],
    ["cut", (path: string) => truncateSync(path, 10)],
  ])("when %s keeps nobody from starting, is reported, and is mended", async (_, spoil) => {
    const dir = temporaryFolder();
    await writeJournal(dir, 3);
    spoil(join(dir, "head"));
    expect((await verifyJournal(dir)).head).toMatchObject({
      ok: false,
      fault: { code: "damaged_head" },
    });
    const { log, found, report } = await openLog(dir);
    expect(found).toHaveLength(3);
    expect(report.headWasGood).toBe(false);
    await log.close();
    expect((await verifyJournal(dir)).ok).toBe(true);
  });
});
