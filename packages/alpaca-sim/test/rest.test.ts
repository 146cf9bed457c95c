import { wireAccount, wireAccountConfiguration } from "@interlock/alpaca/wire/account";
import { wireActivity } from "@interlock/alpaca/wire/activity";
import { wireAsset } from "@interlock/alpaca/wire/asset";
import { wireCalendarDay, wireClock } from "@interlock/alpaca/wire/clock";
import { wireError } from "@interlock/alpaca/wire/error";
import { wireSnapshot, wireSymbolBarsPage } from "@interlock/alpaca/wire/market-data";
import { wireOrder } from "@interlock/alpaca/wire/order";
import { wireCloseResult, wirePosition } from "@interlock/alpaca/wire/position";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { SIMULATION_TOKEN } from "../src/server/venue-server-options.ts";
import { asRecord, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
afterEach(async () => venue.close());

const FAR_BUY = { type: "limit", limit_price: "1.00" };

async function list(path: string): Promise<Record<string, unknown>[]> {
  const { body } = await venue.ask("GET", path);
  return Array.isArray(body) ? body.map(asRecord) : [];
}

describe("requests", () => {
  it("need the account's keys", async () => {
    venue = await TestVenue.start();
    const answer = await fetch(`${venue.url}/v2/account`, { headers: { "APCA-API-KEY-ID": "PK" } });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ code: 40110000, message: "request is not authorized" });
  });

  it("take a token in place of the keys", async () => {
    venue = await TestVenue.start();
    const ask = async (token: string): Promise<number> => {
      const headers = { Authorization: `Bearer ${token}` };
      return (await fetch(`${venue.url}/v2/account`, { headers })).status;
    };
    expect([await ask(SIMULATION_TOKEN), await ask("another")]).toEqual([200, 401]);
  });

  it("are answered with an id of their own and the budget that is left", async () => {
    venue = await TestVenue.start();
    const [first, second] = [
      await venue.ask("GET", "/v2/clock"),
      await venue.ask("GET", "/v2/clock"),
    ];
    expect(first.headers.get("X-Request-ID")).toMatch(/^[0-9a-f]{32}$/);
    expect(second.headers.get("X-Request-ID")).not.toBe(first.headers.get("X-Request-ID"));
    expect(first.headers.get("X-RateLimit-Limit")).toBe("200");
    expect(second.headers.get("X-RateLimit-Remaining")).toBe("198");
    expect(second.headers.get("X-RateLimit-Reset")).toMatch(/^\d{10}$/);
  });

  it("are refused beyond 200 in a minute of venue time, and taken again in the next", async () => {
    venue = await TestVenue.start({ tradingPerMinute: 3, holdForClient: false, windowMs: 60_000 });
    await venue.ask("POST", "/sim/tape", { paused: true });
    const statuses: number[] = [];
    for (let count = 0; count < 5; count++)
      statuses.push((await venue.ask("GET", "/v2/clock")).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect((await venue.ask("GET", "/v2/stocks/SPY/snapshot")).status).toBe(200);
    await venue.ask("POST", "/sim/tape", { paused: false });
    await expect.poll(async () => (await venue.ask("GET", "/v2/clock")).status).toBe(200);
  });

  it("are refused when they cannot be read", async () => {
    venue = await TestVenue.start();
    const send = async (body: string): Promise<[number, unknown]> => {
      const answer = await fetch(`${venue.url}/v2/orders`, {
        method: "POST",
        headers: {
          "APCA-API-KEY-ID": "PKSIMULATEDVENUE0001",
          "APCA-API-SECRET-KEY": "simulated-venue-keeps-no-secrets",
          "Content-Type": "text/plain",
        },
        body,
      });
      return [answer.status, await answer.json()];
    };
    expect(await send("{")).toMatchObject([400, { message: "request body format is invalid" }]);
    expect(await send("[]")).toMatchObject([422, { message: "invalid request body" }]);
    expect(await send('{"qty":true}')).toMatchObject([422, { message: "invalid qty" }]);
    expect(await send(`"${"x".repeat(2 ** 20)}"`)).toMatchObject([
      400,
      { message: "request body is too large" },
    ]);
    expect(
      await send('{"symbol":"SPY","qty":1,"side":"buy","type":"market","time_in_force":"day"}'),
    ).toMatchObject([200, {}]);
  });

  it("to addresses that do not exist are answered 404", async () => {
    venue = await TestVenue.start();
    expect(await venue.ask("GET", "/v2/nowhere")).toMatchObject({
      status: 404,
      body: { message: "endpoint not found." },
    });
  });
});

