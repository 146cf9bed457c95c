import { afterAll, afterEach, expect, test } from "vitest";
import { strategyId } from "@interlock/core/ids";
import { readSilences } from "../../src/run/silence/silence-notes.ts";
import { buildBundles } from "../processes/bundles.ts";
import { LAST_QUARTER, SYMBOLS } from "../processes/markets.ts";
import { Stage } from "../processes/stage.ts";
import { journaled } from "../processes/what-was-journaled.ts";

const bundles = buildBundles({ silent: "test/faults/silent-engine.ts" });
afterAll(() => bundles.remove());

let stage: Stage;
afterEach(() => stage.close());

const silent = strategyId("crossover");

test("R17 a strategy that never returned is off after the engine was ended for it, on bars that hold it up still: the others trade on", {
  timeout: 120_000,
}, async () => {
  const engines = { ...bundles, engine: bundles.own("silent") };
  stage = await Stage.open({ bundles: engines, venueArgs: LAST_QUARTER, symbols: SYMBOLS });
  // Not waited for until it is ready: it never is, where bars of the past are what holds it up.
  stage.launchEngine();
  const noted = async () => readSilences(stage.dataDir).some((one) => one.strategyId === silent);
  await stage.until("a note of the strategy that holds everything up", noted);
  // As the watchdog does when the loop is silent.
  await stage.engine.kill();

  await stage.startEngine();
  expect(readSilences(stage.dataDir)).toEqual([]);
  await stage.until("signals of the other one", async () =>
    journaled(stage.dataDir, "signal_generated").some((one) => one.strategyId !== silent),
  );
  // The bar that it did not return from is in the journal now: it is not started on it again.
  await stage.engine.kill();
  await stage.startEngine();
  expect(journaled(stage.dataDir, "strategy_disabled")).toMatchObject([
    { strategyId: silent, error: expect.stringContaining("had not returned after 2 s") },
  ]);
  expect(journaled(stage.dataDir, "alert_raised").map(({ sentence }) => sentence)).toContainEqual(
    expect.stringContaining("Strategy crossover was disabled"),
  );
});
