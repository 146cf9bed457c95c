import { open } from "node:fs/promises";
import { join } from "node:path";
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
import { remark, reportRow } from "./harness/bench-row.ts";
import { median, percentile } from "./harness/statistics.ts";

/**
 * Line 21: a kill with 500 working orders at a venue that answers after 100 ms and fails one request in twenty, a
 * hundred times: from the request until its record is on the disk, which closes the gate, and until a look at the
 * venue shows the last order gone. By the engine's own receipts; the answer to who asked is timed from outside. The
 * orders are those of another program, as after a bot ran wild. One engine and one venue serve all runs, so that books
 * and journal grow as they do in a day. What the gate is compared with is a bare write and sync on the same disk,
 * measured right before each kill.
 */
const RUNS = 100;
const ORDERS = 500;
const PAGE = Buffer.alloc(1_024, "x");

const bundles = buildBundles();
const day = ["--generate", "--date", "2026-06-16", "--from", "10:00", "--speed", "1"];
const stage = await Stage.open({
  bundles,
  symbols: ["SPY"],
  venueArgs: [...day, "--cash", "1000000000", "--trading-limit", "1000000"],
});
const gates: number[] = [];
const answers: number[] = [];
const cancels: number[] = [];
const syncs: number[] = [];
try {
  await stage.startEngine();
  const file = await open(join(stage.dataDir, "bare-write"), "a");
  for (let run = 0; run < RUNS; run += 1) {
    await crowd(stage, ORDERS);
    await slowAndFaulty(stage);
    syncs.push(await timed(() => file.write(PAGE).then(() => file.datasync())));
    answers.push(await timed(killEverything));
    const kill = await untilProven(stage);
    if (kill.receipt.orders.length < ORDERS) throw new Error("void: orders are missing");
    if (kill.receipt.orders.some(({ confirmedAt }) => confirmedAt === null))
      throw new Error("void: an order is not known to be gone");
    gates.push(tookMs(kill, "gate_closed"));
    cancels.push(tookMs(kill, "last_cancel_confirmed"));
    await soundAgain(stage);
    if ((await stage.venue.truth()).open_orders > 0) throw new Error("void: orders are open");
    const resumed = await stage.engine.command({ kind: "resume", reason: "the next run" });
    if (!resumed.accepted) throw new Error(`void: ${resumed.sentence}`);
  }
  await file.close();
} finally {
  await stage.close();
  bundles.remove();
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

async function killEverything(): Promise<void> {
  const { accepted, sentence } = await stage.engine.command(CANCEL_EVERYTHING);
  if (!accepted) throw new Error(`void: ${sentence}`);
}

const p99 = (times: readonly number[]) =>
  percentile(
    [...times].sort((one, other) => one - other),
    0.99,
  );
const inWords = (times: readonly number[]) =>
  `median ${median(times).toFixed(1)} ms, p99 ${p99(times).toFixed(1)} ms`;
remark(
  `${RUNS} kills of ${ORDERS} orders: gate ${inWords(gates)}; answered ${inWords(answers)}; a bare write and sync ${inWords(syncs)}; last cancel confirmed ${inWords(cancels)}.`,
);
reportRow({
  name: "21 kill, 500 orders: gate closed p99",
  value: p99(gates),
  unit: "ms",
  goal: 50,
  better: "lower",
  baseline: p99(syncs),
});
reportRow({
  name: "21 kill, 500 orders: answered p99",
  value: p99(answers),
  unit: "ms",
  goal: 500,
  better: "lower",
});
reportRow({
  name: "21 kill, 500 orders: last cancel confirmed at the venue p99",
  value: p99(cancels),
  unit: "ms",
  goal: 5_000,
  better: "lower",
});
process.exit();
