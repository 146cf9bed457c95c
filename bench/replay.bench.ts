import { setTimeout as pause } from "node:timers/promises";
import type { Fill } from "@interlock/core/fill/fill";
import { applyEntry } from "../apps/engine/src/apply.ts";
import { readJournal } from "../apps/engine/src/journal/read-journal.ts";
import type { EngineRecord } from "../apps/engine/src/record.ts";
import { compareWithVenue, type VenueTruth } from "../apps/engine/src/replay/compare-books.ts";
import { redecide } from "../apps/engine/src/replay/redecide.ts";
import { initialState } from "../apps/engine/src/state.ts";
import type { EngineProcess } from "../apps/engine/test/processes/engine-process.ts";
import type { VenueProcess } from "../apps/engine/test/processes/venue-process.ts";
import { reportRow } from "./harness/bench-row.ts";
import { ProductProcesses } from "./product/product-processes.ts";
import { measureBacktest } from "./workload/backtest-day.ts";
import { marketDay } from "./workload/recorded-day.ts";

/**
 * Lines 14, 35 and 39: a slice of a recorded day from its opening, as fast as the engine consumes it, through venue and
 * engine as processes: order requests, reports, journal and projection are all real. An event is one quote
 * or trade that
 * the venue sent and the engine decided. Then the session that was recorded is decided again from the tape:
 * 1 when every
 * record, orders among them, is the same byte for byte. Void unless the ledger agrees with the venue's books.
 */
const EVENTS = 400_000;
const LONGEST_MS = 30_000;
const LOOK_MS = 50;

interface Played {
  readonly eventsPerSecond: number;
  readonly truth: VenueTruth;
}

/** Lets the tape run for a while and stops it; resolves once the engine has nothing in hand. */
async function play(venue: VenueProcess, engine: EngineProcess): Promise<Played> {
  const first = await venue.tape();
  const startedAt = performance.now();
  let last = first;
  while (last.events_sent - first.events_sent < EVENTS && !last.finished) {
    if (performance.now() - startedAt > LONGEST_MS) break;
    await pause(LOOK_MS);
    last = await venue.tape();
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await venue.steer({ paused: true });
  for (let seq = -1; ; ) {
    const { settled, journalSeq } = await engine.status();
    if (settled && journalSeq === seq) break;
    seq = journalSeq;
    await pause(LOOK_MS * 4);
  }
  const eventsPerSecond = (last.events_sent - first.events_sent) / seconds;
  return { eventsPerSecond, truth: await venue.truth() };
}

/** Throws unless the journal's ledger and the venue's books are the same. Returns how many orders there were. */
function demandAgreement(dataDir: string, truth: VenueTruth): number {
  const state = initialState();
  const fills: Fill[] = [];
  let orders = 0;
  for (const entry of readJournal<EngineRecord>(dataDir, 1)) {
    applyEntry(state, entry);
    for (const record of entry.records) {
      if (record.kind === "fill_booked") fills.push(record.fill);
      if (record.kind === "order_approved") orders += 1;
    }
  }
  const broken = compareWithVenue(state, fills, truth).filter(({ agrees }) => !agrees);
  if (broken.length > 0) throw new Error(`the figures are void: ${JSON.stringify(broken)}`);
  if (orders === 0) throw new Error("the figures are void: nothing was ordered");
  return orders;
}

const { description, symbols, venueArgs } = marketDay("09:30");
const product = await ProductProcesses.open({ symbols, venueArgs });
const engine = product.launchEngine();
await engine.ready();
const { eventsPerSecond, truth } = await play(product.venue, engine);
await engine.stop();
const orders = demandAgreement(product.dataDir, truth);
const again = redecide(product.dataDir);
const same = again.difference === null && again.journalHash === again.decidedHash;
console.error(
  `${description}: ${again.inputs} inputs, ${orders} orders, ${truth.fills.length} fills; ` +
    `decided again at ${again.inputsPerSecond} inputs a second; records ${again.decidedHash}`,
);
if (again.difference !== null) console.error(`first difference: ${again.difference}`);
reportRow({
  name: "14 live and replay give the same records (1 = identical)",
  value: same ? 1 : 0,
  unit: "identical",
  goal: 1,
  better: "higher",
});
reportRow({
  name: "35 replay events per second",
  value: eventsPerSecond,
  unit: "events/s",
  goal: 25_000,
  better: "higher",
});
await product.close();
const backtested = await measureBacktest();
if (backtested !== null)
  reportRow({
    name: "39 backtest events per second",
    value: backtested,
    unit: "events/s",
    goal: 100_000,
    better: "higher",
  });
process.exit();
