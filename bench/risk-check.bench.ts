import type { OrderIntent } from "@interlock/core/order/order-intent";
import { CHECKS } from "@interlock/core/risk/check-table";
import { checkOrder } from "@interlock/core/risk/check-order";
import { Decision } from "../apps/engine/src/decision.ts";
import { riskContextFor } from "../apps/engine/src/risk/risk-context.ts";
import { reportRow } from "./harness/bench-row.ts";
import { interleavedRounds, ratioOverRounds } from "./harness/interleave.ts";
import { LatencyRecorder, nowUs } from "./harness/latency-recorder.ts";
import { median } from "./harness/statistics.ts";
import { type BenchEngine, openBenchEngine } from "./workload/bench-engine.ts";
import { buyIntent, giveBook } from "./workload/book.ts";
import { openInMemory } from "./workload/memory-log.ts";

/**
 * Line 4: one order through the gate: gathering what risk looks at for its symbol, and all checks. Every symbol
 * has a position and a resting order. Each check is timed by itself, in an order that jumps about the symbols.
 */
const ROUNDS = 7;
const CHECKED = 20_000;
/** Coprime with every count of symbols: each check is of another symbol than the one before. */
const STRIDE = 7_919;

async function openAccount(count: number): Promise<() => number> {
  const bench = await openInMemory((log) =>
    openBenchEngine({ symbols: count, log, elapsedMs: () => 0, onSubmit: () => undefined }),
  );
  giveBook(bench, { positions: count, orders: count });
  const intents = bench.symbols.map((symbol) => buyIntent(symbol, "checked"));
  return () => p99OfChecks(bench, intents);
}

function p99OfChecks({ state, views, now }: BenchEngine, intents: readonly OrderIntent[]): number {
  const recorder = new LatencyRecorder(CHECKED);
  const decision = new Decision(state, views, now());
  for (let n = 0; n < CHECKED; n += 1) {
    const intent = intents[(n * STRIDE) % intents.length];
    if (intent === undefined) continue;
    const startedUs = nowUs();
    const context = riskContextFor(decision, intent);
    const verdict = context === null ? null : checkOrder(intent, context);
    recorder.record(nowUs() - startedUs);
    if (verdict?.kind !== "approved") throw new Error(`void: ${JSON.stringify(verdict)}`);
  }
  return recorder.summary().p99;
}

const { ten, many } = await interleavedRounds({
  rounds: ROUNDS,
  warmUps: 2,
  contenders: { ten: await openAccount(10), many: await openAccount(10_000) },
});
const row = { unit: "µs", goal: 0.5, better: "lower", baseline: 5 } as const;
const checks = `${CHECKS.length} checks`;
reportRow({ name: `04 risk check p99, ${checks}, 10 symbols`, value: median(ten), ...row });
reportRow({ name: `04 risk check p99, ${checks}, 10,000 symbols`, value: median(many), ...row });
reportRow({
  name: "04 risk check, 10,000 symbols ÷ 10",
  value: ratioOverRounds(many, ten).median,
  unit: "ratio",
  goal: 1.5,
  better: "lower",
});
