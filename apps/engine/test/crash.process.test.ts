import { afterAll, afterEach, describe, expect, test } from "vitest";
import { verifyJournal } from "../src/journal/verify-journal.ts";
import { expectWholeBooks } from "./faults/whole-books.ts";
import { buildBundles } from "./processes/bundles.ts";
import { killAtMoment, type KillMoment } from "./processes/kill-moments.ts";
import { LAST_HALF_HOUR, LAST_HALF_HOUR_EVENTS, SYMBOLS } from "./processes/markets.ts";
import { seededNumbers, seedOfRun } from "./processes/seeded-numbers.ts";
import { Stage } from "./processes/stage.ts";
import { journaled } from "./processes/what-was-journaled.ts";

const bundles = buildBundles();
afterAll(() => bundles.remove());
const seed = seedOfRun();
const random = seededNumbers(seed);

let stage: Stage;
afterEach(() => stage.close());

function moments(): KillMoment[] {
  const events = Array.from({ length: 2 }, () => Math.floor(random() * LAST_HALF_HOUR_EVENTS));
  const [first = 0, second = 0] = events.sort((a, b) => a - b);
  return [
    { kind: "order_unanswered" },
    { kind: "starting" },
    { kind: "at_event", event: first },
    { kind: "at_event", event: second },
  ];
}

describe(`an engine that is killed again and again (INTERLOCK_TEST_SEED=${seed})`, () => {
  test("C03 C05 C10 C13 in any moment loses nothing and sends nothing twice: ledger, venue, database and journal agree in every line", {
    timeout: 300_000,
  }, async () => {
    stage = await Stage.open({ bundles, venueArgs: LAST_HALF_HOUR, symbols: SYMBOLS });
    for (const moment of moments()) {
      if (moment.kind === "starting") stage.launchEngine();
      else await stage.startEngine();
      await killAtMoment(stage, moment);
      expect(await verifyJournal(stage.dataDir)).toMatchObject({ firstFault: null });
    }
    await stage.startEngine();
    await stage.untilDayIsOver();
    const summary = await stage.summary();
    expect(summary.agrees, summary.text).toBe(true);
    // After each start the tape waited until the new engine was the account's only writer.
    expect(summary.text).not.toContain("symbol_permission");
    expect(journaled(stage.dataDir, "order_approved").length).toBeGreaterThan(10);
    await expectWholeBooks(stage);
    expect(await verifyJournal(stage.dataDir)).toMatchObject({ ok: true });
  });
});
