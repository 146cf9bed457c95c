import { type AddressInfo, createServer, type Socket } from "node:net";
import { createServer as createSecureServer } from "node:https";
import { clientOrderId, ticker, venueOrderId } from "@interlock/core/ids";
import { isoDate } from "@interlock/core/market/civil-date";
import { price } from "@interlock/core/number/price";
import { quantity } from "@interlock/core/number/quantity";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aFillActivity, anApprovedOrder, aWireAccount, aWireOrder, NOW } from "../test/samples.ts";
import { type Responder, ScriptedVenue, sendJson } from "../test/scripted-venue.ts";
import { UNTRUSTED_CERTIFICATE, UNTRUSTED_KEY } from "../test/untrusted-certificate.ts";
import type { HttpLimits } from "./rest/http-client.ts";
import { VenueClient } from "./venue-client.ts";

const LIMITS: HttpLimits = { connectMs: 300, totalMs: 300, bodyBytesMax: 64 * 1024, connections: 8 };
const ORDER_ID = venueOrderId("904837e3-3b76-47ec-b432-046db621571b");

let venue: ScriptedVenue;
let client: VenueClient;
let now = NOW;

beforeEach(async () => {
  now = NOW;
  venue = await ScriptedVenue.start();
  client = new VenueClient({ environment: venue.environment, venueNow: () => now, limits: LIMITS });
});

afterEach(async () => {
  await client.close();
  await venue.stop();
});

function refuse(status: number, code: number | null, message: string): Responder {
  return (_request, response) =>
    sendJson(response, status, code === null ? { message } : { code, message });
}

