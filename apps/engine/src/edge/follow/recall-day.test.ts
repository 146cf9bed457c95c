import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { JournalingRig } from "../../../test/journaling-rig.ts";
import { MORNING } from "../../../test/rig.ts";
import { Screen } from "../../../test/edge/screen.ts";
import { stateOfSnapshot } from "../../run/state-of-snapshot.ts";
import { EdgeBook } from "./edge-book.ts";
import { recallDay } from "./recall-day.ts";

const DAY = 86_400_000;

test("after a restart the day's curve, fills and orders are whole, and nothing of the day before is among them", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "il-recall-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const rig = await JournalingRig.open(dataDir);
  rig.ready().pass(60_000).pass(60_000);
  rig.time = MORNING + DAY;
  rig.ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  rig.accept(intent);
  rig.fill(intent, { id: "x1", quantity: "49", price: "100.02" });
  rig.pass(60_000).pass(60_000);
  await rig.durable();
  const whole = new Screen(rig).book;

  const book = new EdgeBook(stateOfSnapshot(JSON.parse(JSON.stringify(rig.state))));
  recallDay(dataDir, book);
  expect(book.curve.map(({ at, fills }) => [at - MORNING - DAY, fills])).toEqual([
    [0, 0],
    [60_000, 1],
    [120_000, 0],
  ]);
  expect(book.curve).toEqual(whole.curve);
  expect(book.fills).toEqual(whole.fills);
  expect(book.steps).toEqual(whole.steps);
  expect(book.state.journalSeq).toBe(whole.state.journalSeq);
});
