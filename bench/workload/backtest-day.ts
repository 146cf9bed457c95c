import { compareWithTruth } from "../../apps/engine/src/backtest/compare-truth.ts";
import { loadSessions } from "../../apps/engine/src/backtest/load-sessions.ts";
import { runBacktest } from "../../apps/engine/src/backtest/run-backtest.ts";
import { checkoutRoot } from "../../apps/engine/src/config/checkout-root.ts";
import { loadConfig } from "../../apps/engine/src/config/load-config.ts";
import { recordedFolder } from "./recorded-day.ts";

/**
 * Plays the recorded days as `./interlock backtest` does, twice, and returns events a second of the second run; null
 * without a recorded day. An event is one quote or trade that engine and venue have dealt with, with the orders that it
 * led to. Throws unless both runs give the same records and the books agree with the venue's.
 */
export async function measureBacktest(): Promise<number | null> {
  const folder = recordedFolder();
  if (folder === null) return null;
  const loaded = loadConfig({ environment: "sim", root: checkoutRoot() });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const { settings } = loaded.config;
  const days = loadSessions({ folder, dates: null, symbols: settings.symbols });
  if (!days.ok) throw new Error(days.error);
  const request = { sessions: days.value.sessions, settings, seed: "1", build: "bench" };
  const first = await runBacktest(request);
  const startedAt = performance.now();
  const second = await runBacktest(request);
  const seconds = (performance.now() - startedAt) / 1_000;
  const differences = compareWithTruth(second);
  if (differences.length > 0) throw new Error(`the figures are void: ${differences.join("; ")}`);
  if (first.recordsHash !== second.recordsHash)
    throw new Error("the figures are void: two runs gave other records");
  return second.events / seconds;
}