describe("orders over REST", () => {
  it("are answered as pending, found by either id, canceled with 204 and listed by every filter", async () => {
    venue = await TestVenue.start();
    const order = await venue.order({ ...FAR_BUY, client_order_id: "cid/1" });
    expect(wireOrder.parse(order)).toMatchObject({
      status: "pending_new",
      client_order_id: "cid/1",
    });
    const byClient = await venue.get("/v2/orders:by_client_order_id?client_order_id=cid%2F1");
    expect(byClient).toEqual(await venue.get(`/v2/orders/${order["id"]}`));
    expect(byClient).toMatchObject({ status: "new", limit_price: "1" });
    expect(await venue.ask("DELETE", `/v2/orders/${order["id"]}`)).toMatchObject({
      status: 204,
      body: null,
    });
    await venue.order({ ...FAR_BUY, symbol: "IBM" });
    await venue.order({ ...FAR_BUY, limit_price: "1.01" });
    const symbols = async (query: string): Promise<unknown[]> =>
      (await list(`/v2/orders?${query}`)).map((item) => `${item["symbol"]} ${item["status"]}`);
    expect(await symbols("")).toEqual(["SPY new", "IBM new"]);
    expect(await symbols("status=closed")).toEqual(["SPY canceled"]);
    expect(await symbols("status=all&direction=asc&limit=2")).toEqual(["SPY canceled", "IBM new"]);
    expect(await symbols("symbols=IBM,MSFT&side=buy")).toEqual(["IBM new"]);
    expect(await symbols("side=sell")).toEqual([]);
    expect(await symbols(`after_order_id=${order["id"]}&direction=asc`)).toEqual([
      "IBM new",
      "SPY new",
    ]);
    expect(
      await symbols(`status=all&until=${encodeURIComponent(String(order["submitted_at"]))}`),
    ).toEqual([]);
    expect(await symbols(`status=all&after=${order["submitted_at"]}`)).toHaveLength(2);
  });

  it.each<[string, string, number, string]>([
    ["GET", "/v2/orders/not-an-id", 422, "order_id is missing"],
    ["GET", "/v2/orders/00000000-0000-4000-8000-000000000000", 404, "order not found for 00000000"],
    [
      "DELETE",
      "/v2/orders/00000000-0000-4000-8000-000000000000",
      404,
      "order not found for 00000000",
    ],
    [
      "PATCH",
      "/v2/orders/00000000-0000-4000-8000-000000000000",
      404,
      "order not found for 00000000",
    ],
    ["GET", "/v2/orders:by_client_order_id?client_order_id=none", 404, "order not found for none"],
    ["GET", "/v2/orders?limit=501", 422, "invalid limit: must be 1 to 500"],
    ["GET", "/v2/orders?status=some", 422, "invalid status: must be open, closed, all"],
    ["GET", "/v2/orders?after=noon", 422, "invalid after"],
    ["GET", "/v2/positions/SPY", 404, "position does not exist"],
    ["GET", "/v2/positions/NOPE", 404, "symbol not found: NOPE"],
    ["DELETE", "/v2/positions/SPY", 404, "position does not exist"],
    [
      "DELETE",
      "/v2/positions/SPY?qty=1&percentage=2",
      422,
      "only one of qty or percentage is accepted",
    ],
    ["GET", "/v2/assets/NOPE", 404, "asset not found for NOPE"],
    ["GET", "/v2/account/activities?page_size=101", 422, "invalid page_size: must be 1 to 100"],
    [
      "GET",
      "/v2/account/activities?category=trade_activity&activity_types=FEE",
      422,
      "exclude each other",
    ],
    ["GET", "/v2/account/activities?page_token=zz", 422, "invalid page_token"],
    [
      "GET",
      "/v2/orders?before_order_id=00000000-0000-4000-8000-00000000dead",
      404,
      "order not found",
    ],
    ["GET", "/v2/orders?status=all&after_order_id=first", 404, "order not found for first"],
    ["GET", "/v2/calendar?start=soon", 422, "invalid start or end"],
    ["GET", "/v2/stocks/NOPE/snapshot", 400, "invalid symbol: NOPE"],
    ["GET", "/v2/stocks/bars?symbols=SPY&timeframe=5Month", 400, "invalid timeframe"],
  ])("answer %s %s with %d", async (method, path, status, message) => {
    venue = await TestVenue.start();
    const answer = await venue.ask(method, path, method === "PATCH" ? { qty: "1" } : undefined);
    expect(answer.status).toBe(status);
    expect(wireError.parse(answer.body).message).toContain(message);
  });

  it("carry the further fields of a refusal", async () => {
    venue = await TestVenue.start();
    const order = { symbol: "SPY", qty: "9000", side: "buy", type: "market", time_in_force: "day" };
    expect(await venue.ask("POST", "/v2/orders", order)).toMatchObject({
      status: 403,
      body: { code: 40310000, message: "insufficient buying power", buying_power: "400000" },
    });
  });

  it("are canceled all at once with 207 and one line each", async () => {
    venue = await TestVenue.start();
    const orders = [await venue.order(FAR_BUY), await venue.order({ ...FAR_BUY, symbol: "IBM" })];
    expect(await venue.ask("DELETE", "/v2/orders")).toMatchObject({
      status: 207,
      body: orders.map(({ id }) => ({ id, status: 200 })),
    });
  });

  it("are replaced by new ones", async () => {
    venue = await TestVenue.start();
    const order = await venue.order(FAR_BUY);
    const { status, body } = await venue.ask("PATCH", `/v2/orders/${order["id"]}`, {
      limit_price: 1.5,
    });
    expect([status, body]).toMatchObject([200, { replaces: order["id"], limit_price: "1.5" }]);
  });
});

