import { clientOrderId, ticker } from "@interlock/core/ids";
import { marketDay } from "@interlock/core/market/calendar";
import { isoDate } from "@interlock/core/market/civil-date";
import type { Quote } from "@interlock/core/market/quote";
import { formatPrice, type Price, priceFromUnits, priceUnits } from "@interlock/core/number/price";
import { formatQuantity, shares } from "@interlock/core/number/quantity";
import type { ExecutionReport, VenueSnapshot } from "@interlock/core/order/execution-report";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { accountClass, type AlpacaEnvironment, readAlpacaEnvironment } from "../src/environment.ts";
import { MarketDataStream } from "../src/market-data-stream.ts";
import { OrderStream } from "../src/order-stream.ts";
import type { VenueAnswer } from "../src/rest/venue-answer.ts";
import type { StreamNotice } from "../src/stream/stream-notice.ts";
import { VenueClient } from "../src/venue-client.ts";
import { anApprovedOrder } from "./samples.ts";
import { QUICK_LIMITS } from "./stream-limits.ts";
import { VenueProcess } from "./venue-process.ts";
import { truthOf, type VenueTruth } from "./venue-truth.ts";

/**
 * The adapter against the simulated venue as a process: what is read here is what the engine trades on. The tape
 * goes on only while no pong is held, so each test moves it exactly as far as it needs.
 */

const SYMBOL = ticker("AAPL");
const DAY = isoDate("2026-11-20");
const START = Date.UTC(2026, 10, 20, 15, 0);

let venue: VenueProcess;
let environment: AlpacaEnvironment;
let client: VenueClient;
let orders: OrderStream;
let data: MarketDataStream;
let quote: Quote | null = null;
let venueNow = START;
const reports: ExecutionReport[] = [];
const notices: StreamNotice[] = [];
const held: (() => void)[] = [];
let isHolding = false;

function holdPong(pong: () => void): void {
  if (isHolding) held.push(pong);
  else pong();
}

/** Lets the tape run until `check` passes, then holds it again. */
async function playUntil(check: () => void): Promise<void> {
  isHolding = false;
  for (const pong of held.splice(0)) pong();
  await vi.waitFor(check, { timeout: 30_000, interval: 1 });
  isHolding = true;
}

/** Waits for what needs no tape. Reports do: each waits for the pong of the one before. */
const eventually = (check: () => void): Promise<void> => playUntil(check);

const readTruth = (): Promise<VenueTruth> => truthOf(venue);

