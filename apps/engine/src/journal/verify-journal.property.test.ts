import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { journalFolder } from "./recovery/journal-folder.ts";
import { openJournal } from "./recovery/open-journal.ts";
import {
  removeTemporaryFolders,
  segmentPaths,
  temporaryFolder,
  writeJournal,
} from "./test/journal-builder.ts";
import { type JournalVerification, verifyJournal } from "./verify-journal.ts";

afterAll(removeTemporaryFolders);

// Some thousand files are written and read.
const LONG = { timeout: 90_000 };

/** A journal of three acknowledged entries in two segments, with the paths of all its files. */
async function smallJournal(): Promise<{ dir: string; segments: string[]; head: string }> {
  const dir = temporaryFolder();
  await writeJournal(dir, 3, { segmentBytes: 300 });
  const segments = segmentPaths(dir);
  expect(segments).toHaveLength(2);
  return { dir, segments, head: join(dir, "head") };
}

describe("verification of damaged bytes", () => {
  it(
    "detects and names a flipped byte at every position, and no start passes over it",
    LONG,
    async () => {
      const { dir, segments, head } = await smallJournal();
      for (const path of [...segments, head]) {
        const good = readFileSync(path);
        for (let position = 0; position < good.length; position += 1) {
          const bad = Buffer.from(good);
          bad.writeUInt8(bad.readUInt8(position) ^ (1 << (position % 8)), position);
          writeFileSync(path, bad);
          const verified = await verifyJournal(dir);
          expect(verified.ok, `${basename(path)} ${position}`).toBe(false);
          expect(verified.firstFault?.sentence.length).toBeGreaterThan(20);
          if (path !== head) {
            expect(open(dir), `${basename(path)} ${position}`).toMatchObject({ ok: false });
          }
        }
        writeFileSync(path, good);
      }
      expect((await verifyJournal(dir)).ok).toBe(true);
    },
  );

  it("detects every truncation of every file", LONG, async () => {
    const { dir, segments, head } = await smallJournal();
    for (const path of [...segments, head]) {
      const good = readFileSync(path);
      for (let length = 0; length < good.length; length += 1) {
        writeFileSync(path, good.subarray(0, length));
        expect((await verifyJournal(dir)).ok, `${basename(path)} ${length}`).toBe(false);
        if (path !== head) expect(open(dir)).toMatchObject({ ok: false });
      }
      writeFileSync(path, good);
    }
  });

  it(
    "without a head file, a start loses at most the last commit to damage, and says that it could not know",
    LONG,
    async () => {
      const { dir, segments, head } = await smallJournal();
      rmSync(head);
      const copy = temporaryFolder();
      for (const [i, path] of segments.entries()) {
        const good = readFileSync(path);
        for (let position = 0; position < good.length; position += 7) {
          rmSync(copy, { recursive: true });
          cpSync(dir, copy, { recursive: true });
          const bad = Buffer.from(good);
          bad.writeUInt8(bad.readUInt8(position) ^ 0x40, position);
          writeFileSync(segmentPaths(copy)[i] ?? "", bad);
          expectRefusedOrLastLost(copy, await verifyJournal(copy));
        }
      }
    },
  );

  it("never throws, whatever is done to the files", LONG, async () => {
    const { dir, segments, head } = await smallJournal();
    const files = [...segments, head].map((path) => ({ path, good: readFileSync(path) }));
    const change = fc.record({
      file: fc.nat(files.length - 1),
      at: fc.nat(1_000),
      remove: fc.nat(300),
      insert: fc.uint8Array({ maxLength: 300 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        for (const { path, good } of files) writeFileSync(path, good);
        for (const { file, at, remove, insert } of changes) {
          const path = files[file]?.path ?? "";
          const bytes = readFileSync(path);
          const rest = bytes.subarray(at + remove);
          writeFileSync(path, Buffer.concat([bytes.subarray(0, at), insert, rest]));
        }
        const verified = await verifyJournal(dir);
        const isUnchanged = files.every(({ path, good }) => readFileSync(path).equals(good));
        // Bytes behind the last acknowledged entry are an unfinished write and no fault.
        if (verified.ok) expect(isUnchanged || verified.unfinished !== null).toBe(true);
        else expect(isUnchanged).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

/** Opens without taking the lock: a refusal leaves everything as it was. */
function open(dir: string, onEntry: (entry: { seq: number }) => void = () => undefined) {
  return openJournal({ folder: journalFolder(dir), after: null, checkWhole: true, onEntry });
}

function expectRefusedOrLastLost(dir: string, verified: JournalVerification): void {
  const found: number[] = [];
  const opened = open(dir, (entry) => found.push(entry.seq));
  if (!opened.ok) return;
  expect(opened.journal.headWasGood).toBe(false);
  expect(opened.journal.cut).not.toBeNull();
  expect(found).toEqual([1, 2]);
  expect(verified.lastSeq).toBe(2);
}