describe("the account over REST", () => {
  it("shows positions and closes them with 207", async () => {
    venue = await TestVenue.start();
    await venue.order();
    const [position] = await list("/v2/positions");
    expect(wirePosition.parse(position)).toMatchObject({ symbol: "SPY", qty: "10", side: "long" });
    expect(await venue.get(`/v2/positions/${position?.["asset_id"]}`)).toMatchObject({ qty: "10" });
    const part = await venue.ask("DELETE", "/v2/positions/SPY?percentage=25");
    expect(part).toMatchObject({ status: 200, body: { side: "sell", qty: "2", type: "market" } });
    const all = await venue.ask("DELETE", "/v2/positions?cancel_orders=true");
    expect(z.array(wireCloseResult).safeParse(all.body).success).toBe(true);
    expect(all).toMatchObject({
      status: 207,
      body: [{ symbol: "SPY", status: 200, body: { qty: "8" } }],
    });
    expect(await list("/v2/positions")).toEqual([]);
  });

  it("lists activities by page, type and direction", async () => {
    venue = await TestVenue.start();
    for (const side of ["buy", "sell", "buy"]) await venue.order({ side });
    const all = await list("/v2/account/activities");
    expect(all.map((entry) => wireActivity.parse(entry)["side"])).toEqual(["buy", "sell", "buy"]);
    const page = await list("/v2/account/activities?page_size=2");
    const next = await list(`/v2/account/activities?page_size=2&page_token=${page[1]?.["id"]}`);
    expect([...page, ...next]).toEqual(all);
    expect(await list("/v2/account/activities/FEE")).toEqual([]);
    expect(await list("/v2/account/activities?activity_types=FILL&direction=asc")).toEqual(
      all.toReversed(),
    );
    expect(await list(`/v2/account/activities?order_id=${all[0]?.["order_id"]}`)).toEqual([all[0]]);
    expect(await list("/v2/account/activities?date=2026-11-20")).toEqual(all);
    expect(await list("/v2/account/activities?date=2026-11-19")).toEqual([]);
    expect(all[0]?.["id"]).toMatch(/^20261120143000\d{3}::[0-9a-f-]{36}$/);
  });

  it("keeps the holder's choices", async () => {
    venue = await TestVenue.start();
    const answer = await venue.ask("PATCH", "/v2/account/configurations", {
      no_shorting: true,
      max_margin_multiplier: 2,
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { no_shorting: true, max_margin_multiplier: "2", suspend_trade: false },
    });
    expect(wireAccountConfiguration.parse(await venue.get("/v2/account/configurations"))).toEqual(
      answer.body,
    );
    expect(wireAccount.parse(await venue.get("/v2/account"))).toMatchObject({
      shorting_enabled: false,
      multiplier: "2",
    });
    expect(
      await venue.ask("PATCH", "/v2/account/configurations", { max_margin_multiplier: 3 }),
    ).toMatchObject({
      status: 422,
      body: { message: "invalid max_margin_multiplier: must be 1, 2, 4" },
    });
  });

  it("tells the venue's time, the calendar and the assets", async () => {
    venue = await TestVenue.start();
    expect(wireClock.parse(await venue.get("/v2/clock"))).toMatchObject({
      timestamp: "2026-11-20T09:30:00-05:00",
      is_open: true,
      next_close: "2026-11-20T16:00:00-05:00",
    });
    const days = await list("/v2/calendar?start=2026-11-25&end=2026-11-30T00:00:00Z");
    expect(days.map((day) => wireCalendarDay.parse(day))).toEqual([
      {
        date: "2026-11-25",
        open: "09:30",
        close: "16:00",
        session_open: "0400",
        session_close: "2000",
        settlement_date: "2026-11-27",
      },
      {
        date: "2026-11-27",
        open: "09:30",
        close: "13:00",
        session_open: "0400",
        session_close: "1700",
        settlement_date: "2026-11-30",
      },
      {
        date: "2026-11-30",
        open: "09:30",
        close: "16:00",
        session_open: "0400",
        session_close: "2000",
        settlement_date: "2026-12-01",
      },
    ]);
    const assets = await list("/v2/assets?status=active&asset_class=us_equity");
    expect(assets.map((asset) => wireAsset.parse(asset).symbol)).toEqual(["SPY", "IBM"]);
    expect(await venue.get(`/v2/assets/${assets[0]?.["id"]}`)).toEqual(assets[0]);
    expect(await list("/v2/assets?asset_class=crypto")).toEqual([]);
    expect(await list("/v2/assets?attributes=has_options")).toEqual([]);
    expect(await list("/v2/assets?attributes=fractional_eh_enabled")).toEqual(assets);
    const byId = await venue.order({ ...FAR_BUY, symbol: assets[1]?.["id"] });
    expect(byId["symbol"]).toBe("IBM");
  });
});

