import "@alpacahq/alpaca-trade-api";
import { Alpaca, ApiError } from "@alpacahq/alpaca-trade-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SIMULATION_KEY, SIMULATION_SECRET } from "../src/server/venue-server-options.ts";
import { TestVenue } from "./running-venue.ts";

let venue: TestVenue;
let alpaca: Alpaca;
const open: { disconnect(): void }[] = [];

/** The SDK has no address option: its requests are sent to the venue on their way. */
function client(secret = SIMULATION_SECRET): Alpaca {
  return new Alpaca({
    keyId: SIMULATION_KEY,
    secret,
    paper: true,
    fetchApi: (input: string | URL | Request, init?: RequestInit) => {
      const url = new URL(input instanceof Request ? input.url : input);
      return fetch(venue.url + url.pathname + url.search, init);
    },
  });
}

beforeEach(async () => {
  venue = await TestVenue.start();
  alpaca = client();
});
afterEach(async () => {
  for (const stream of open.splice(0)) stream.disconnect();
  await venue.close();
});

function tradeStream(): ReturnType<typeof alpaca.trading.stream> {
  const stream = alpaca.trading.stream({ url: `ws://127.0.0.1:${venue.port}/stream` });
  open.push(stream);
  stream.subscribeTradeUpdates();
  stream.connect();
  return stream;
}

function stockStream(feed: string): ReturnType<typeof alpaca.marketData.stockStream> {
  const stream = alpaca.marketData.stockStream({ url: `ws://127.0.0.1:${venue.port}/v2/${feed}` });
  open.push(stream);
  return stream;
}

