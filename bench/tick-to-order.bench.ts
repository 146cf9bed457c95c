import { FrameReader } from "@interlock/alpaca/frame/frame-reader";
import { orderRequest } from "@interlock/alpaca/rest/order-request";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { reportRow } from "./harness/bench-row.ts";
import { type LatencySummary, LatencyRecorder, nowUs } from "./harness/latency-recorder.ts";
import { runOpenLoop } from "./harness/open-loop.ts";
import { median } from "./harness/statistics.ts";
import { MORNING, whenTrading } from "./workload/bench-engine.ts";
import { type FrameKind, tradeFrames } from "./workload/frames.ts";
import { openStorm, type Storm } from "./workload/storm.ts";
import { tapLog } from "./workload/tapped-log.ts";
import { openTemporaryJournal, type TemporaryJournal } from "./workload/temporary-journal.ts";

/**
 * Lines 1, 3 and 8: one frame in, one order's bytes out. Decode, strategy, sizing, twenty checks, record, order body.
 * 1,000 symbols, open loop, journal and tape on a real disk.
 *
 * 1. Line 1 counts from the moment at which a frame is taken up to the order's bytes, as a tick waits for nothing but
 *    the disk in between; that wait is line 18, and what a busy thread adds is line 32.
 * 2. Line 3 counts from the parsed trade to the call of the strategy.
 * 3. Line 8 raises the rate with every tick a signal. A rate is sustained when it is kept and the 99th percentile stays
 *    within twice that of line 1; the books must agree after each.
 */
const SYMBOLS = 1_000;
const ROUNDS = 5;
const RATE = 10_000;
const TICKS = 20_000;
const SIGNAL_EVERY = 25;
const SIGNAL_RATES = [1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 50_000];

/** One run of ticks at a rate. */
interface Run {
  readonly ratePerSecond: number;
  readonly ticks: number;
}

interface RunFigures {
  readonly order: LatencySummary;
  readonly stage: LatencySummary;
  readonly achievedRate: number;
}

/** An engine that reads frames of one encoding, with the storm that it is in. */
class TickBench {
  readonly #storm: Storm;
  readonly #journal: TemporaryJournal;
  readonly #isBinary: boolean;
  readonly #frames: readonly Uint8Array[];
  readonly #reader = new FrameReader();
  #bytes = "";
  #madeUs = 0;

