import type { OrderIntent } from "@interlock/core/order/order-intent";
import { readAlpacaEnvironment } from "@interlock/alpaca/environment";
import { orderRequest } from "@interlock/alpaca/rest/order-request";
import { VenueClient } from "@interlock/alpaca/venue-client";
import { ticker } from "@interlock/core/ids";
import { Agent, request } from "undici";
import { VenueProcess } from "../apps/engine/test/processes/venue-process.ts";
import { reportRow } from "./harness/bench-row.ts";
import { interleavedRounds, ratioOverRounds } from "./harness/interleave.ts";
import { nowUs } from "./harness/latency-recorder.ts";
import { median } from "./harness/statistics.ts";
import { bundlePrograms } from "./product/program-bundles.ts";
import { type Approve, openGate } from "./workload/approved-orders.ts";
import { buyIntent } from "./workload/book.ts";

/**
 * Line 38: what the adapter adds to an order: an approved order through the client and the official SDK until its
 * answer is read and judged, against the same bytes posted by a bare undici on a connection that is kept, to the same
 * simulated venue, in turns.
 */
const ROUNDS = 9;
const ORDERS = 200;
const SYMBOL = ticker("AAA");
const MINUTE_MS = 60_000;

let sent = 0;

function nextIntent(): OrderIntent {
  sent += 1;
  return buyIntent(SYMBOL, `bench-${process.pid}-${sent}`);
}

/** Returns the median time of an order in microseconds. */
async function medianOf(post: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < ORDERS; n += 1) {
    const startedUs = nowUs();
    await post();
    times.push(nowUs() - startedUs);
  }
  return median(times);
}

function throughAdapter(client: VenueClient, approve: Approve): () => Promise<void> {
  return async () => {
    const { outcome } = await client.submitOrder(approve(nextIntent()));
    if (outcome !== "accepted") throw new Error(`void: an order was ${outcome}`);
  };
}

/** The bytes that the SDK makes of the same order. */
function wireBody(intent: OrderIntent): object {
  const fields = Object.entries(orderRequest(intent));
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(fields.map(([name, value]) => [snake(name), value]));
}

function bare(url: string, headers: Record<string, string>): () => Promise<void> {
  const dispatcher = new Agent({ connections: 1, pipelining: 1 });
  return async () => {
    const body = JSON.stringify(wireBody(nextIntent()));
    const answer = await request(`${url}/v2/orders`, { method: "POST", headers, body, dispatcher });
    const said = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`void: the venue said ${said}`);
  };
}

const venue = await VenueProcess.start(bundlePrograms().venue, [
  ...["--generate", "--symbols", SYMBOL, "--date", "2026-06-16", "--from", "10:00"],
  ...["--speed", "1", "--cash", "1000000000", "--trading-limit", "1000000"],
]);
const reading = readAlpacaEnvironment({ ALPACA_BASE_URL: venue.url }, "sim");
if (!reading.ok) throw new Error(reading.faults.join("\n"));
const { environment } = reading;
// A minute passes at each look: the budget is line 20's concern.
let venueTime = 0;
const client = new VenueClient({ environment, venueNow: () => (venueTime += MINUTE_MS) });
const { keyId, secretKey } = environment.credentials;
const headers = {
  "APCA-API-KEY-ID": keyId,
  "APCA-API-SECRET-KEY": secretKey,
  "content-type": "application/json",
};
const ours = throughAdapter(client, await openGate(1));
const theirs = bare(venue.url, headers);
const { adapter, undici } = await interleavedRounds({
  rounds: ROUNDS,
  warmUps: 2,
  contenders: { adapter: () => medianOf(ours), undici: () => medianOf(theirs) },
});
const orders = (await venue.truth()).orders.length;
if (orders !== sent) throw new Error(`void: ${sent} orders were sent, the venue has ${orders}`);
await venue.stop();
const ratio = ratioOverRounds(adapter, undici);
console.error(`adapter ${median(adapter).toFixed(0)} µs, undici ${median(undici).toFixed(0)} µs`);
const row = { better: "lower" } as const;
reportRow({
  name: "38 order through the adapter ÷ bare undici POST, p50",
  value: ratio.median,
  unit: "ratio",
  goal: 1.4,
  ...row,
});
reportRow({
  name: "38 what the adapter adds to an order, p50",
  value: median(adapter) - median(undici),
  unit: "µs",
  goal: 150,
  ...row,
});
process.exit();
