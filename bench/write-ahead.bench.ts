import type { OrderIntent } from "@interlock/core/order/order-intent";
import { reportRow } from "./harness/bench-row.ts";
import { LatencyRecorder, type LatencySummary, nowUs } from "./harness/latency-recorder.ts";
import { runOpenLoop } from "./harness/open-loop.ts";
import { median } from "./harness/statistics.ts";
import { tradeInput, whenTrading } from "./workload/bench-engine.ts";
import { openInMemory } from "./workload/memory-log.ts";
import { openStorm, type Storm } from "./workload/storm.ts";
import { tapLog } from "./workload/tapped-log.ts";
import { openTemporaryJournal } from "./workload/temporary-journal.ts";

/**
 * Line 18: what it costs an order that its record is durable before its first byte leaves: from the decision until it
 * may be sent, with the journal on a disk, less the same with a log in memory. 10,000 trades a second open loop, 400 of
 * them orders; both in each round.
 */
const SYMBOLS = 100;
const RATE = 10_000;
const TICKS = 20_000;
const ROUNDS = 5;

/** Measures each order from its decision until it may leave. */
class LeaveWatch {
  readonly #decidedUs = new Map<string, number>();
  readonly #recorder = new LatencyRecorder(TICKS);

  readonly decided = ({ clientOrderId }: OrderIntent): void => {
    this.#decidedUs.set(clientOrderId, nowUs());
  };

  readonly leaving = ({ intent }: { readonly intent: OrderIntent }): void => {
    const decidedUs = this.#decidedUs.get(intent.clientOrderId);
    this.#decidedUs.delete(intent.clientOrderId);
    if (decidedUs !== undefined) this.#recorder.record(nowUs() - decidedUs);
  };

  take(): LatencySummary {
    const summary = this.#recorder.summary();
    this.#recorder.clear();
    return summary;
  }
}

interface Contender {
  readonly run: () => Promise<LatencySummary>;
  readonly close: () => Promise<void>;
}

async function onDisk(): Promise<Contender> {
  const watch = new LeaveWatch();
  const journal = await openTemporaryJournal((seq) => storm.engine.committed(seq));
  const log = tapLog(journal.log, { decided: watch.decided });
  const storm = openStorm({ symbols: SYMBOLS, log, onLeave: watch.leaving });
  await whenTrading(storm);
  return { run: () => run(storm, watch), close: journal.discard };
}

async function inMemory(): Promise<Contender> {
  const watch = new LeaveWatch();
  const storm = await openInMemory((log) => {
    const tapped = tapLog(log, { decided: watch.decided });
    return openStorm({ symbols: SYMBOLS, log: tapped, onLeave: watch.leaving });
  });
  return { run: () => run(storm, watch), close: () => Promise.resolve() };
}

async function run(storm: Storm, watch: LeaveWatch): Promise<LatencySummary> {
  await runOpenLoop({
    ratePerSecond: RATE,
    arrivals: TICKS,
    arrive: (index) => {
      const symbol = storm.symbols[storm.symbolAt(index)];
      if (symbol !== undefined) storm.engine.accept(tradeInput(symbol, storm.now()));
    },
  });
  await storm.engine.settled();
  storm.demandAgreement();
  return watch.take();
}

const disk = await onDisk();
const memory = await inMemory();
const added: { p50: number; p99: number }[] = [];
for (let round = 0; round <= ROUNDS; round += 1) {
  const first = round % 2 === 0 ? disk : memory;
  const figures = { one: await first.run(), other: await (first === disk ? memory : disk).run() };
  const [durable, bare] =
    first === disk ? [figures.one, figures.other] : [figures.other, figures.one];
  console.error(JSON.stringify({ durable, bare }));
  // The first round warms up.
  if (round === 0) continue;
  added.push({ p50: (durable.p50 - bare.p50) / 1_000, p99: (durable.p99 - bare.p99) / 1_000 });
}
await disk.close();
await memory.close();
const row = { unit: "ms", better: "lower" } as const;
reportRow({
  name: "18 write-ahead before send, added p50",
  value: median(added.map(({ p50 }) => p50)),
  goal: 0.3,
  baseline: 0.17,
  ...row,
});
reportRow({
  name: "18 write-ahead before send, added p99",
  value: median(added.map(({ p99 }) => p99)),
  goal: 1,
  baseline: 0.4,
  ...row,
});
