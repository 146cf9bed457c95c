import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { ticker } from "@interlock/core/ids";
import { isoDate } from "@interlock/core/market/civil-date";
import { price } from "@interlock/core/number/price";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { anApprovedOrder, aWireAccount, NOW } from "../test/samples.ts";
import { type Responder, sendJson } from "../test/scripted-venue.ts";
import { UNTRUSTED_CERTIFICATE, UNTRUSTED_KEY } from "../test/untrusted-certificate.ts";
import { refuse, VenueFixture } from "../test/venue-fixture.ts";

const fixture = new VenueFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.stop());

describe("questions", () => {
  test("an answer that cannot be used says why, keeps what came and when to ask again", async () => {
    fixture.venue.respond = (_request, response) =>
      sendJson(response, 200, aWireAccount({ cash: "lots" }));
    const answer = await fixture.client.account();
    expect(answer).toMatchObject({
      ok: false,
      failure: {
        kind: "malformed",
        message: expect.stringContaining('cash "lots"'),
        retryAt: NOW + 1_000,
        raw: expect.stringContaining("lots"),
      },
    });
  });

  test.each<[string, Responder, string, RegExp, boolean]>([
    [
      "500",
      refuse(500, 50010000, "internal server error"),
      "venue_error",
      /500: internal server error.*asked again/,
      true,
    ],
    ["401", refuse(401, null, "unauthorized."), "unauthorized", /check ALPACA_API_KEY/, false],
    [
      "403",
      refuse(403, 40310000, "account is restricted"),
      "unauthorized",
      /account is restricted/,
      false,
    ],
    ["429", refuse(429, null, "slow down"), "rate_limited", /wait until it allows more/, true],
    [
      "404 of the venue",
      refuse(404, 40410000, "asset not found for X"),
      "refused",
      /check the symbol or id/,
      false,
    ],
    [
      "404 of something else",
      (_request, response) => void response.writeHead(404).end(),
      "refused",
      /check ALPACA_BASE_URL/,
      false,
    ],
    [
      "a cut",
      (_request, _response, socket) => void socket.destroy(),
      "no_answer",
      /asked again/,
      true,
    ],
  ])(
    "on %s the failure is a sentence with a next step",
    async (_what, respond, kind, sentence, again) => {
      fixture.venue.respond = respond;
      const answer = await fixture.client.asset(ticker("X"));
      expect(answer).toMatchObject({
        ok: false,
        failure: { kind, message: expect.stringMatching(sentence) },
      });
      expect(answer.ok || answer.failure.retryAt !== null).toBe(again);
    },
  );

  test("what may be done with instruments is asked for; one that the venue does not know may not be traded", async () => {
    const asset = { id: "a1", class: "us_equity", status: "active", tradable: true };
    fixture.venue.respond = (request, response) =>
      request.path.endsWith("/NONE")
        ? sendJson(response, 404, { code: 40410000, message: "asset not found for NONE" })
        : sendJson(response, 200, {
            ...asset,
            symbol: "SPY",
            shortable: true,
            borrow_status: "hard_to_borrow",
          });
    const none = { tradable: false, shortable: false, easyToBorrow: false, fractionable: false };
    expect(await fixture.client.assets([ticker("SPY"), ticker("NONE")])).toEqual({
      ok: true,
      value: [
        { ...none, symbol: "SPY", tradable: true, shortable: true },
        { ...none, symbol: "NONE" },
      ],
    });
    fixture.venue.respond = refuse(500, 50010000, "internal server error");
    expect(await fixture.client.assets([ticker("SPY")])).toMatchObject({ ok: false });
  });

  test("instruments beyond forty are read off the whole list", async () => {
    const symbols = Array.from({ length: 41 }, (_, n) => ticker(`A${String.fromCharCode(65 + n)}`));
    fixture.venue.respond = (_request, response) =>
      sendJson(response, 200, [
        { id: "a1", symbol: "AA", status: "active", tradable: true, shortable: true },
        { id: "a2", symbol: "ZZZ", status: 7 },
      ]);
    const answer = await fixture.client.assets(symbols);
    expect(fixture.venue.requests).toHaveLength(1);
    expect(answer.ok && answer.value).toHaveLength(41);
    expect(answer.ok && answer.value[0]).toMatchObject({ symbol: "AA", shortable: true });
    expect(answer.ok && answer.value[1]).toMatchObject({ tradable: false });
  });

  test("a venue that is not there is named with what to do", async () => {
    await fixture.venue.stop();
    expect(await fixture.client.clock()).toMatchObject({
      failure: {
        kind: "unreachable",
        message: expect.stringMatching(/simulated venue does not answer.*start it/),
      },
    });
  });

  test("B29 a name that cannot be resolved: an order was surely not sent, and a question is asked again", async () => {
    await fixture.useImpatientClient("http://venue.invalid");
    expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
      outcome: "rejected",
      code: "not_sent",
      retryAt: NOW + 1_000,
    });
    expect(await fixture.client.clock()).toMatchObject({
      failure: { kind: "unreachable", retryAt: NOW + 1_000 },
    });
  });

  test("B16 a half-open connection ends at the deadline and is not used again", async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    await fixture.useImpatientClient(`http://127.0.0.1:${port}`);
    const start = performance.now();
    for (let i = 0; i < 2; i++) {
      expect(await fixture.client.clock()).toMatchObject({
        failure: { kind: "no_answer", message: expect.stringContaining("300 ms") },
      });
    }
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(sockets.length).toBeGreaterThan(1);
    await fixture.client.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  test("B28 a certificate that nobody vouches for is refused before anything is sent", async () => {
    let requests = 0;
    const server = createSecureServer(
      { key: UNTRUSTED_KEY, cert: UNTRUSTED_CERTIFICATE },
      (_request, response) => {
        requests += 1;
        response.end("{}");
      },
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await fixture.useImpatientClient(`https://127.0.0.1:${port}`);
    expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
      outcome: "rejected",
      code: "not_sent",
      message: expect.stringContaining("DEPTH_ZERO_SELF_SIGNED_CERT"),
    });
    expect(requests).toBe(0);
    await fixture.client.close();
    await new Promise((resolve) => server.close(resolve));
  });

  test("requests that others make on the account leave less for ours", async () => {
    fixture.venue.respond = (_request, response) => {
      response.setHeader("x-ratelimit-limit", "200");
      response.setHeader("x-ratelimit-remaining", "20");
      response.setHeader("x-ratelimit-reset", String(NOW / 1_000 + 30));
      sendJson(response, 200, aWireAccount());
    };
    expect((await fixture.client.account()).ok).toBe(true);
    expect(fixture.client.usage()).toMatchObject({ trading: 180, data: 0, limit: 200 });
    expect(await fixture.client.account()).toMatchObject({
      failure: { kind: "rate_limited", retryAt: NOW + 30_000 },
    });
    fixture.now = NOW + 30_000;
    expect((await fixture.client.account()).ok).toBe(true);
  });

  test("the calendar is asked for by dates", async () => {
    fixture.venue.respond = (_request, response) =>
      sendJson(response, 200, [{ date: "2026-11-20", open: "09:30", close: "16:00" }]);
    const days = await fixture.client.calendar(isoDate("2026-11-20"), isoDate("2026-11-20"));
    expect(days).toMatchObject({
      ok: true,
      value: [{ date: "2026-11-20", closeAt: Date.UTC(2026, 10, 20, 21) }],
    });
    expect(fixture.venue.requests[0]?.path).toContain("start=2026-11-20");
  });

  test("bars come in pages; one that cannot be used is named and left out", async () => {
    const bar = { t: "2026-11-20T14:31:00Z", o: 10, h: 11, l: 9, c: 10, v: 100, n: 3 };
    fixture.venue.respond = (request, response) =>
      request.path.includes("page_token")
        ? sendJson(response, 200, {
            bars: {
              AAPL: [
                { ...bar, t: "2026-11-20T14:30:00Z" },
                { ...bar, h: 1 },
              ],
            },
            next_page_token: null,
          })
        : sendJson(response, 200, {
            bars: { AAPL: [bar], SPY: [{ ...bar, t: "?" }] },
            next_page_token: "QQ==",
          });
    const answer = await fixture.client.bars({
      symbols: [ticker("AAPL"), ticker("SPY")],
      timeframe: "1Min",
      startAt: NOW,
      endAt: NOW,
      feed: "test",
      adjustment: "raw",
    });
    expect(answer).toMatchObject({
      ok: true,
      value: {
        bars: [
          { startAt: Date.UTC(2026, 10, 20, 14, 30) },
          { startAt: Date.UTC(2026, 10, 20, 14, 31) },
        ],
      },
    });
    expect(answer.ok && answer.value.refused).toHaveLength(2);
    expect(fixture.venue.requests[0]?.path).toContain("symbols=AAPL%2CSPY");
  });

  test("latest quotes are of the stream's feed, each with its own time; absent ones stay absent", async () => {
    const quote = { t: "2026-11-19T20:59:58.123456789Z", bp: 150.24, bs: 3, ap: 150.26, as: 2 };
    fixture.venue.respond = (_request, response) =>
      sendJson(response, 200, { quotes: { AAPL: { ...quote, c: ["R"], z: "C" } } });
    const answer = await fixture.client.latestQuotes({
      symbols: [ticker("AAPL"), ticker("SPY")],
      feed: "sip",
    });
    const venueAt = Date.UTC(2026, 10, 19, 20, 59, 58, 123);
    const sides = { bid: price("150.24"), bidSize: 3, ask: price("150.26"), askSize: 2 };
    expect(answer).toEqual({
      ok: true,
      value: { quotes: [{ symbol: "AAPL", venueAt, ...sides }], refused: [] },
    });
    expect(fixture.venue.requests.map(({ path }) => path)).toEqual([
      "/v2/stocks/quotes/latest?symbols=AAPL%2CSPY&feed=sip",
    ]);
    expect(fixture.client.usage()).toMatchObject({ trading: 0, data: 1 });
  });

  test("without symbols nobody is asked for latest quotes", async () => {
    const answer = await fixture.client.latestQuotes({ symbols: [], feed: "iex" });
    expect(answer).toEqual({ ok: true, value: { quotes: [], refused: [] } });
    expect(fixture.venue.requests).toEqual([]);
  });
});
