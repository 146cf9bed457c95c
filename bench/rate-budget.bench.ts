import { subscribe } from "node:diagnostics_channel";
import { setTimeout as pause } from "node:timers/promises";
import { readAlpacaEnvironment } from "@interlock/alpaca/environment";
import { VenueClient } from "@interlock/alpaca/venue-client";
import { ticker, type VenueOrderId } from "@interlock/core/ids";
import { z } from "zod";
import { VenueProcess } from "../apps/engine/test/processes/venue-process.ts";
import { reportRow } from "./harness/bench-row.ts";
import { percentile } from "./harness/statistics.ts";
import { bundlePrograms } from "./product/program-bundles.ts";
import { openGate } from "./workload/approved-orders.ts";
import { buyIntent } from "./workload/book.ts";

/**
 * Line 20: a venue that takes 200 requests a minute and answers after 20 ms, and twice as many wishes: orders as
 * fast as the budget grants them, questions besides, and now and then a cancel, which must not wait for either.
 * Counted over a minute in which the window is full: refusals, share of the window used, how long a cancel waits.
 */
const SYMBOL = ticker("AAA");
const ROUND_TRIP_MS = 20;
const PER_MINUTE = 200;
const FILL_MS = 60_000;
const MEASURE_MS = 30_000;
const ORDER_EVERY_MS = 200;
const QUERY_EVERY_MS = 400;
const CANCEL_EVERY_MS = 3_000;

const answered = z.looseObject({ response: z.looseObject({ statusCode: z.number() }) });

const venue = await VenueProcess.start(bundlePrograms().venue, [
  ...["--generate", "--symbols", SYMBOL, "--date", "2026-06-16", "--from", "10:00"],
  ...["--speed", "1", "--cash", "1000000000", "--trading-limit", String(PER_MINUTE)],
]);
await venue.faults({ delayResponsesMs: ROUND_TRIP_MS });
const reading = readAlpacaEnvironment({ ALPACA_BASE_URL: venue.url }, "sim");
if (!reading.ok) throw new Error(reading.faults.join("\n"));
const client = new VenueClient({ environment: reading.environment, venueNow: () => Date.now() });
const approve = await openGate(1);

const working: VenueOrderId[] = [];
const cancelWaitsMs: number[] = [];
const used: number[] = [];
let answers = 0;
let refused = 0;
let sent = 0;

subscribe("undici:request:headers", (message) => {
  const { response } = answered.parse(message);
  answers += 1;
  if (response.statusCode === 429) refused += 1;
});

async function order(): Promise<void> {
  sent += 1;
  const answer = await client.submitOrder(approve(buyIntent(SYMBOL, `budget-${sent}`)));
  if (answer.outcome === "accepted") working.push(answer.order.venueOrderId);
}

/** Cancels one order, asking again while the budget has no room; waits count from the wish. */
async function cancel(): Promise<void> {
  const id = working.shift();
  if (id === undefined) return;
  const startedAt = performance.now();
  for (;;) {
    const answer = await client.cancelOrder(id);
    if (answer.outcome !== "unknown") break;
    await pause(ROUND_TRIP_MS);
  }
  cancelWaitsMs.push(performance.now() - startedAt);
}

const wishes = [
  setInterval(() => void order(), ORDER_EVERY_MS),
  setInterval(() => void client.account(), QUERY_EVERY_MS),
  setInterval(() => void cancel(), CANCEL_EVERY_MS),
];
await pause(FILL_MS);
cancelWaitsMs.length = 0;
const looks = setInterval(() => used.push(client.usage().trading / PER_MINUTE), 100);
await pause(MEASURE_MS);
for (const timer of [...wishes, looks]) clearInterval(timer);
await venue.stop();
if (cancelWaitsMs.length === 0) throw new Error("void: nothing was canceled");
if (answers < PER_MINUTE) throw new Error(`void: only ${answers} requests were answered`);
const sorted = cancelWaitsMs.sort((a, b) => a - b);
reportRow({
  name: "20 requests refused by the venue with 429",
  value: refused,
  unit: "requests",
  goal: 0,
  better: "lower",
});
reportRow({
  name: "20 share of the requests a minute used, a twentieth kept for a kill",
  value: used.reduce((sum, share) => sum + share, 0) / used.length,
  unit: "ratio",
  goal: 0.99,
  better: "higher",
});
reportRow({
  name: "20 wait of a cancel p99, orders queueing",
  value: percentile(sorted, 0.99),
  unit: "ms",
  goal: 350,
  better: "lower",
});
process.exit();