describe("submitOrder", () => {
  test("sends the order as Alpaca writes it, through the unmodified SDK, and returns the venue's", async () => {
    venue.respond = (_request, response) => sendJson(response, 200, aWireOrder());
    const outcome = await client.submitOrder(anApprovedOrder());
    expect(outcome).toMatchObject({
      outcome: "accepted",
      adopted: false,
      deviations: [],
      order: { venueOrderId: ORDER_ID, status: "accepted", venueStatus: "pending_new" },
      raw: JSON.stringify(aWireOrder()),
    });
    expect(venue.requests).toHaveLength(1);
    const [request] = venue.requests;
    expect(request).toMatchObject({
      method: "POST",
      path: "/v2/orders",
      headers: { "apca-api-key-id": "PKTESTKEY", "apca-api-secret-key": "test-secret" },
    });
    expect(request?.headers["user-agent"]).toContain("APCA-NODE/4.0.2");
    expect(JSON.parse(request?.body ?? "")).toEqual({
      client_order_id: "cid-1",
      limit_price: "150.25",
      qty: "10",
      side: "buy",
      symbol: "AAPL",
      time_in_force: "day",
      type: "limit",
    });
  });

  test.each<[string, Responder]>([
    ["the connection is cut before any answer", (_request, _response, socket) => void socket.destroy()],
    [
      "the connection is cut in the middle of the answer",
      (_request, response, socket) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write('{"id":"90', () => socket.destroy());
      },
    ],
    ["the venue answers too late", () => {}],
    [
      "the body never ends",
      (_request, response) => {
        response.writeHead(200).write('{"id":');
      },
    ],
    ["the venue answers 500", refuse(500, 50010000, "internal server error")],
    ["the venue answers 502 in HTML", (_request, response) => void response.writeHead(502).end("<html>")],
    ["the venue answers 503", refuse(503, null, "unavailable")],
    ["the venue answers 504", refuse(504, null, "timeout")],
    ["the venue answers 200 with torn JSON", (_request, response) => void response.writeHead(200).end('{"id":"904')],
    ["the venue answers 200 with nothing", (_request, response) => void response.writeHead(200).end()],
    ["the venue answers 200 with another object", (_request, response) => sendJson(response, 200, { ok: true })],
    ["the answer is larger than we take", (_request, response) => void response.writeHead(200).end(Buffer.alloc(10 * 1024 * 1024, 0x20))],
    ["the venue redirects", (_request, response) => void response.writeHead(307, { location: "http://127.0.0.1:1/" }).end()],
    ["an error body has a code that nobody documents", refuse(422, 99999999, "order failed")],
    ["an error body has no code", refuse(422, null, "something is wrong")],
    ["a documented code comes with a status that it never has", refuse(403, 42210000, "odd")],
  ])("is unknown, never rejected, when %s", async (_what, respond) => {
    venue.respond = respond;
    const outcome = await client.submitOrder(anApprovedOrder());
    expect(outcome.outcome).toBe("unknown");
    expect(outcome).toMatchObject({ reason: expect.stringMatching(/./) });
    expect(venue.requests).toHaveLength(1);
  });

  test("keeps the raw answer that it could not read", async () => {
    venue.respond = (_request, response) => void response.writeHead(200).end('{"id":"904');
    expect(await client.submitOrder(anApprovedOrder())).toMatchObject({ raw: '{"id":"904' });
  });

  test.each<[number, number, string]>([
    [403, 40310000, "insufficient buying power"],
    [403, 40310000, "potential wash trade detected. use complex orders"],
    [422, 42210000, 'asset "ZZZZ" not found'],
    [404, 40410000, "symbol not found: ZZZZ"],
  ])("is rejected for good on %i/%i %s", async (status, code, message) => {
    venue.respond = refuse(status, code, message);
    expect(await client.submitOrder(anApprovedOrder())).toEqual({
      outcome: "rejected",
      code: String(code),
      message,
      raw: JSON.stringify({ code, message }),
      retryAt: null,
    });
  });

  test("a refused key says which key, where, and what to check, and never the secret", async () => {
    venue.respond = refuse(401, 40110000, "request is not authorized");
    const outcome = await client.submitOrder(anApprovedOrder());
    expect(outcome).toMatchObject({ outcome: "rejected", code: "http_401", retryAt: null });
    const message = outcome.outcome === "rejected" ? outcome.message : "";
    expect(message).toMatch(/^Key PKTEST… was refused by 127\.0\.0\.1:\d+: check ALPACA_API_KEY and ALPACA_SECRET_KEY/);
    expect(message).not.toContain("test-secret");
    venue.respond = refuse(403, null, "forbidden.");
    expect(await client.submitOrder(anApprovedOrder())).toMatchObject({ outcome: "rejected", code: "http_403" });
  });

  test("a 429 is no acceptance: the same order may be sent again when the venue says", async () => {
    venue.respond = (_request, response) => {
      response.writeHead(429, { "retry-after": "7" }).end('{"message":"too many requests."}');
    };
    expect(await client.submitOrder(anApprovedOrder())).toMatchObject({
      outcome: "rejected",
      code: "http_429",
      retryAt: NOW + 7_000,
    });
    expect(await client.submitOrder(anApprovedOrder())).toMatchObject({ code: "rate_budget", retryAt: NOW + 7_000 });
    expect(venue.requests).toHaveLength(1);
  });

  test("what was never sent is no acceptance", async () => {
    await venue.stop();
    expect(await client.submitOrder(anApprovedOrder())).toMatchObject({
      outcome: "rejected",
      code: "not_sent",
      message: expect.stringContaining("ECONNREFUSED"),
      retryAt: NOW + 1_000,
    });
    venue = await ScriptedVenue.start();
  });

  test("an order beyond the minute's budget is not sent, one that reduces risk is", async () => {
    venue.respond = (_request, response) => sendJson(response, 200, aWireOrder());
    const outcomes: string[] = [];
    for (let i = 0; i < 161; i++) outcomes.push((await client.submitOrder(anApprovedOrder())).outcome);
    expect(outcomes.filter((outcome) => outcome === "accepted")).toHaveLength(160);
    expect(await client.submitOrder(anApprovedOrder())).toMatchObject({ code: "rate_budget", retryAt: NOW + 60_000 });
    expect((await client.submitOrder(anApprovedOrder({ purpose: "stop_loss" }))).outcome).toBe("accepted");
    now += 60_000;
    expect((await client.submitOrder(anApprovedOrder())).outcome).toBe("accepted");
  });

  test.each([
    ["symbol", { symbol: "MSFT" }, "symbol is MSFT instead of AAPL"],
    ["side", { side: "sell" }, "side is sell instead of buy"],
    ["quantity", { qty: "100" }, "quantity is 100 instead of 10"],
    ["quantity, absent", { qty: null }, "quantity is absent instead of 10"],
    ["our id", { client_order_id: "other" }, "client order id is other instead of cid-1"],
  ])("flags a venue that echoes another %s", async (_what, change, deviation) => {
    venue.respond = (_request, response) => sendJson(response, 200, aWireOrder(change));
    expect(await client.submitOrder(anApprovedOrder())).toMatchObject({ outcome: "accepted", deviations: [deviation] });
  });

  describe("with an id that the venue knows already", () => {
    const duplicate = { code: 40010001, message: "client_order_id must be unique" };

    function answerLookUp(status: number, body: unknown): void {
      venue.respond = (request, response) =>
        request.method === "POST" ? sendJson(response, 422, duplicate) : sendJson(response, status, body);
    }

    test("fetches the venue's order by that id and adopts it", async () => {
      answerLookUp(200, aWireOrder({ status: "filled", filled_qty: "10" }));
      expect(await client.submitOrder(anApprovedOrder())).toMatchObject({
        outcome: "accepted",
        adopted: true,
        deviations: [],
        order: { status: "filled" },
      });
      expect(venue.requests[1]?.path).toBe("/v2/orders:by_client_order_id?client_order_id=cid-1");
    });

    test("flags an order under our id that is not the one we meant", async () => {
      answerLookUp(200, aWireOrder({ side: "sell" }));
      expect(await client.submitOrder(anApprovedOrder())).toMatchObject({
        adopted: true,
        deviations: ["side is sell instead of buy"],
      });
    });

    test("is unknown while the venue contradicts itself or does not answer", async () => {
      answerLookUp(404, { code: 40410000, message: "order not found" });
      expect((await client.submitOrder(anApprovedOrder())).outcome).toBe("unknown");
      answerLookUp(500, {});
      expect((await client.submitOrder(anApprovedOrder())).outcome).toBe("unknown");
    });

    test("another fault under the same code is rejected once the venue has no such order", async () => {
      venue.respond = (request, response) =>
        request.method === "POST"
          ? sendJson(response, 422, { code: 40010001, message: "qty must be > 0" })
          : sendJson(response, 404, { code: 40410000, message: "order not found" });
      expect(await client.submitOrder(anApprovedOrder())).toMatchObject({ outcome: "rejected", message: "qty must be > 0" });
    });
  });
});

