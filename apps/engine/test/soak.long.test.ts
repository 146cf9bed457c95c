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
/** Of market time. */
const LOOK_EVERY_MS = 60_000;
/** What is in use right after a collection, late in the session over early in it: both trade alike, a leak climbs. */
const GROWTH_MAX = 1.2;
const EARLY = ["14:00", "16:00"] as const;
const LATE = ["18:00", "20:00"] as const;

/** The heaps of the engine's two threads. */
const HEAPS = [
  "interlock_engine_memory_share",
  "interlock_edge_nodejs_heap_size_used_bytes",
] as const;

interface Look {
  /** The venue's time of day, UTC. */
  readonly at: string;
  readonly heaps: readonly number[];
}

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

async function lookAtHeaps(port: number, time: string): Promise<Look> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const heaps = HEAPS.map((name) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]));
  return { at: time.slice(11, 16), heaps };
}

/** The least that was in use between two times of day: what a collection leaves. */
function floorOf(looks: readonly Look[], [from, until]: readonly [string, string], heap: number) {
  const within = looks.filter(({ at }) => at >= from && at < until);
  expect(within.length).toBeGreaterThan(20);
  return Math.min(...within.map(({ heaps }) => heaps[heap] ?? Number.NaN));
}

test(`ten hours of trading with a random fault each seven minutes leak nothing and break nothing (INTERLOCK_TEST_SEED=${seed})`, {
  timeout: 40 * 60_000,
}, async () => {
  stage = await Stage.open({ bundles, venueArgs: [...A_DAY, ...SPEED], symbols: SYMBOLS });
  const port = await stage.launchEngine().ready();
  const looks: Look[] = [];
  let faultAt = 0;
  for (let tape = await stage.venue.tape(); !tape.finished; tape = await stage.venue.tape()) {
    const now = Date.parse(tape.venue_time);
    const fault = FAULTS[Math.floor(random() * FAULTS.length)];
    if (fault !== undefined && now >= faultAt) {
      await stage.venue.faults(fault);
      faultAt = now + FAULT_EVERY_MS;
    }
    looks.push(await lookAtHeaps(port, tape.venue_time));
    await stage.until("the next stretch of the tape", async () => {
      const { venue_time: then, finished } = await stage.venue.tape();
      return finished || Date.parse(then) >= now + LOOK_EVERY_MS;
    });
  }
  await stage.venue.faults({ delayResponsesMs: 0, rest5xx: 0, dropUpdates: 0 });
  await stage.untilDayIsOver();
  for (const [heap, name] of HEAPS.entries()) {
    const growth = floorOf(looks, LATE, heap) / floorOf(looks, EARLY, heap);
    expect(growth, `${name}: ${looks.map(({ heaps }) => heaps[heap]).join(" ")}`).toBeLessThan(
      GROWTH_MAX,
    );
  }
  const summary = await stage.summary();
  expect(summary.agrees, summary.text).toBe(true);
  const opened = journaled(stage.dataDir, "break_opened").length;
  const ended = journaled(stage.dataDir, "break_closed").length;
  expect(ended).toBe(opened);
  expect(journaled(stage.dataDir, "fill_booked").length).toBeGreaterThan(50);
  expect(await verifyJournal(stage.dataDir)).toMatchObject({ ok: true });
});