  private constructor(kind: FrameKind, journal: TemporaryJournal, link: EngineLink) {
    this.#journal = journal;
    this.#isBinary = kind === "msgpack";
    const log = tapLog(journal.log, { recorded: (intent) => this.#makeBytes(intent) });
    this.#storm = openStorm({ symbols: SYMBOLS, log });
    link.committed = (seq) => this.#storm.engine.committed(seq);
    this.#reader.expect(this.#storm.symbols);
    this.#frames = tradeFrames(kind, this.#storm.symbols, MORNING);
  }

  static async open(kind: FrameKind): Promise<TickBench> {
    const link: EngineLink = { committed: () => undefined };
    const journal = await openTemporaryJournal((seq) => link.committed(seq));
    const bench = new TickBench(kind, journal, link);
    await whenTrading(bench.#storm);
    return bench;
  }

  /** Runs ticks at a rate, one in `signalEvery` a signal, and throws when the books do not agree afterwards. */
  async run({ ratePerSecond, ticks }: Run, signalEvery: number): Promise<RunFigures> {
    const order = new LatencyRecorder(ticks);
    const stage = new LatencyRecorder(ticks);
    this.#storm.strategy.signalEvery = signalEvery;
    const { achievedRate } = await runOpenLoop({
      ratePerSecond,
      arrivals: ticks,
      arrive: (index) => this.#tick(index, order, stage),
    });
    await this.#storm.engine.settled();
    return { order: order.summary(), stage: stage.summary(), achievedRate };
  }

  demandAgreement(): void {
    this.#storm.demandAgreement();
  }

  close(): Promise<void> {
    return this.#journal.discard();
  }

  #tick(index: number, order: LatencyRecorder, stage: LatencyRecorder): void {
    const frame = this.#frames[this.#storm.symbolAt(index)];
    if (frame === undefined) return;
    this.#bytes = "";
    const startedUs = nowUs();
    const { events } = this.#reader.read(frame, this.#isBinary);
    const parsedUs = nowUs();
    for (const event of events) {
      if (event.kind !== "bar") this.#storm.engine.accept(event);
    }
    if (this.#bytes !== "") order.record(this.#madeUs - startedUs);
    else stage.record(this.#storm.strategy.calledUs - parsedUs);
  }

  /** Effects leave once their record is durable; the order's bytes are made here the moment it is on its way there. */
  #makeBytes(intent: OrderIntent): void {
    this.#bytes = JSON.stringify(orderRequest(intent));
    this.#madeUs = nowUs();
  }
}

interface EngineLink {
  committed: (seq: number) => void;
}

async function measureLatency(): Promise<Record<FrameKind, readonly RunFigures[]>> {
  const figures: Record<FrameKind, RunFigures[]> = { json: [], msgpack: [] };
  const benches = { json: await TickBench.open("json"), msgpack: await TickBench.open("msgpack") };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const kind of ["json", "msgpack"] as const) {
      const run = await benches[kind].run({ ratePerSecond: RATE, ticks: TICKS }, SIGNAL_EVERY);
      // The first round warms up.
      if (round > 0) figures[kind].push(run);
    }
  }
  for (const bench of [benches.json, benches.msgpack]) {
    bench.demandAgreement();
    await bench.close();
  }
  return figures;
}

/** Returns the highest rate of signals that is kept within twice the 99th percentile of line 1. */
async function measureSustained(p99: number): Promise<number> {
  const bench = await TickBench.open("msgpack");
  await bench.run({ ratePerSecond: RATE, ticks: TICKS }, SIGNAL_EVERY);
  let sustained = 0;
  for (const rate of SIGNAL_RATES) {
    const { order, achievedRate } = await bench.run({ ratePerSecond: rate, ticks: rate }, 1);
    console.error(`${rate} signals/s: ${Math.round(achievedRate)} made, ${describe(order)}`);
    if (Math.min(achievedRate, order.count) < 0.98 * rate || order.p99 > 2 * p99) break;
    bench.demandAgreement();
    sustained = rate;
  }
  await bench.close();
  return sustained;
}

function describe({ count, p50, p99, p999, max }: LatencySummary): string {
  const [a, b, c, d] = [p50, p99, p999, max].map((value) => value.toFixed(1));
  return `${count}: p50 ${a} µs, p99 ${b}, p99.9 ${c}, max ${d}`;
}

function p99Of(runs: readonly RunFigures[], what: "order" | "stage"): number {
  return median(runs.map((run) => run[what].p99));
}

const { json, msgpack } = await measureLatency();
for (const run of [...json, ...msgpack])
  console.error(`order ${describe(run.order)}; stage ${describe(run.stage)}`);
const latency = { unit: "µs", better: "lower" } as const;
const p99 = p99Of(msgpack, "order");
reportRow({
  name: "01 tick-to-order p99, MessagePack",
  value: p99,
  goal: 8,
  baseline: 38,
  ...latency,
});
reportRow({
  name: "01 tick-to-order p99, JSON",
  value: p99Of(json, "order"),
  goal: 8,
  baseline: 38,
  ...latency,
});
reportRow({
  name: "03 market data stage p99, parsed to strategy called",
  value: p99Of(msgpack, "stage"),
  goal: 2,
  baseline: 10,
  ...latency,
});
reportRow({
  name: "08 sustained signals per second",
  value: await measureSustained(p99),
  unit: "signals/s",
  goal: 50_000,
  better: "higher",
  baseline: 1_000,
});