describe("getOrderByClientOrderId", () => {
  const id = clientOrderId("cid-1");

  test("finds the order", async () => {
    venue.respond = (_request, response) => sendJson(response, 200, aWireOrder());
    expect(await client.getOrderByClientOrderId(id)).toMatchObject({ found: "yes", order: { clientOrderId: "cid-1" } });
  });

  test("is absent only on the venue's own word", async () => {
    venue.respond = refuse(404, 40410000, "order not found for cid-1");
    expect(await client.getOrderByClientOrderId(id)).toMatchObject({ found: "no" });
  });

  test.each<[string, Responder]>([
    ["an address that does not exist", refuse(404, 40410000, "endpoint not found.")],
    ["a 404 of something else", (_request, response) => void response.writeHead(404).end("<html>")],
    ["a 500", refuse(500, 50010000, "internal server error")],
    ["another order than asked for", (_request, response) => sendJson(response, 200, aWireOrder({ client_order_id: "x" }))],
    ["silence", () => {}],
  ])("is unknown on %s", async (_what, respond) => {
    venue.respond = respond;
    expect(await client.getOrderByClientOrderId(id)).toMatchObject({ found: "unknown" });
  });
});

describe("cancelOrder", () => {
  test.each<[string, string, Responder]>([
    ["accepted", "the venue answers 204", (_request, response) => void response.writeHead(204).end()],
    ["refused", "the order is filled", refuse(422, 42210000, 'order is already in "filled" state')],
    ["refused", "the venue does not know it", refuse(404, 40410000, "order not found")],
    ["unknown", "the venue answers 500", refuse(500, 50010000, "internal server error")],
    ["unknown", "the connection is cut", (_request, _response, socket) => void socket.destroy()],
    ["unknown", "the rate limit is reached", refuse(429, null, "too many requests.")],
  ])("is %s when %s", async (outcome, _what, respond) => {
    venue.respond = respond;
    expect(await client.cancelOrder(ORDER_ID)).toMatchObject({ outcome });
    expect(venue.requests[0]).toMatchObject({ method: "DELETE", path: `/v2/orders/${ORDER_ID}` });
  });
});

