import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openHeadKey } from "../heads/head-key.ts";
import { type Forgery, forge } from "../test/forger.ts";
import { removeTemporaryFolders, temporaryFolder, writeJournal } from "../test/journal-builder.ts";
import { csvCell } from "./export-csv.ts";
import { encodeManifest, ENTRIES_FILE, MANIFEST_FILE } from "./export-manifest.ts";
import { makeExport } from "./make-export.ts";
import { type ExportVerification, verifyExport } from "./verify-export.ts";

const FROM = 5;
const TO = 34;

let dir: string;
let folder: string;
let lines: Buffer[];
beforeAll(async () => {
  [dir, folder] = [temporaryFolder(), join(temporaryFolder(), "export")];
  await writeJournal(dir, 40, { segmentBytes: 1_000 });
  mkdirSync(folder);
  let text = "";
  const key = openHeadKey(dir);
  const plan = { dataDir: dir, from: FROM, to: TO, by: "Ada", build: "b", key, sources: [] };
  const manifest = await makeExport({ ...plan, format: "jsonl" }, (piece) => {
    text += piece;
  });
  writeFileSync(join(folder, ENTRIES_FILE), text);
  writeFileSync(join(folder, MANIFEST_FILE), encodeManifest(manifest, key));
  lines = text
    .trimEnd()
    .split("\n")
    .map((line) => Buffer.from(line));
});
afterAll(removeTemporaryFolders);

async function verifyWith(changed: readonly Buffer[]): Promise<ExportVerification> {
  writeFileSync(join(folder, ENTRIES_FILE), changed.map((line) => `${line.toString()}\n`).join(""));
  return verifyExport(folder, { sources: [], key: openHeadKey(dir).publicKey });
}

const at = fc.nat(TO - FROM);
const forgery: fc.Arbitrary<Forgery> = fc.oneof(
  fc.record({ kind: fc.constantFrom("edit", "delete", "insert", "cut"), at }),
  fc.record({ kind: fc.constant("swap"), at, with: at }).filter((swap) => swap.at !== swap.with),
);

describe("W23 an export", () => {
  it("verifies far from its journal, anchored to the head that was signed for it", async () => {
    const verified = await verifyWith(lines);
    expect(verified).toMatchObject({ ok: true, entries: 30, from: FROM, to: TO });
    expect(verified.anchor).toMatchObject({ state: "anchored", seq: TO, notAnchored: 0 });
  });

  it("shows each edit, deletion, insertion, swap and cut anywhere, and names the first bad entry", async () => {
    await fc.assert(
      fc.asyncProperty(forgery, async (change) => {
        const { ok, firstFault } = await verifyWith(forge(lines, change));
        const first = change.kind === "swap" ? Math.min(change.at, change.with) : change.at;
        expect(ok).toBe(false);
        expect(firstFault?.seq).toBe(FROM + first);
      }),
      { numRuns: 150 },
    );
  });

  it("shows a single changed letter anywhere in its lines", async () => {
    const letter = fc.record({ line: at, place: fc.nat(10_000) });
    await fc.assert(
      fc.asyncProperty(letter, async ({ line, place }) => {
        const changed = lines.map((one) => Buffer.from(one));
        const bytes = changed[line] ?? Buffer.alloc(1);
        const index = place % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
        const { ok, firstFault } = await verifyWith(changed);
        expect(ok).toBe(false);
        expect(firstFault?.seq).toBeLessThanOrEqual(FROM + line + 1);
      }),
      { numRuns: 100 },
    );
  });

  it("is refused with a manifest that was changed, or that another key has signed", async () => {
    await verifyWith(lines);
    const path = join(folder, MANIFEST_FILE);
    const good = readFileSync(path, "utf8");
    writeFileSync(path, good.replace('"exportedBy": "Ada"', '"exportedBy": "Eve"'));
    const key = openHeadKey(dir).publicKey;
    const changed = await verifyExport(folder, { sources: [], key });
    expect(changed.manifest?.sentence).toContain("was changed or made up");
    writeFileSync(path, good);
    const { publicKey } = generateKeyPairSync("ed25519");
    expect((await verifyExport(folder, { sources: [], key: publicKey })).ok).toBe(false);
  });

  it("for a spreadsheet holds nothing that a spreadsheet would run, and leaves numbers alone", async () => {
    for (const text of ['=HYPERLINK("x")', "+1", "-1", "@a", "\tb", "\rc"])
      expect(csvCell(text)).toMatch(/^"'/);
    let text = "";
    const key = openHeadKey(dir);
    const plan = { dataDir: dir, from: 1, to: 3, by: "Ada", build: "b", key, sources: [] };
    await makeExport({ ...plan, format: "csv" }, (piece) => {
      text += piece;
    });
    const [head, first] = text.split("\r\n");
    expect(head).toBe("seq,index,at_utc,at_et,kind,record,previous_hash,hash");
    expect(first).toMatch(/^1,0,2023-11-14T22:13:20\.001Z,2023-11-14 17:13:20\.001,,"/);
  });
});
