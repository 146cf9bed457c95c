import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { removeTemporaryFolders, temporaryFolder } from "../test/journal-builder.ts";
import { GENESIS } from "./frame.ts";
import { diskStorage } from "./log-storage.ts";
import { SegmentLog } from "./segment-log.ts";
import { SegmentReader } from "./segment-reader.ts";

afterAll(removeTemporaryFolders);

const TIME = 1_700_000_000_000;

function newLog(folder: string, segmentBytes: number): SegmentLog {
  return new SegmentLog({
    folder,
    format: { name: "test", version: 1 },
    storage: diskStorage,
    mode: "plain",
    segmentBytes,
    position: GENESIS,
    tail: null,
  });
}

async function commit(log: SegmentLog): Promise<void> {
  log.seal();
  await log.write();
  await log.sync();
}

function payloads(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const reader = new SegmentReader(join(folder, name));
      const texts: string[] = [];
      while (reader.next() === "frame") texts.push(reader.text());
      reader.close();
      return texts;
    });
}

/**
 * A file's bytes without what says how commits were grouped: the place in the group and the checksum
 * over it.
 */
function ungrouped(path: string): Buffer {
  const bytes = readFileSync(path);
  for (let at = 96; at < bytes.length; at += 52 + bytes.readUInt32LE(at + 4)) {
    bytes.fill(0, at, at + 4);
    bytes.fill(0, at + 8, at + 12);
  }
  return bytes;
}

describe("segment log", () => {
  it("takes texts and bytes of any length and gives them back", async () => {
    const folder = temporaryFolder();
    const log = newLog(folder, 1_000_000);
    const texts = ["a", "é€😀", "x".repeat(300_000), "{}"];
    for (const text of texts) log.append(text, TIME);
    log.append(Buffer.from("bytes"), TIME);
    expect(log.lastSeq).toBe(5);
    expect(log.synced.seq).toBe(0);
    expect(log.pendingBytes).toBeGreaterThan(300_000);
    await commit(log);
    expect(log.synced.seq).toBe(5);
    expect(log.pendingBytes).toBe(0);
    await log.close();
    expect(payloads(folder)).toEqual([...texts, "bytes"]);
  });

  it("refuses an empty entry and one above the longest", () => {
    const log = newLog(temporaryFolder(), 1_000);
    expect(() => log.append("", TIME)).toThrow("must not be empty");
    const other = newLog(temporaryFolder(), 1_000);
    expect(() => other.append(Buffer.alloc(16 * 1024 * 1024 + 1), TIME)).toThrow("longer than");
  });

  it("begins segments at the same entries however the commits are grouped", async () => {
    const folders = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    for (const [i, perGroup] of [1, 7, 1_000].entries()) {
      const log = newLog(folders[i] ?? "", 2_000);
      for (let n = 1; n <= 200; n += 1) {
        log.append(`entry ${n} ${"x".repeat(n % 90)}`, TIME + n);
        if (n % perGroup === 0) await commit(log);
      }
      await commit(log);
      await log.close();
    }
    const [first = "", ...others] = folders;
    const names = readdirSync(first);
    expect(names.length).toBeGreaterThan(5);
    for (const other of others) {
      expect(readdirSync(other)).toEqual(names);
      for (const name of names)
        expect(ungrouped(join(other, name)).equals(ungrouped(join(first, name)))).toBe(true);
    }
  });

  it("begins a new segment when told to, but never an empty one", async () => {
    const folder = temporaryFolder();
    const log = newLog(folder, 1_000_000);
    log.rotate();
    log.append("one", TIME);
    log.rotate();
    log.rotate();
    log.append("two", TIME);
    await commit(log);
    await log.close();
    expect(readdirSync(folder)).toEqual([
      "test-0000000000000001.segment",
      "test-0000000000000002.segment",
    ]);
  });

  it("numbers the entries of a group, anew where a segment begins", async () => {
    const folder = temporaryFolder();
    const log = newLog(folder, 500);
    for (let n = 1; n <= 7; n += 1) log.append("x".repeat(100), TIME);
    await commit(log);
    log.append("alone", TIME);
    await commit(log);
    await log.close();
    const places = readdirSync(folder)
      .sort()
      .map((name) => {
        const bytes = readFileSync(join(folder, name));
        const found: number[] = [];
        for (let at = 96; at < bytes.length; at += 52 + bytes.readUInt32LE(at + 4))
          found.push(bytes.readUInt32LE(at + 8));
        return found;
      });
    expect(places).toEqual([
      [0, 1, 2],
      [0, 1, 2],
      [0, 0],
    ]);
  });
});