describe("cancelAllOrders", () => {
  test("reads the answer per order", async () => {
    venue.respond = (_request, response) => sendJson(response, 207, [{ id: "a", status: 200 }, { id: "b", status: 422 }]);
    expect(await client.cancelAllOrders()).toEqual({
      ok: true,
      value: [
        { venueOrderId: "a", accepted: true, httpStatus: 200 },
        { venueOrderId: "b", accepted: false, httpStatus: 422 },
      ],
    });
  });

  test("a kill goes out although the budget is spent and the venue said 429", async () => {
    venue.respond = refuse(429, null, "too many requests.");
    await client.account();
    venue.respond = (_request, response) => sendJson(response, 207, []);
    expect(await client.account()).toMatchObject({ ok: false, failure: { kind: "rate_limited" } });
    expect(await client.cancelAllOrders()).toEqual({ ok: true, value: [] });
  });
});

describe("replaceOrder", () => {
  test("returns the new order and checks that it replaces the old one", async () => {
    const replacement = anApprovedOrder({
      clientOrderId: clientOrderId("cid-2"),
      quantity: quantity("5"),
      pricing: { type: "limit", limitPrice: price("150.3") },
    });
    const wire = aWireOrder({ id: "new", client_order_id: "cid-2", qty: "5", limit_price: "150.3", replaces: ORDER_ID });
    venue.respond = (_request, response) => sendJson(response, 200, wire);
    expect(await client.replaceOrder(ORDER_ID, replacement)).toMatchObject({
      outcome: "accepted",
      deviations: [],
      order: { venueOrderId: "new", replaces: ORDER_ID },
    });
    expect(venue.requests[0]).toMatchObject({ method: "PATCH", path: `/v2/orders/${ORDER_ID}` });
    expect(JSON.parse(venue.requests[0]?.body ?? "")).toEqual({
      qty: "5",
      time_in_force: "day",
      limit_price: "150.30",
      client_order_id: "cid-2",
    });
    venue.respond = (_request, response) => sendJson(response, 200, { ...wire, replaces: null });
    expect(await client.replaceOrder(ORDER_ID, replacement)).toMatchObject({
      deviations: [`replaced order is absent instead of ${ORDER_ID}`],
    });
  });
});

