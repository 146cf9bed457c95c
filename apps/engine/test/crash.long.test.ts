import { afterAll, afterEach, describe, expect, test } from "vitest";
import { verifyJournal } from "../src/journal/verify-journal.ts";
import { buildBundles } from "./processes/bundles.ts";
import { killAtMoment } from "./processes/kill-moments.ts";
import { SYMBOLS, wholeDay } from "./processes/markets.ts";
import { seededNumbers, seedOfRun } from "./processes/seeded-numbers.ts";
import { Stage } from "./processes/stage.ts";
import { journaled } from "./processes/what-was-journaled.ts";

const KILLS = 10;

const bundles = buildBundles();
afterAll(() => bundles.remove());
const seed = seedOfRun();
const random = seededNumbers(seed);
const day = wholeDay();

let stage: Stage;
afterEach(() => stage.close());

describe(`${day.name} with ten kills of the engine (INTERLOCK_TEST_SEED=${seed})`, () => {
  test("ends as if none had happened to the books: ledger, venue, database and journal agree in every line", async () => {
    stage = await Stage.open({ bundles, venueArgs: day.venueArgs, symbols: SYMBOLS });
    const total = (await stage.venue.tape()).events_total ?? 0;
    const events = Array.from({ length: KILLS }, () => Math.floor(random() * total));
    for (const event of events.sort((a, b) => a - b)) {
      await stage.startEngine();
      await killAtMoment(stage, { kind: "at_event", event });
      expect(await verifyJournal(stage.dataDir)).toMatchObject({ firstFault: null });
    }
    await stage.startEngine();
    await stage.untilDayIsOver();
    const summary = await stage.summary();
    expect(summary.agrees, summary.text).toBe(true);
    const ids = journaled(stage.dataDir, "order_approved").map((one) => one.intent.clientOrderId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(100);
    expect(await verifyJournal(stage.dataDir)).toMatchObject({ ok: true });
  });
});
