import { buildBundles } from "../apps/engine/test/processes/bundles.ts";
import { Stage } from "../apps/engine/test/processes/stage.ts";
import {
  CANCEL_EVERYTHING,
  crowd,
  slowAndFaulty,
  soundAgain,
  tookMs,
  untilProven,
} from "../apps/engine/test/kill/crowded-venue.ts";
import { reportRow } from "./harness/bench-row.ts";
import { percentile } from "./harness/statistics.ts";

/**
 * A kill with 500 working orders at a venue that answers after 100 ms and fails one request in twenty, a hundred times:
 * from the request until its record is on the disk, and until a look at the venue shows the last order gone. By the
 * engine's own receipts. The orders are those of another program, as after a bot ran wild.
 */
const RUNS = 100;
const ORDERS = 500;

const bundles = buildBundles();
const day = ["--generate", "--date", "2026-06-16", "--from", "10:00", "--speed", "1"];
const stage = await Stage.open({
  bundles,
  symbols: ["SPY"],
  venueArgs: [...day, "--cash", "1000000000", "--trading-limit", "1000000"],
});
const gates: number[] = [];
const cancels: number[] = [];
try {
  await stage.startEngine();
  for (let run = 0; run < RUNS; run += 1) {
    await crowd(stage, ORDERS);
    await slowAndFaulty(stage);
    const { accepted, sentence } = await stage.engine.command(CANCEL_EVERYTHING);
    if (!accepted) throw new Error(`void: ${sentence}`);
    const kill = await untilProven(stage);
    if (kill.receipt.orders.length < ORDERS) throw new Error("void: orders are missing");
    gates.push(tookMs(kill, "gate_closed"));
    cancels.push(tookMs(kill, "last_cancel_confirmed"));
    await soundAgain(stage);
    const resumed = await stage.engine.command({ kind: "resume", reason: "the next run" });
    if (!resumed.accepted) throw new Error(`void: ${resumed.sentence}`);
  }
} finally {
  await stage.close();
  bundles.remove();
}
const ascending = (times: number[]) => times.sort((one, other) => one - other);
reportRow({
  name: "21 kill, 500 orders: gate closed p99",
  value: percentile(ascending(gates), 0.99),
  unit: "ms",
  goal: 50,
  better: "lower",
});
reportRow({
  name: "21 kill, 500 orders: last cancel confirmed at the venue p99",
  value: percentile(ascending(cancels), 0.99),
  unit: "ms",
  goal: 5_000,
  better: "lower",
});
process.exit();