describe("market data over REST", () => {
  it("pages minute bars of earlier days and of this one up to now", async () => {
    venue = await TestVenue.start({ fromMinute: 600 });
    const path = "/v2/stocks/SPY/bars?timeframe=1Min&start=2026-11-19T20:00:00Z&limit=50";
    const first = wireSymbolBarsPage.parse(await venue.get(path));
    expect(first.bars).toHaveLength(50);
    expect(first.next_page_token).not.toBeNull();
    const second = wireSymbolBarsPage.parse(
      await venue.get(`${path}&page_token=${first.next_page_token}`),
    );
    const times = [...first.bars, ...second.bars].map(({ t }) => t);
    expect(new Set(times).size).toBe(times.length);
    expect(times).toEqual(times.toSorted());
    expect(times[0]).toBe("2026-11-19T20:00:00Z");
    expect(times.at(-1)).toBe("2026-11-20T14:59:00Z");
  });

  it("joins minutes into longer bars, and days up to the present one as it stands", async () => {
    venue = await TestVenue.start({ fromMinute: 640 });
    const bars = async (query: string): Promise<Record<string, unknown>[]> =>
      wireSymbolBarsPage.parse(await venue.get(`/v2/stocks/SPY/bars?${query}`)).bars;
    const minutes = await bars(
      "timeframe=1Min&start=2026-11-20T14:30:00Z&end=2026-11-20T14:59:59Z",
    );
    const [half] = await bars("timeframe=30Min&start=2026-11-20T14:30:00Z");
    expect(half).toMatchObject({
      t: "2026-11-20T14:30:00Z",
      o: minutes[0]?.["o"],
      c: minutes.at(-1)?.["c"],
    });
    const days = await bars("timeframe=1Day&start=2026-11-18&sort=desc");
    expect(days.map(({ t }) => t)).toEqual([
      "2026-11-20T05:00:00Z",
      "2026-11-19T05:00:00Z",
      "2026-11-18T05:00:00Z",
    ]);
  });

  it("gives several symbols, the latest and snapshots", async () => {
    venue = await TestVenue.start({ fromMinute: 600 });
    const many = await venue.get(
      "/v2/stocks/bars?symbols=SPY,IBM,NOPE&timeframe=1Hour&start=2026-11-19",
    );
    expect(Object.keys(asRecord(many["bars"]))).toEqual(["IBM", "SPY"]);
    const quote = await venue.get("/v2/stocks/SPY/quotes/latest");
    expect(await venue.get("/v2/stocks/quotes/latest?symbols=SPY,NOPE&feed=sip")).toEqual({
      quotes: { SPY: quote["quote"] },
    });
    const trades = await venue.get("/v2/stocks/trades/latest?symbols=IBM,SPY");
    const snapshot = await venue.get("/v2/stocks/SPY/snapshot");
    expect(wireSnapshot.safeParse(snapshot).success).toBe(true);
    expect(snapshot).toMatchObject({
      symbol: "SPY",
      latestQuote: quote["quote"],
      latestTrade: asRecord(trades["trades"])["SPY"],
      minuteBar: { t: "2026-11-20T14:59:00Z" },
      dailyBar: { t: "2026-11-20T05:00:00Z" },
      prevDailyBar: { t: "2026-11-19T05:00:00Z", c: 588 },
    });
    expect(await venue.get("/v2/stocks/snapshots?symbols=SPY")).toMatchObject({
      SPY: { latestQuote: quote["quote"] },
    });
  });
});