describe("questions", () => {
  test("an answer that cannot be used says why, keeps what came and when to ask again", async () => {
    venue.respond = (_request, response) => sendJson(response, 200, aWireAccount({ cash: "lots" }));
    const answer = await client.account();
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: "malformed", message: expect.stringContaining('cash "lots"'), retryAt: NOW + 1_000, raw: expect.stringContaining("lots") },
    });
  });

  test.each<[string, Responder, string, RegExp, boolean]>([
    ["500", refuse(500, 50010000, "internal server error"), "venue_error", /500: internal server error.*asked again/, true],
    ["401", refuse(401, null, "unauthorized."), "unauthorized", /check ALPACA_API_KEY/, false],
    ["403", refuse(403, 40310000, "account is restricted"), "unauthorized", /account is restricted/, false],
    ["429", refuse(429, null, "slow down"), "rate_limited", /wait until it allows more/, true],
    ["404 of the venue", refuse(404, 40410000, "asset not found for X"), "refused", /check the symbol or id/, false],
    ["404 of something else", (_request, response) => void response.writeHead(404).end(), "refused", /check ALPACA_BASE_URL/, false],
    ["a cut", (_request, _response, socket) => void socket.destroy(), "no_answer", /asked again/, true],
  ])("on %s the failure is a sentence with a next step", async (_what, respond, kind, sentence, again) => {
    venue.respond = respond;
    const answer = await client.asset(ticker("X"));
    expect(answer).toMatchObject({ ok: false, failure: { kind, message: expect.stringMatching(sentence) } });
    expect(answer.ok || answer.failure.retryAt !== null).toBe(again);
  });

  test("a venue that is not there is named with what to do", async () => {
    await venue.stop();
    expect(await client.clock()).toMatchObject({
      failure: { kind: "unreachable", message: expect.stringMatching(/simulated venue does not answer.*start it/) },
    });
    venue = await ScriptedVenue.start();
  });

  test("a half-open connection ends at the deadline and is not used again", async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const environment = { ...venue.environment, tradingUrl: `http://127.0.0.1:${port}` };
    const other = new VenueClient({ environment, venueNow: () => now, limits: LIMITS });
    const start = performance.now();
    for (let i = 0; i < 2; i++) {
      expect(await other.clock()).toMatchObject({
        failure: { kind: "no_answer", message: expect.stringContaining("300 ms") },
      });
    }
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(sockets.length).toBeGreaterThan(1);
    await other.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  test("a certificate that nobody vouches for is refused before anything is sent", async () => {
    let requests = 0;
    const server = createSecureServer({ key: UNTRUSTED_KEY, cert: UNTRUSTED_CERTIFICATE }, (_request, response) => {
      requests += 1;
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const environment = { ...venue.environment, tradingUrl: `https://127.0.0.1:${port}` };
    const other = new VenueClient({ environment, venueNow: () => now, limits: LIMITS });
    expect(await other.submitOrder(anApprovedOrder())).toMatchObject({
      outcome: "rejected",
      code: "not_sent",
      message: expect.stringContaining("DEPTH_ZERO_SELF_SIGNED_CERT"),
    });
    expect(requests).toBe(0);
    await other.close();
    await new Promise((resolve) => server.close(resolve));
  });

  test("requests that others make on the account leave less for ours", async () => {
    venue.respond = (_request, response) => {
      response.setHeader("x-ratelimit-limit", "200");
      response.setHeader("x-ratelimit-remaining", "20");
      response.setHeader("x-ratelimit-reset", String(NOW / 1_000 + 30));
      sendJson(response, 200, aWireAccount());
    };
    expect((await client.account()).ok).toBe(true);
    expect(client.usage()).toMatchObject({ trading: 180, data: 0, limit: 200 });
    expect(await client.account()).toMatchObject({ failure: { kind: "rate_limited", retryAt: NOW + 30_000 } });
    now = NOW + 30_000;
    expect((await client.account()).ok).toBe(true);
  });

  test("the calendar is asked for by dates", async () => {
    venue.respond = (_request, response) => sendJson(response, 200, [{ date: "2026-11-20", open: "09:30", close: "16:00" }]);
    const days = await client.calendar(isoDate("2026-11-20"), isoDate("2026-11-20"));
    expect(days).toMatchObject({ ok: true, value: [{ date: "2026-11-20", closeAt: Date.UTC(2026, 10, 20, 21) }] });
    expect(venue.requests[0]?.path).toContain("start=2026-11-20");
  });

  test("bars come in pages; one that cannot be used is named and left out", async () => {
    const bar = { t: "2026-11-20T14:31:00Z", o: 10, h: 11, l: 9, c: 10, v: 100, n: 3 };
    venue.respond = (request, response) =>
      request.path.includes("page_token")
        ? sendJson(response, 200, { bars: { AAPL: [{ ...bar, t: "2026-11-20T14:30:00Z" }, { ...bar, h: 1 }] }, next_page_token: null })
        : sendJson(response, 200, { bars: { AAPL: [bar], SPY: [{ ...bar, t: "?" }] }, next_page_token: "QQ==" });
    const answer = await client.bars({ symbols: [ticker("AAPL"), ticker("SPY")], timeframe: "1Min", startAt: NOW, endAt: NOW, feed: "test", adjustment: "raw" });
    expect(answer).toMatchObject({
      ok: true,
      value: { bars: [{ startAt: Date.UTC(2026, 10, 20, 14, 30) }, { startAt: Date.UTC(2026, 10, 20, 14, 31) }] },
    });
    expect(answer.ok && answer.value.refused).toHaveLength(2);
    expect(venue.requests[0]?.path).toContain("symbols=AAPL%2CSPY");
  });
});

describe("lists", () => {
  function aPage(from: number, count: number): Record<string, unknown>[] {
    return Array.from({ length: count }, (_, i) => aWireOrder({ id: `id-${from + i}`, client_order_id: `cid-${from + i}` }));
  }

  test("open orders come in pages, by cursor, each once, with their legs", async () => {
    const leg = aWireOrder({ id: "leg", client_order_id: "leg", status: "held" });
    venue.respond = (request, response) => {
      const page = request.path.includes("after_order_id=id-499") ? [{ ...aPage(499, 1)[0], legs: [leg] }] : aPage(0, 500);
      sendJson(response, 200, page);
    };
    const big = new VenueClient({ environment: venue.environment, venueNow: () => now });
    const orders = await big.openOrders();
    await big.close();
    expect(orders.ok && orders.value.length).toBe(501);
    expect(venue.requests.map(({ path }) => path)).toEqual([
      "/v2/orders?status=open&limit=500&direction=asc&nested=true",
      "/v2/orders?status=open&limit=500&direction=asc&nested=true&after_order_id=id-499",
    ]);
  });

  test("executions come in pages from before the watermark, what repeats once", async () => {
    const activity = (n: number) => aFillActivity({ id: `2026112010000502${n}::exec-${n}` });
    const first = Array.from({ length: 100 }, (_, n) => activity(n));
    venue.respond = (request, response) =>
      sendJson(response, 200, request.path.includes("page_token") ? [activity(99), activity(100)] : first);
    const executions = await client.executionsSince(NOW);
    expect(executions.ok && executions.value.map(({ executionId }) => executionId)).toEqual(
      Array.from({ length: 101 }, (_, n) => `exec-${n}`),
    );
    const [one, two] = venue.requests.map(({ path }) => new URL(path, "http://x").searchParams);
    expect(one?.get("activity_types")).toBe("FILL");
    expect(one?.get("after")).toBe(new Date(NOW - 5 * 60_000).toISOString());
    expect(two?.get("page_token")).toBe("202611201000050299::exec-99");
  });

  test("one execution that cannot be read fails the list: a hole would look like a fill that never was", async () => {
    venue.respond = (_request, response) => sendJson(response, 200, [aFillActivity(), aFillActivity({ qty: "?" })]);
    expect(await client.executionsSince(NOW)).toMatchObject({ ok: false, failure: { kind: "malformed" } });
  });

  test("a list without end is given up with a sentence", async () => {
    let n = 0;
    venue.respond = (_request, response) => sendJson(response, 200, Array.from({ length: 100 }, () => aFillActivity({ id: `1::${n++}` })));
    now = NOW;
    const endless = client.executionsSince(NOW);
    expect(await endless).toMatchObject({ failure: { message: expect.stringContaining("without end") } });
  });
});

describe("snapshot", () => {
  const clock = { timestamp: "2026-11-20T10:00:00-05:00", is_open: true, next_open: "2026-11-23T09:30:00-05:00", next_close: "2026-11-20T16:00:00-05:00" };
  const fee = { activity_type: "FEE", activity_sub_type: "REG", id: "1::f", date: "2026-11-19", net_amount: "-0.01" };

  function answers(change: Readonly<Record<string, () => unknown>> = {}): Responder {
    const table: Record<string, () => unknown> = {
      "/v2/account": () => aWireAccount(),
      "/v2/positions": () => [{ symbol: "AAPL", qty: "4", avg_entry_price: "150.1" }],
      "/v2/clock": () => clock,
      "open": () => [aWireOrder({ status: "partially_filled", filled_qty: "4" })],
      "closed": () => [],
      "FILL": () => [aFillActivity()],
      "non_trade_activity": () => [fee],
      ...change,
    };
    return (request, response) => {
      const url = new URL(request.path, "http://x");
      const query = url.searchParams;
      const key = query.get("status") ?? query.get("activity_types") ?? query.get("category") ?? url.pathname;
      const answer = table[key];
      if (answer === undefined) sendJson(response, 404, { code: 40410000, message: "order not found" });
      else sendJson(response, 200, answer());
    };
  }

  test("gathers one picture of the account", async () => {
    venue.respond = answers();
    expect(await client.snapshot({ since: NOW })).toMatchObject({
      ok: true,
      value: {
        account: { accountNumber: "PA3ABCDEFGHI" },
        positions: [{ symbol: "AAPL" }],
        openOrders: [{ clientOrderId: "cid-1" }],
        closedOrders: [],
        executions: [{ executionId: "2f63ea93-423d-4169-b3f6-3fdafc10c418" }],
        charges: [{ kind: "FEE/REG" }],
        venueAt: NOW,
      },
    });
  });

  test("reads all again when the log of executions grew in between", async () => {
    let reads = 0;
    const grown = () => (++reads >= 2 ? [aFillActivity(), aFillActivity({ id: "1::later" })] : [aFillActivity()]);
    venue.respond = answers({ FILL: grown });
    const snapshot = await client.snapshot({ since: NOW });
    expect(snapshot.ok && snapshot.value.executions).toHaveLength(2);
    expect(venue.requests.filter(({ path }) => path === "/v2/positions")).toHaveLength(2);
  });

  test("an order that we hold open and the lists leave out is looked up", async () => {
    venue.respond = answers({ open: () => [], "/v2/orders:by_client_order_id": () => aWireOrder({ status: "canceled" }) });
    const snapshot = await client.snapshot({ since: NOW, workingOrders: [clientOrderId("cid-1")], charges: false });
    expect(snapshot).toMatchObject({ value: { openOrders: [], closedOrders: [{ status: "canceled" }], charges: [] } });
    venue.respond = answers({ open: () => [] });
    const without = await client.snapshot({ since: NOW, workingOrders: [clientOrderId("cid-1")] });
    expect(without).toMatchObject({ ok: true, value: { openOrders: [], closedOrders: [] } });
  });

  test.each(["/v2/account", "/v2/positions", "/v2/clock", "open", "closed", "FILL", "non_trade_activity"])(
    "fails as a whole when %s cannot be read",
    async (part) => {
      venue.respond = answers({ [part]: () => "nonsense" });
      expect(await client.snapshot({ since: NOW })).toMatchObject({ ok: false, failure: { kind: "malformed" } });
    },
  );
});