function valueOf<T>(answer: VenueAnswer<T>): T {
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

function marketPrice(): Price {
  if (quote === null || quote.bid === null || quote.ask === null) throw new Error("no quote yet");
  return priceFromUnits(
    Math.round((priceUnits(quote.bid) + priceUnits(quote.ask)) / 20_000) * 10_000,
  );
}

/** An order near the market: `cents` above it for a buy that fills, far below for one that rests. */
function anOrderAt(id: string, cents: number, change: Partial<OrderIntent> = {}) {
  const around = marketPrice();
  const limitPrice = priceFromUnits(priceUnits(around) + cents * 10_000);
  return anApprovedOrder(
    {
      clientOrderId: clientOrderId(id),
      symbol: SYMBOL,
      pricing: { type: "limit", limitPrice },
      ...change,
    },
    around,
  );
}

function eventsOf(id: string): readonly string[] {
  return reports.filter((report) => report.order.clientOrderId === id).map(({ event }) => event);
}

beforeAll(async () => {
  venue = await VenueProcess.start([
    "--generate",
    "--symbols",
    "AAPL,SPY",
    "--date",
    DAY,
    "--from",
    "10:00",
    "--speed",
    "max",
  ]);
  const address = `127.0.0.1:${venue.port}`;
  const reading = readAlpacaEnvironment(
    {
      ALPACA_BASE_URL: `http://${address}`,
      ALPACA_DATA_URL: `http://${address}`,
      ALPACA_STREAM_URL: `ws://${address}/stream`,
      ALPACA_DATA_STREAM_URL: `ws://${address}`,
    },
    "sim",
  );
  if (!reading.ok) throw new Error(reading.faults.join(" "));
  environment = reading.environment;
  client = new VenueClient({ environment, venueNow: () => venueNow });
  orders = new OrderStream({
    environment,
    onReport: (report) => reports.push(report),
    onNotice: (notice) => notices.push(notice),
    venueNow: () => venueNow,
    holdPongUntilSettled: holdPong,
    limits: QUICK_LIMITS,
  });
  data = new MarketDataStream({
    environment,
    feed: "sip",
    onEvents: (events) => {
      for (const event of events) {
        if (event.kind !== "quote") continue;
        quote = event.quote;
        venueNow = event.quote.venueAt;
      }
    },
    onNotice: (notice) => notices.push(notice),
    isSessionOpen: () => false,
    silenceMsMax: {},
    holdPongUntilSettled: holdPong,
    limits: QUICK_LIMITS,
  });
  data.subscribe({ trades: [SYMBOL], quotes: [SYMBOL], bars: [] });
  orders.start();
  data.start();
  await playUntil(() => expect(quote).not.toBeNull());
}, 120_000);

afterAll(async () => {
  orders?.stop();
  data?.stop();
  await client?.close();
  await venue?.stop();
});

test("both streams become ready with the keys that need no configuration", () => {
  expect(notices.filter(({ kind }) => kind === "ready")).toHaveLength(2);
  expect(
    notices.filter(({ kind }) => kind === "down" || kind === "trouble" || kind === "gap"),
  ).toEqual([]);
  const { counts } = data.health();
  expect(counts).toMatchObject({ malformed: 0, refused: {} });
  expect(counts.events).toBeGreaterThan(0);
});

test("account, clock, calendar, asset and bars are read", async () => {
  const account = valueOf(await client.account());
  expect(accountClass(account.accountNumber)).toBe("paper");
  expect(account).toMatchObject({ status: "ACTIVE", tradingBlocked: false });
  const clock = valueOf(await client.clock());
  expect(clock.isOpen).toBe(true);
  expect(clock.venueAt).toBeGreaterThanOrEqual(START);
  const days = valueOf(await client.calendar(isoDate("2026-11-20"), isoDate("2026-11-27")));
  for (const { date, openAt, closeAt } of days)
    expect(marketDay(date)).toMatchObject({ openAt, closeAt });
  expect(days.map(({ date }) => date)).toEqual([
    "2026-11-20",
    "2026-11-23",
    "2026-11-24",
    "2026-11-25",
    "2026-11-27",
  ]);
  expect(valueOf(await client.asset(SYMBOL))).toMatchObject({ symbol: "AAPL", tradable: true });
  expect(await client.asset(ticker("NONE"))).toMatchObject({
    ok: false,
    failure: { kind: "refused" },
  });
  const bars = valueOf(
    await client.bars({
      symbols: [SYMBOL],
      timeframe: "1Min",
      startAt: START - 1_800_000,
      endAt: START - 60_000,
      feed: "sip",
      adjustment: "raw",
    }),
  );
  expect(bars.refused).toEqual([]);
  expect(bars.bars.length).toBeGreaterThan(20);
});

test("the latest quote is the tape's last, exactly as the stream told it, at the tape's time", async () => {
  const symbols = [SYMBOL, ticker("NONE")];
  await vi.waitFor(async () => {
    const { quotes, refused } = valueOf(await client.latestQuotes({ symbols, feed: "sip" }));
    expect(refused).toEqual([]);
    expect(quotes).toEqual([quote]);
  });
  const clock = valueOf(await client.clock());
  expect(quote?.venueAt).toBeLessThanOrEqual(clock.venueAt);
});

test("an order that fills is accepted, reported, listed and booked alike", async () => {
  const outcome = await client.submitOrder(anOrderAt("fills", 20));
  expect(outcome).toMatchObject({ outcome: "accepted", adopted: false, deviations: [] });
  await playUntil(() => expect(eventsOf("fills")).toContain("fill"));
  const filled = reports.filter(
    ({ order, execution }) => order.clientOrderId === "fills" && execution !== null,
  );
  const executions = valueOf(await client.executionsSince(START));
  const state = await readTruth();
  expect(executions.map(({ executionId }) => executionId)).toEqual(
    filled.map(({ execution }) => execution?.executionId),
  );
  expect(state.fills.map((fill) => [fill.execution_id, fill.qty, Number(fill.price)])).toEqual(
    executions.map(({ executionId, quantity, price: at }) => [
      executionId,
      formatQuantity(quantity),
      Number(formatPrice(at)),
    ]),
  );
  expect(
    valueOf(await client.positions()).positions.map(({ symbol, quantity }) => [
      symbol,
      formatQuantity(quantity),
    ]),
  ).toEqual(state.positions.map(({ symbol, qty }) => [symbol, qty]));
});

test("B12 a second order under the same id is none: the first is adopted", async () => {
  await client.submitOrder(anOrderAt("same id", 20));
  await playUntil(() => expect(eventsOf("same id")).toContain("fill"));
  const again = await client.submitOrder(anOrderAt("same id", 20));
  expect(again).toMatchObject({
    outcome: "accepted",
    adopted: true,
    deviations: [],
    order: { status: "filled" },
  });
  expect(
    (await readTruth()).orders.filter((order) => order.client_order_id === "same id"),
  ).toHaveLength(1);
});

test("an order that rests is found, replaced and canceled", async () => {
  const placed = await client.submitOrder(anOrderAt("rests", -50));
  if (placed.outcome !== "accepted") throw new Error(JSON.stringify(placed));
  await eventually(() => expect(eventsOf("rests")).toContain("new"));
  expect(await client.getOrderByClientOrderId(clientOrderId("rests"))).toMatchObject({
    found: "yes",
  });
  expect(await client.getOrderByClientOrderId(clientOrderId("never was"))).toMatchObject({
    found: "no",
  });
  const replaced = await client.replaceOrder(
    placed.order.venueOrderId,
    anOrderAt("rests-2", -60, { quantity: shares(7) }),
  );
  expect(replaced).toMatchObject({ outcome: "accepted", deviations: [] });
  if (replaced.outcome !== "accepted") throw new Error(JSON.stringify(replaced));
  await eventually(() => expect(eventsOf("rests")).toContain("replaced"));
  expect(await client.cancelOrder(replaced.order.venueOrderId)).toMatchObject({
    outcome: "accepted",
  });
  await eventually(() => expect(eventsOf("rests-2")).toContain("canceled"));
  expect(valueOf(await client.openOrders()).orders).toEqual([]);
});

test("B13 a filled order cannot be canceled, and says so", async () => {
  const placed = await client.submitOrder(anOrderAt("too late", 20));
  if (placed.outcome !== "accepted") throw new Error(JSON.stringify(placed));
  await playUntil(() => expect(eventsOf("too late")).toContain("fill"));
  expect(await client.cancelOrder(placed.order.venueOrderId)).toMatchObject({
    outcome: "refused",
  });
});

test("what the venue rejects is rejected with its code and words", async () => {
  const unknown = await client.submitOrder(
    anOrderAt("unknown symbol", 0, { symbol: ticker("ZZZZ") }),
  );
  expect(unknown).toMatchObject({ outcome: "rejected", code: "42210000" });
});

test("all open orders are canceled at once, each with its own answer", async () => {
  for (const id of ["all-1", "all-2", "all-3"]) await client.submitOrder(anOrderAt(id, -50));
  await eventually(() => expect(eventsOf("all-3")).toContain("new"));
  const items = valueOf(await client.cancelAllOrders());
  expect(items.map(({ accepted }) => accepted)).toEqual([true, true, true]);
  await eventually(() => expect(eventsOf("all-3")).toContain("canceled"));
  expect((await readTruth()).open_orders).toBe(0);
});

test("a connection cut after acceptance is unknown, and the order is found by its id", async () => {
  await venue.control("/sim/faults", { cutPostAfterAccept: 1 });
  const outcome = await client.submitOrder(anOrderAt("cut", -50));
  expect(outcome).toMatchObject({ outcome: "unknown" });
  const evidence = await client.getOrderByClientOrderId(clientOrderId("cut"));
  expect(evidence).toMatchObject({ found: "yes" });
  if (evidence.found === "yes") await client.cancelOrder(evidence.order.venueOrderId);
  await eventually(() => expect(eventsOf("cut")).toContain("canceled"));
});

test("a 500 is unknown, and the order is absent", async () => {
  await venue.control("/sim/faults", { rest5xx: 1 });
  expect(await client.submitOrder(anOrderAt("lost", -50))).toMatchObject({ outcome: "unknown" });
  expect(await client.getOrderByClientOrderId(clientOrderId("lost"))).toMatchObject({
    found: "no",
  });
});

test("a dropped report is found by a snapshot, a duplicated one arrives twice with one id", async () => {
  await venue.control("/sim/faults", { dropUpdates: 10 });
  await client.submitOrder(anOrderAt("silent", 20));
  let seen: VenueSnapshot | undefined;
  for (let i = 0; i < 200 && seen === undefined; i++) {
    const before = venueNow;
    await playUntil(() => expect(venueNow).toBeGreaterThan(before));
    const snapshot = valueOf(await client.snapshot({ since: START, charges: false }));
    if (snapshot.closedOrders.some((order) => order.clientOrderId === "silent")) seen = snapshot;
  }
  await venue.control("/sim/faults", { dropUpdates: 0 });
  expect(eventsOf("silent")).toEqual([]);
  const order = seen?.closedOrders.find(({ clientOrderId: id }) => id === "silent");
  expect(order).toMatchObject({ status: "filled" });
  expect(seen?.executions.some(({ venueOrderId }) => venueOrderId === order?.venueOrderId)).toBe(
    true,
  );

  await venue.control("/sim/faults", { duplicateUpdates: 10 });
  await client.submitOrder(anOrderAt("twice", 20));
  await playUntil(() =>
    expect(eventsOf("twice").filter((event) => event === "fill")).toHaveLength(2),
  );
  await venue.control("/sim/faults", { duplicateUpdates: 0 });
  const ids = reports
    .filter(({ order: { clientOrderId: id }, event }) => id === "twice" && event === "fill")
    .map(({ execution }) => execution?.executionId);
  expect(new Set(ids).size).toBe(1);
});

test("streams that are cut come back by themselves, subscribed, and tell of the gap", async () => {
  notices.length = 0;
  await venue.control("/sim/faults", { killSockets: true });
  await playUntil(() => expect(notices.filter(({ kind }) => kind === "gap")).toHaveLength(2));
  const before = venueNow;
  await playUntil(() => expect(venueNow).toBeGreaterThan(before));
});

test("the test feed is read in JSON as in MessagePack", async () => {
  for (const encoding of ["json", "msgpack"] as const) {
    const kinds = new Set<string>();
    const stream = new MarketDataStream({
      environment,
      feed: "test",
      encoding,
      onEvents: (events) => {
        for (const { kind } of events) kinds.add(kind);
      },
      onNotice: () => {},
      isSessionOpen: () => false,
      silenceMsMax: {},
    });
    stream.subscribe({ trades: ["FAKEPACA"], quotes: ["FAKEPACA"], bars: [] });
    stream.start();
    await vi.waitFor(() => expect([...kinds].sort()).toEqual(["quote", "trade"]), {
      timeout: 20_000,
    });
    expect(stream.health().counts).toMatchObject({ malformed: 0, refused: {} });
    stream.stop();
  }
});

test("the snapshot and the whole truth agree at the end", async () => {
  const snapshot = valueOf(await client.snapshot({ since: START }));
  const state = await readTruth();
  expect(snapshot.executions.map(({ executionId }) => executionId).sort()).toEqual(
    state.fills.map(({ execution_id: id }) => id).sort(),
  );
  expect(snapshot.openOrders).toEqual([]);
  expect(snapshot.closedOrders.map(({ clientOrderId: id }) => id).sort()).toEqual(
    state.orders.map(({ client_order_id: id }) => id).sort(),
  );
  expect(
    snapshot.positions.map(({ symbol, quantity }) => [symbol, formatQuantity(quantity)]),
  ).toEqual(state.positions.map(({ symbol, qty }) => [symbol, qty]));
});
