import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { RecordedRig } from "../../../test/recorded-rig.ts";
import type { InputBody } from "../../input.ts";
import { takeDrillFolder } from "../../run/process/drill-folder.ts";
import { DrillHands } from "../../run/process/drill-hands.ts";
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

/** Takes the place of a drill that is under way. */
function rehearsing() {
  const taken = takeDrillFolder(folder);
  if ("sentence" in taken) throw new Error(taken.sentence);
  return taken;
}

test("one restore is rehearsed at a time, and a second one says who rehearses", async () => {
  const before = leftovers();
  const first = rehearsing();
  await expect(rehearseRestore(folder, "sim")).rejects.toThrow(
    `is under way (process ${process.pid}): wait until it has ended`,
  );
  expect(leftovers()).toHaveLength(before.length + 1);
  first.release();
  expect(await rehearseRestore(folder, "sim")).toMatchObject({ agrees: true });
  expect(leftovers()).toEqual(before);
});

test("a disk without room for the copies refuses a drill before anything is copied", async () => {
  const before = leftovers();
  const huge = join(folder, "venue", "huge");
  mkdirSync(join(folder, "venue"));
  writeFileSync(huge, "");
  // It takes no room itself: a hole.
  truncateSync(huge, 8 * 2 ** 40);
  await expect(rehearseRestore(folder, "sim")).rejects.toThrow(
    /^A restore drill needs 16,777,\d{3} MB in .* are free: free some, or set TMPDIR/,
  );
  expect(leftovers()).toEqual(before);
  rmSync(huge);
  expect(await rehearseRestore(folder, "sim")).toMatchObject({ agrees: true });
});

test("an engine rehearses once for all who ask meanwhile, and beside a drill by hand not at all", {
  timeout: 120_000,
}, async () => {
  const told: InputBody[] = [];
  const hands = new DrillHands(folder);
  hands.reach({ cut: () => undefined, accept: (body) => void told.push(body) });
  const untilTold = (count: number) =>
    vi.waitFor(() => expect(told).toHaveLength(count), { timeout: 60_000, interval: 50 });
  const byHand = rehearsing();
  hands.perform("restore");
  await untilTold(1);
  byHand.release();
  const sentence = expect.stringContaining("The restore drill was not begun: ");
  expect(told[0]).toEqual({ kind: "finding", severity: "warning", sentence });
  for (let asked = 0; asked < 3; asked += 1) hands.perform("restore");
  await untilTold(2);
  expect(told[1]).toMatchObject({ evidence: { name: "restore_drill", passed: true } });
  hands.perform("restore");
  await untilTold(3);
  expect(told[2]).toMatchObject({ evidence: { name: "restore_drill", passed: true } });
});
