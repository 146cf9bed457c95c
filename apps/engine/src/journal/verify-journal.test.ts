import {
  copyFileSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { JOURNAL_FORMAT } from "./journal-entry.ts";
import { encodeSegmentHeader } from "./segment/segment-header.ts";
import {
  forgeEntry,
  frameSpans,
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

/** A journal of 12 entries in segments of about three. */
async function segmentedJournal(): Promise<{ dir: string; segments: string[] }> {
  const dir = temporaryFolder();
  await writeJournal(dir, 12, { segmentBytes: 400 });
  const segments = segmentPaths(dir);
  expect(segments.length).toBeGreaterThanOrEqual(3);
  return { dir, segments };
}

/** A journal of `count` entries in one segment. */
async function oneSegment(
  count: number,
  perGroup = 1,
): Promise<{ dir: string; path: string; bytes: Buffer }> {
  const dir = temporaryFolder();
  await writeJournal(dir, count, { perGroup });
  const path = segmentPaths(dir)[0] ?? "";
  return { dir, path, bytes: readFileSync(path) };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items.at(index);
  if (item === undefined) throw new Error(`nothing at ${index}`);
  return item;
}

describe("verification", () => {
  it("finds a good journal good in all three parts", async () => {
    const { dir } = await segmentedJournal();
    const verified = await verifyJournal(dir);
    expect(verified).toMatchObject({
      ok: true,
      links: { ok: true },
      content: { ok: true },
      head: { ok: true },
      entries: 12,
      lastSeq: 12,
      unfinished: null,
    });
  });

  it("finds a folder without a journal good and empty", async () => {
    expect(await verifyJournal(join(temporaryFolder(), "absent"))).toMatchObject({
      ok: true,
      entries: 0,
    });
  });

  it("gives the same last hash however the commits were grouped", async () => {
    const [one, many] = [await oneSegment(20, 1), await oneSegment(20, 7)];
    const [a, b] = [await verifyJournal(one.dir), await verifyJournal(many.dir)];
    expect(a.lastHash).toBe(b.lastHash);
    expect(one.bytes.equals(many.bytes)).toBe(false);
  });

  it("names an entry whose payload was changed, with segment and offset", async () => {
    const { dir, path, bytes } = await oneSegment(5);
    const span = at(frameSpans(path), 2);
    bytes.writeUInt8(0x20, span.end - 3);
    writeFileSync(path, bytes);
    const verified = await verifyJournal(dir);
    expect(verified.ok).toBe(false);
    expect(verified.content).toMatchObject({
      ok: false,
      fault: { code: "damaged_entry", seq: 3, offset: span.start },
    });
    expect(verified.firstFault?.sentence).toContain(`Entry 3 at byte ${span.start} of journal-`);
  });

  it("names an entry that was edited although its checksum was made good again", async () => {
    const { dir, path } = await oneSegment(5);
    forgeEntry(path, 2);
    const { content, links, firstFault } = await verifyJournal(dir);
    expect(content.ok).toBe(true);
    expect(links).toMatchObject({ ok: false, fault: { code: "broken_link", seq: 3 } });
    expect(firstFault?.sentence).toContain(
      "does not follow from entry 2: one of the two was changed",
    );
  });

  it("names the missing entries when one was deleted from the middle", async () => {
    const { dir, path, bytes } = await oneSegment(6);
    const span = at(frameSpans(path), 3);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, span.start), bytes.subarray(span.end)]));
    const verified = await verifyJournal(dir);
    expect(verified.links).toMatchObject({ ok: false, fault: { code: "missing_entries", seq: 4 } });
    expect(verified.firstFault?.sentence).toContain("Entries 4 to 4 are missing");
  });

  it("names the place where an entry comes twice", async () => {
    const { dir, path, bytes } = await oneSegment(6);
    const span = at(frameSpans(path), 3);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, span.end), bytes.subarray(span.start)]));
    const { links } = await verifyJournal(dir);
    expect(links).toMatchObject({
      ok: false,
      fault: { code: "missing_entries", seq: 5, offset: span.end },
    });
  });

  it("names the place where two entries were swapped", async () => {
    const { dir, path, bytes } = await oneSegment(6);
    const [second, third] = [at(frameSpans(path), 1), at(frameSpans(path), 2)];
    const parts = [
      bytes.subarray(0, second.start),
      bytes.subarray(third.start, third.end),
      bytes.subarray(second.start, second.end),
      bytes.subarray(third.end),
    ];
    writeFileSync(path, Buffer.concat(parts));
    expect((await verifyJournal(dir)).links).toMatchObject({ ok: false, fault: { seq: 2 } });
  });

  it("names the entries of a deleted middle segment", async () => {
    const { dir, segments } = await segmentedJournal();
    const lost = at(segments, 1);
    const first = Number(/(\d{16})/.exec(lost)?.[1]);
    rmSync(lost);
    const { links } = await verifyJournal(dir);
    expect(links).toMatchObject({
      ok: false,
      fault: { code: "missing_entries", seq: first, offset: 0 },
    });
  });

  it("sees that the first segments were deleted", async () => {
    const { dir, segments } = await segmentedJournal();
    rmSync(at(segments, 0));
    expect((await verifyJournal(dir)).links).toMatchObject({ ok: false, fault: { seq: 1 } });
  });

  it("sees that the last segment was deleted", async () => {
    const { dir, segments } = await segmentedJournal();
    rmSync(at(segments, -1));
    const verified = await verifyJournal(dir);
    expect(verified.links.ok).toBe(true);
    expect(verified.head).toMatchObject({ ok: false, fault: { code: "cut_tail" } });
  });

  it("sees that two segments changed places", async () => {
    const { dir, segments } = await segmentedJournal();
    const [a, b] = [at(segments, 1), at(segments, 2)];
    renameSync(a, `${a}.moved`);
    renameSync(b, a);
    renameSync(`${a}.moved`, b);
    const { links } = await verifyJournal(dir);
    expect(links).toMatchObject({ ok: false, fault: { code: "broken_link" } });
  });

  it("sees a segment of another journal put in the place of ours", async () => {
    const { dir, segments } = await segmentedJournal();
    const other = temporaryFolder();
    const { log } = await openLog(other, { segmentBytes: 400 });
    log.record(quoteInput(0), [{ note: "another beginning" }]);
    await recordEntries(log, { from: 2, to: 12 });
    await log.close();
    copyFileSync(at(segmentPaths(other), 1), at(segments, 1));
    expect((await verifyJournal(dir)).links.ok).toBe(false);
  });

  it("sees an end that was cut off at an entry's boundary", async () => {
    const { dir, path } = await oneSegment(6);
    truncateSync(path, at(frameSpans(path), 4).start);
    const verified = await verifyJournal(dir);
    expect(verified).toMatchObject({
      links: { ok: true },
      content: { ok: true },
      unfinished: null,
    });
    expect(verified.head).toMatchObject({ ok: false, fault: { code: "cut_tail", seq: 5 } });
  });

  it("sees a log that was rewritten with good checksums and links", async () => {
    const { dir, path } = await oneSegment(3);
    const forged = temporaryFolder();
    const { log } = await openLog(forged);
    for (const seq of [1, 2, 3]) log.record(quoteInput(seq), [{ note: "forged" }]);
    await log.close();
    copyFileSync(at(segmentPaths(forged), 0), path);
    const verified = await verifyJournal(dir);
    expect(verified).toMatchObject({ links: { ok: true }, content: { ok: true } });
    expect(verified.head).toMatchObject({ ok: false, fault: { code: "broken_link", seq: 3 } });
  });

  it("reports an unfinished write behind the acknowledged entries, and calls it no failure", async () => {
    const { dir, path, bytes } = await oneSegment(4);
    const head = readFileSync(join(dir, "head"));
    const { log } = await openLog(dir);
    await recordEntries(log, { from: 5, to: 5 });
    await log.close();
    truncateSync(path, bytes.length + 20);
    writeFileSync(join(dir, "head"), head);
    const verified = await verifyJournal(dir);
    expect(verified.ok).toBe(true);
    expect(verified.unfinished).toMatchObject({ afterSeq: 4, offset: bytes.length });
    expect(verified.unfinished?.sentence).toContain("Incomplete write after entry 4");
  });

  it("refuses to judge what a newer version wrote, and says so", async () => {
    const { dir, path, bytes } = await oneSegment(2);
    const newer = encodeSegmentHeader({
      format: { ...JOURNAL_FORMAT, version: JOURNAL_FORMAT.version + 1 },
      firstSeq: 1,
      previousHash: Buffer.alloc(32),
      createdAt: 0,
    });
    writeFileSync(path, Buffer.concat([newer, bytes.subarray(96)]));
    const { links } = await verifyJournal(dir);
    expect(links).toMatchObject({ ok: false, fault: { code: "newer_version" } });
  });

  it("checks a journal while it is being written", async () => {
    const dir = temporaryFolder();
    const { log } = await openLog(dir, { segmentBytes: 2_000 });
    for (let seq = 1; seq <= 300; seq += 1) {
      log.record(quoteInput(seq), [{ note: `entry ${seq}` }]);
      if (seq % 50 === 0) expect((await verifyJournal(dir)).ok).toBe(true);
    }
    await log.close();
    expect(await verifyJournal(dir)).toMatchObject({ ok: true, entries: 300 });
  });
});
