import { monitorEventLoopDelay } from "node:perf_hooks";
import { FrameReader } from "@interlock/alpaca/frame/frame-reader";
import { ClientProcess } from "./clients/client-process.ts";
import { reportRow } from "./harness/bench-row.ts";
import { runOpenLoop } from "./harness/open-loop.ts";
import { openTradingThread, signIn } from "./product/trading-thread.ts";
import { MORNING } from "./workload/bench-engine.ts";
import { tradeFrames } from "./workload/frames.ts";
import { openStorm } from "./workload/storm.ts";

/**
 * Line 32: how late the trading thread's event loop is while everything happens at once: 10,000 frames a second open
 * loop over 1,000 symbols, each a journaled signal (so 10,000 journal entries a second) and one in 25 an
 * order; the edge
 * in its thread, projecting all of it into Postgres; 100 signed-in consoles in another process on the live feed.
 * The delay is that of a timer of 1 ms, that millisecond taken off.
 */
const SYMBOLS = 1_000;
const RATE = 10_000;
const SECONDS = { warmUp: 3, measured: 10 };
const CONSOLES = 100;
const CONSOLE_URL = "http://localhost:3000";
const RESOLUTION_MS = 1;

const thread = await openTradingThread({
  consoleUrl: CONSOLE_URL,
  open: (log) => openStorm({ symbols: SYMBOLS, log }),
});
const { bench, marketFeed, edgeUrl } = thread;
bench.strategy.repeats = true;
const cookie = await signIn(edgeUrl, await thread.signInLink());
const consoles = new ClientProcess();
await consoles.connect({
  group: "consoles",
  url: `${edgeUrl.replace("http", "ws")}/feed`,
  clients: CONSOLES,
  greeting: "",
  headers: { cookie, origin: CONSOLE_URL },
  ticketUrl: `${edgeUrl}/trpc/live.ticket`,
});

const reader = new FrameReader();
reader.expect(bench.symbols);
const frames = tradeFrames("msgpack", bench.symbols, MORNING);

function storm(seconds: number) {
  return runOpenLoop({
    ratePerSecond: RATE,
    arrivals: RATE * seconds,
    arrive: (index) => {
      const frame = frames[bench.symbolAt(index)];
      if (frame !== undefined) marketFeed.take(reader.read(frame, true).events);
    },
  });
}

await storm(SECONDS.warmUp);
const before = { seq: bench.state.journalSeq, report: await consoles.report("consoles") };
const monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
monitor.enable();
const { achievedRate } = await storm(SECONDS.measured);
monitor.disable();
const entries = (bench.state.journalSeq - before.seq) / SECONDS.measured;
const { messages, open } = await consoles.report("consoles");
await bench.engine.settled();
bench.demandAgreement();
const framesEach = (messages - before.report.messages) / CONSOLES;
if (open !== CONSOLES || framesEach < SECONDS.measured)
  throw new Error(`void: ${open} consoles, ${framesEach} frames each in ${SECONDS.measured} s`);
if (Math.min(achievedRate, entries) < 0.9 * RATE)
  throw new Error(
    `void: ${Math.round(achievedRate)} ticks and ${Math.round(entries)} entries a second`,
  );
const delayMs = (share: number) => monitor.percentile(share) / 1e6 - RESOLUTION_MS;
console.error(
  `p50 ${delayMs(50).toFixed(2)} ms, p99 ${delayMs(99).toFixed(2)}, max ${delayMs(100).toFixed(2)}; ` +
    `${Math.round(entries)} entries/s, ${framesEach.toFixed(0)} frames a console, ` +
    `projection ${thread.projectionLagMs()} ms behind`,
);
reportRow({
  name: "32 event-loop delay p99, 10,000 ticks/s + 10,000 entries/s + 100 consoles",
  value: delayMs(99),
  unit: "ms",
  goal: 5,
  better: "lower",
});
consoles.stop();
await thread.close();
process.exit();
