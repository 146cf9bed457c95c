import { afterAll, afterEach, expect, test } from "vitest";
import { verifyJournal } from "../src/journal/verify-journal.ts";
import { buildBundles } from "./processes/bundles.ts";
import { SYMBOLS } from "./processes/markets.ts";
import { seededNumbers, seedOfRun } from "./processes/seeded-numbers.ts";
import { Stage } from "./processes/stage.ts";
import type { VenueFaults } from "./processes/venue-process.ts";
import { journaled } from "./processes/what-was-journaled.ts";

/** A day of a generated market, sixteen hours from the first session to the last, sixty times faster than real time. */
const A_DAY = ["--generate", "--date", "2026-06-16", "--days", "1", "--activity", "0.3"];
const SPEED = ["--speed", "60"];
/** Of market time. */
const FAULT_EVERY_MS = 7 * 60_000;
/** Memory of the last third of the looks over that of the second: buffers breathe, a leak climbs. */
const GROWTH_MAX = 1.2;

const FAULTS: readonly VenueFaults[] = [
  { cutPostAfterAccept: 1 },
  { dropUpdates: 2 },
  { duplicateUpdates: 5 },
  { rest5xx: 5 },
  { stuckPendingCancel: 1 },
  { delayResponsesMs: 300 },
  { delayResponsesMs: 0 },
  { killSockets: true },
];

const bundles = buildBundles();
afterAll(() => bundles.remove());
const seed = seedOfRun();
const random = seededNumbers(seed);

let stage: Stage;
afterEach(() => stage.close());

async function residentMegabytes(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const line = /^interlock_edge_process_resident_memory_bytes (\S+)$/m.exec(await answer.text());
  return Number(line?.[1]) / 2 ** 20;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

test(`ten hours of trading with a random fault each seven minutes leak nothing and break nothing (INTERLOCK_TEST_SEED=${seed})`, {
  timeout: 40 * 60_000,
}, async () => {
  stage = await Stage.open({ bundles, venueArgs: [...A_DAY, ...SPEED], symbols: SYMBOLS });
  const port = await stage.launchEngine().ready();
  const memory: number[] = [];
  for (let tape = await stage.venue.tape(); !tape.finished; tape = await stage.venue.tape()) {
    const fault = FAULTS[Math.floor(random() * FAULTS.length)];
    if (fault !== undefined) await stage.venue.faults(fault);
    memory.push(await residentMegabytes(port));
    const next = Date.parse(tape.venue_time) + FAULT_EVERY_MS;
    await stage.until("the next stretch of the tape", async () => {
      const { venue_time: now, finished } = await stage.venue.tape();
      return finished || Date.parse(now) >= next;
    });
  }
  await stage.venue.faults({ delayResponsesMs: 0, rest5xx: 0, dropUpdates: 0 });
  await stage.untilDayIsOver();
  const third = Math.floor(memory.length / 3);
  const growth = median(memory.slice(-third)) / median(memory.slice(third, 2 * third));
  expect(growth, memory.map(Math.round).join(" ")).toBeLessThan(GROWTH_MAX);
  const summary = await stage.summary();
  expect(summary.agrees, summary.text).toBe(true);
  const opened = journaled(stage.dataDir, "break_opened").length;
  const ended = journaled(stage.dataDir, "break_closed").length;
  expect(ended).toBe(opened);
  expect(journaled(stage.dataDir, "fill_booked").length).toBeGreaterThan(50);
  expect(await verifyJournal(stage.dataDir)).toMatchObject({ ok: true });
});
