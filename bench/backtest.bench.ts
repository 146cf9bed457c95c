import { loadSessions } from "../apps/engine/src/backtest/load-sessions.ts";
import { runBacktest } from "../apps/engine/src/backtest/run-backtest.ts";
import { compareWithTruth } from "../apps/engine/src/backtest/compare-truth.ts";
import { checkoutRoot } from "../apps/engine/src/config/checkout-root.ts";
import { loadConfig } from "../apps/engine/src/config/load-config.ts";
import { reportRow } from "./harness/bench-row.ts";
import { recordedFolder } from "./workload/recorded-day.ts";

/**
 * Line 39: a whole recorded day through `./interlock backtest`: the engine's own loop, rules and records, and the pure
 * venue, in one process. An event is one quote or trade that both have dealt with, with the orders that it led to. Void
 * unless a second run gives the same records and the books agree with the venue's. Without a recorded day there is no
 * figure.
 */
const folder = recordedFolder();
if (folder === null) {
  console.error("no recorded day: set INTERLOCK_MARKET_DATA");
  process.exit();
}
const loaded = loadConfig({ environment: "sim", root: checkoutRoot() });
if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
const { settings } = loaded.config;
const day = loadSessions({ folder, dates: null, symbols: settings.symbols });
if (!day.ok) throw new Error(day.error);
const request = { sessions: day.value.sessions, settings, seed: "1", build: "bench" };
const first = await runBacktest(request);
const startedAt = performance.now();
const second = await runBacktest(request);
const seconds = (performance.now() - startedAt) / 1_000;
const differences = compareWithTruth(second);
if (differences.length > 0) throw new Error(`the figures are void: ${differences.join("; ")}`);
if (first.recordsHash !== second.recordsHash)
  throw new Error("the figures are void: two runs gave other records");
console.error(`${second.events} events, ${second.ledger.orders} orders, ${seconds.toFixed(1)} s`);
reportRow({
  name: "39 backtest events per second",
  value: second.events / seconds,
  unit: "events/s",
  goal: 100_000,
  better: "higher",
});
