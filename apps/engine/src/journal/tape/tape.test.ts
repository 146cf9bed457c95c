import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Input } from "../../input.ts";
import { inputCodec } from "../input-codec.ts";
import {
  frameSpans,
  openLog,
  quoteInput,
  removeTemporaryFolders,
  segmentPaths,
  temporaryFolder,
} from "../test/journal-builder.ts";
import { deleteOldTape } from "./delete-old-tape.ts";
import { readTape, type TapeGap } from "./read-tape.ts";
import { decodeSegmentHeader, encodeSegmentHeader } from "../segment/segment-header.ts";
import { recoverTape } from "./recover-tape.ts";

afterAll(removeTemporaryFolders);

/**
 * Records inputs `from` to `to`; every one of `withRecords` has a record. Each group holds
 * `perGroup` inputs.
 */
async function recordInputs(
  dir: string,
  range: { from: number; to: number; withRecords: readonly number[]; perGroup: number },
): Promise<void> {
  const { log } = await openLog(dir);
  for (let seq = range.from; seq <= range.to; seq += 1) {
    log.record(quoteInput(seq), range.withRecords.includes(seq) ? [{ note: `${seq}` }] : []);
    if (seq % range.perGroup === 0) await log.flushed();
  }
  await log.close();
}

function read(dir: string, fromSeq = 1): { inputs: Input[]; gaps: TapeGap[] } {
  const gaps: TapeGap[] = [];
  const onGap = (gap: TapeGap): void => void gaps.push(gap);
  const inputs = [...readTape(join(dir, "tape"), { codec: inputCodec, fromSeq, onGap })];
  return { inputs, gaps };
}

const seqs = (inputs: readonly Input[]): number[] => inputs.map((input) => input.seq);
const oneTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