describe("the official SDK over REST", () => {
  it("reads account, clock, calendar, assets and configurations", async () => {
    expect(await alpaca.trading.account.getAccount()).toMatchObject({
      status: "ACTIVE",
      cash: "100000",
      buyingPower: "400000",
      accountNumber: expect.stringMatching(/^PA/),
    });
    expect((await alpaca.trading.clock.legacyClock()).isOpen).toBe(true);
    const days = await alpaca.trading.calendar.legacyCalendar({
      start: new Date("2026-11-26"),
      end: new Date("2026-11-27"),
    });
    expect(days).toMatchObject([{ open: "09:30", close: "13:00" }]);
    expect(
      await alpaca.trading.assets.getV2AssetsSymbolOrAssetId({ symbolOrAssetId: "SPY" }),
    ).toMatchObject({ exchange: "ARCA", tradable: true });
    expect(await alpaca.trading.accountConfigurations.getAccountConfig()).toMatchObject({
      maxMarginMultiplier: "4",
    });
  });

  it("places, finds, lists, replaces and cancels orders", async () => {
    const order = await alpaca.trading.orders.limit({
      symbol: "SPY",
      qty: 3,
      side: "buy",
      limitPrice: 1,
      clientOrderId: "sdk-1",
    });
    expect(order).toMatchObject({ status: "pending_new", clientOrderId: "sdk-1", qty: "3" });
    const orderId = order.id ?? "";
    expect(
      await alpaca.trading.orders.getOrderByClientOrderId({ clientOrderId: "sdk-1" }),
    ).toMatchObject({ id: orderId, status: "new" });
    const next = await alpaca.trading.orders.patchOrderByOrderId({
      orderId,
      patchOrderRequest: { limitPrice: "2" },
    });
    expect(next).toMatchObject({ replaces: orderId, limitPrice: "2" });
    expect(await alpaca.trading.orders.getAllOrders({ status: "all" })).toMatchObject([
      { status: "new" },
      { status: "replaced", replacedBy: next.id },
    ]);
    await alpaca.trading.orders.deleteOrderByOrderID({ orderId: next.id ?? "" });
    expect(await alpaca.trading.orders.deleteAllOrders()).toEqual([]);
  });

  it("trades, reads and closes positions, and reads activities", async () => {
    await alpaca.trading.orders.market({ symbol: "SPY", qty: 4, side: "buy" });
    expect(
      await alpaca.trading.positions.getOpenPosition({ symbolOrAssetId: "SPY" }),
    ).toMatchObject({ qty: "4", side: "long" });
    expect(
      await alpaca.trading.positions.deleteAllOpenPositions({ cancelOrders: true }),
    ).toMatchObject([{ symbol: "SPY", status: 200 }]);
    expect(await alpaca.trading.positions.getAllOpenPositions()).toEqual([]);
    expect(await alpaca.trading.accountActivities.getAccountActivities({})).toMatchObject([
      { activityType: "FILL", side: "sell", cumQty: "4" },
      { activityType: "FILL", side: "buy", leavesQty: "0" },
    ]);
  });

  it("reads bars page by page, the latest quote and a snapshot", async () => {
    const page = await alpaca.marketData.stocks.stockBarSingle({
      symbol: "SPY",
      timeframe: "1Day",
      start: new Date("2026-11-16"),
      limit: 3,
    });
    expect(page.bars).toHaveLength(3);
    expect(page.nextPageToken).toBeTypeOf("string");
    expect(
      (await alpaca.marketData.stocks.stockLatestQuoteSingle({ symbol: "SPY" })).quote,
    ).toMatchObject({ ax: "P" });
    expect(await alpaca.marketData.stocks.stockSnapshotSingle({ symbol: "SPY" })).toMatchObject({
      prevDailyBar: { c: 588 },
    });
  });

  it("raises its typed errors with status, code and message", async () => {
    const refused = await alpaca.trading.orders
      .market({ symbol: "SPY", qty: 1e6, side: "buy" })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused).toMatchObject({
      status: 403,
      code: 40310000,
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    await expect(client("wrong").trading.account.getAccount()).rejects.toMatchObject({
      status: 401,
    });
  });
});

describe("the official SDK over streams", () => {
  it("decodes quotes, trades and bars in MessagePack, with nanosecond times", async () => {
    const stream = stockStream("sip");
    const seen: Record<string, unknown> = {};
    const errors: string[] = [];
    stream.onError((message) => errors.push(message));
    stream.onQuote((quote) => (seen["quote"] ??= quote));
    stream.onTrade((trade) => (seen["trade"] ??= trade));
    stream.onBar((bar) => (seen["bar"] ??= bar));
    stream.onConnect(() => {
      stream.subscribeForQuotes(["SPY"]);
      stream.subscribeForTrades(["SPY"]);
      stream.subscribeForBars(["*"]);
    });
    stream.connect();
    await expect
      .poll(() => Object.keys(seen).sort(), { timeout: 10_000 })
      .toEqual(["bar", "quote", "trade"]);
    expect(seen["quote"]).toMatchObject({
      symbol: "SPY",
      tape: "B",
      timestampRaw: expect.stringMatching(/^2026-11-20T\d\d:\d\d:\d\d\.\d{9}Z$/),
    });
    expect(stream.getSubscriptions()).toMatchObject({
      quotes: ["SPY"],
      trades: ["SPY"],
      bars: ["*"],
    });
    expect(errors).toEqual([]);
  });

  it("hears of its orders, and submits and waits", async () => {
    const stream = tradeStream();
    const events: string[] = [];
    stream.onTradeUpdate((update) => events.push(`${update.event} ${update.qty ?? ""}`.trim()));
    expect(await stream.whenAuthenticated()).toMatchObject({ authenticated: true });
    const order = await alpaca.trading.submitAndWait(
      { type: "market", timeInForce: "day", symbol: "SPY", qty: 2, side: "buy" },
      { stream },
    );
    expect(order).toMatchObject({ status: "filled", filledQty: "2" });
    await expect.poll(() => events).toEqual(["new", "fill 2"]);
  });

  it("reads the test feed", async () => {
    const stream = stockStream("test");
    const symbols: string[] = [];
    stream.onTrade((trade) => symbols.push(trade.symbol));
    stream.onConnect(() => stream.subscribeForTrades(["FAKEPACA"]));
    stream.connect();
    await expect.poll(() => symbols.length, { timeout: 5_000 }).toBeGreaterThan(0);
    expect(symbols[0]).toBe("FAKEPACA");
  });

  it("comes back after its sockets were cut and goes on", async () => {
    const stream = alpaca.marketData.stockStream({
      url: `ws://127.0.0.1:${venue.port}/v2/iex`,
      initialReconnectMs: 20,
      maxReconnectAttempts: -1,
    });
    open.push(stream);
    let quotes = 0;
    let connects = 0;
    stream.onQuote(() => {
      quotes += 1;
    });
    stream.onConnect(() => {
      connects += 1;
      stream.subscribeForQuotes(["*"]);
    });
    await venue.ask("POST", "/sim/tape", { speed: 20 });
    stream.connect();
    await expect.poll(() => quotes, { timeout: 10_000 }).toBeGreaterThan(0);
    await venue.ask("POST", "/sim/faults", { killSockets: true });
    await expect.poll(() => connects, { timeout: 10_000 }).toBe(2);
    const before = quotes;
    await expect.poll(() => quotes, { timeout: 10_000 }).toBeGreaterThan(before);
  });
});
