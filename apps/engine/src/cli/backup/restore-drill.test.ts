import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RecordedRig } from "../../../test/recorded-rig.ts";
import { rehearseRestore } from "./restore-drill.ts";

let folder: string;
let lastSeq: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "drill-"));
  const rig = (await RecordedRig.open(folder)).tradeABit();
  await rig.snapshotToDisk();
  lastSeq = rig.state.journalSeq;
  await rig.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const leftovers = () =>
  readdirSync(tmpdir()).filter((name) => /^interlock-restore-drill/.test(name));

test("a rehearsed restore makes the journal's own books from a backup, and leaves nothing behind", async () => {
  const before = leftovers();
  const found = await rehearseRestore(folder, "sim");
  expect(found).toMatchObject({ agrees: true, lastSeq });
  expect(found.sentence).toContain("positions, cash, open orders and limits are the journal's");
  expect(leftovers()).toEqual(before);
});