describe("the tape", () => {
  it("gives every input back, from any place, also those without records", async () => {
    const dir = temporaryFolder();
    await recordInputs(dir, { from: 1, to: 40, withRecords: [40], perGroup: 7 });
    const { inputs, gaps } = read(dir);
    expect(inputs).toEqual(oneTo(40).map(quoteInput));
    expect(gaps).toEqual([]);
    expect(seqs(read(dir, 23).inputs)).toEqual(oneTo(40).slice(22));
  });

  it("is cut off after the input of the journal's last entry, inside a block too, and continues there", async () => {
    const dir = temporaryFolder();
    await recordInputs(dir, { from: 1, to: 50, withRecords: [10, 23], perGroup: 20 });
    const { log, report } = await openLog(dir);
    expect(report).toMatchObject({ lastInput: 23, tapeGap: null });
    await log.close();
    expect(seqs(read(dir).inputs)).toEqual(oneTo(23));
    await recordInputs(dir, { from: 24, to: 30, withRecords: [30], perGroup: 100 });
    expect(read(dir)).toMatchObject({ inputs: oneTo(30).map(quoteInput), gaps: [] });
  });

  it("is emptied when no input had a record", async () => {
    const dir = temporaryFolder();
    await recordInputs(dir, { from: 1, to: 50, withRecords: [], perGroup: 20 });
    await (await openLog(dir)).log.close();
    expect(read(dir).inputs).toEqual([]);
    expect(segmentPaths(dir, "tape")).toEqual([]);
  });

  it("behind the journal is a named gap and keeps nobody from starting", async () => {
    const dir = temporaryFolder();
    await recordInputs(dir, { from: 1, to: 30, withRecords: [10, 20, 30], perGroup: 10 });
    const path = segmentPaths(dir, "tape")[0] ?? "";
    const [, second] = frameSpans(path);
    writeFileSync(path, readFileSync(path).subarray(0, second?.end));
    const { log, report } = await openLog(dir);
    expect(report.tapeGap).toMatchObject({ from: 21, to: 30 });
    expect(report.tapeGap?.sentence).toContain(
      "Inputs 21 to 30 are in the journal but not on the tape",
    );
    await log.close();
    await recordInputs(dir, { from: 31, to: 40, withRecords: [40], perGroup: 10 });
    const { inputs, gaps } = read(dir);
    expect(seqs(inputs)).toEqual([...oneTo(20), ...oneTo(40).slice(30)]);
    expect(gaps).toMatchObject([{ from: 21, to: 30 }]);
  });

  it("damaged anywhere loses only the damaged block, by name, and keeps nobody from starting", async () => {
    const dir = temporaryFolder();
    await recordInputs(dir, { from: 1, to: 30, withRecords: [10, 20, 30], perGroup: 10 });
    const path = segmentPaths(dir, "tape")[0] ?? "";
    const good = readFileSync(path);
    for (let position = 0; position < good.length; position += 5) {
      const bad = Buffer.from(good);
      bad.writeUInt8(bad.readUInt8(position) ^ 0x10, position);
      writeFileSync(path, bad);
      recoverTape({ folder: join(dir, "tape"), codec: inputCodec, lastInput: 30 });
      const { inputs, gaps } = read(dir);
      expect(inputs.length, `byte ${position}`).toBeGreaterThanOrEqual(20);
      expect(inputs).toEqual(inputs.map((input) => quoteInput(input.seq)));
      if (position >= 96 && inputs.at(-1)?.seq === 30)
        expect(gaps[0]?.sentence).toContain("damaged");
    }
  });

  it("of a newer version is set aside by name, read of an older one, and keeps nobody from starting", async () => {
    const dir = temporaryFolder();
    await recordInputs(dir, { from: 1, to: 5, withRecords: [5], perGroup: 10 });
    const path = segmentPaths(dir, "tape")[0] ?? "";
    const bytes = readFileSync(path);
    const header = decodeSegmentHeader(bytes);
    if (!header.ok) throw new Error(header.error);
    const withVersion = (version: number): Buffer => {
      const changed = { ...header.value, format: { name: header.value.format.name, version } };
      return Buffer.concat([encodeSegmentHeader(changed), bytes.subarray(96)]);
    };
    writeFileSync(path, withVersion(header.value.format.version - 1));
    expect(read(dir)).toMatchObject({ inputs: oneTo(5).map(quoteInput), gaps: [] });
    const newer = withVersion(header.value.format.version + 1);
    writeFileSync(path, newer);
    expect(read(dir).gaps[0]?.sentence).toContain("written by a newer version");
    const { log, report } = await openLog(dir);
    expect(report.tapeGap).toMatchObject({ from: 1, to: 5 });
    await log.close();
    expect(readFileSync(`${path}.newer-version`)).toEqual(newer);
  });

  it("of which nothing can be read is set aside and keeps nobody from starting", async () => {
    const dir = temporaryFolder();
    await recordInputs(dir, { from: 1, to: 5, withRecords: [5], perGroup: 10 });
    const path = segmentPaths(dir, "tape")[0] ?? "";
    writeFileSync(path, "no segment at all");
    const { log, report } = await openLog(dir);
    expect(report.tapeGap).toMatchObject({ from: 1, to: 5 });
    await log.close();
    expect(readFileSync(`${path}.unreadable`, "utf8")).toBe("no segment at all");
    rmSync(join(dir, "tape"), { recursive: true });
    writeFileSync(join(dir, "tape"), "no folder at all");
    const again = await openLog(dir);
    expect(again.report.tapeGap?.sentence).toContain("set aside");
    await again.log.close();
    expect(readFileSync(join(dir, "tape-unreadable-1"), "utf8")).toBe("no folder at all");
  });

  it("begins a new segment when told to, and old ones are deleted whole", async () => {
    const dir = temporaryFolder();
    const { log } = await openLog(dir);
    for (let seq = 1; seq <= 9; seq += 1) {
      if (seq % 3 === 1) log.rotate();
      log.record(quoteInput(seq), [{ note: `${seq}` }]);
    }
    await log.close();
    expect(segmentPaths(dir, "tape")).toHaveLength(3);
    expect(segmentPaths(dir, "journal")).toHaveLength(3);
    expect(deleteOldTape(join(dir, "tape"), quoteInput(6).time)).toHaveLength(1);
    expect(deleteOldTape(join(dir, "tape"), quoteInput(99).time)).toHaveLength(1);
    expect(seqs(read(dir, 7).inputs)).toEqual([7, 8, 9]);
    expect(read(dir).gaps).toMatchObject([{ from: 1, to: 6 }]);
  });

  it("never gives an input another number when numbers were left out", async () => {
    const dir = temporaryFolder();
    const { log } = await openLog(dir);
    for (const seq of [1, 2, 5, 6]) log.record(quoteInput(seq), [{ note: `${seq}` }]);
    await log.close();
    const { inputs, gaps } = read(dir);
    expect(inputs).toEqual([1, 2, 5, 6].map(quoteInput));
    expect(gaps).toMatchObject([{ from: 3, to: 4 }]);
  });

  it("takes a burst larger than a block", async () => {
    const dir = temporaryFolder();
    await recordInputs(dir, { from: 1, to: 20_000, withRecords: [20_000], perGroup: 100_000 });
    expect(read(dir).inputs).toHaveLength(20_000);
  });
});
