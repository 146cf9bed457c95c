import { expect } from "vitest";
import type { KillLatch } from "../kill-latch.ts";
import { KillHands } from "../kill-hands.ts";
import type { KillReport } from "../pursuit/kill-progress.ts";
import { KillPursuit } from "../pursuit/kill-pursuit.ts";
import type { MemoryVenue } from "./memory-venue.ts";
import { type OutsideEngine, TEST_LIMITS, TEST_PACE } from "./outside-engine.ts";

/** Returns a kill as it was just latched; a case sets only what it is about. */
export function latch(more: Partial<KillLatch> = {}): KillLatch {
  return {
    version: 1,
    commandId: "k1",
    mode: "cancel",
    includeStops: false,
    reason: "test",
    by: { userId: "u1", name: "Ada", role: "trader" },
    via: "cli",
    trigger: "operator",
    requestedAt: Date.now(),
    haltSeen: false,
    provenAt: null,
    ...more,
  };
}

let running: KillPursuit[] = [];

/** Ends every pursuit that a case began. */
export function abandonAll(): void {
  for (const pursuit of running) pursuit.abandon();
  running = [];
}

/** Begins to pursue a kill. */
export function pursue(
  given: Partial<KillLatch> & {
    readonly onReport?: (report: KillReport) => void;
    readonly watchAfterMs?: number;
  },
  venue: MemoryVenue,
  engine: OutsideEngine,
) {
  const { onReport, watchAfterMs = TEST_PACE.watchAfterMs, ...changes } = given;
  const stages: string[] = [];
  const pace = { ...TEST_PACE, watchAfterMs };
  const hands = new KillHands({ venue, engine, feed: "iex", limits: TEST_LIMITS, pace });
  const pursuit = new KillPursuit(latch(changes), {
    venue,
    engine,
    hands,
    pace,
    kept: undefined,
    changed: (report) => {
      if (stages.at(-1) !== report.stage) stages.push(report.stage);
      onReport?.(report);
    },
  });
  running.push(pursuit);
  const done = pursuit.run();
  const until = (stage: string) =>
    expect.poll(() => pursuit.report().stage, { timeout: 3_000, interval: 2 }).toBe(stage);
  return { pursuit, stages, done, until };
}
