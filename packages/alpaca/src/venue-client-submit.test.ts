import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { anApprovedOrder, aWireOrder, NOW } from "../test/samples.ts";
import { type Responder, sendJson } from "../test/scripted-venue.ts";
import { refuse, VenueFixture } from "../test/venue-fixture.ts";

/** 20 MB of spaces in 20 KB. */
const BOMB = gzipSync(Buffer.alloc(20 * 1024 * 1024, 0x20));

const fixture = new VenueFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.stop());

describe("submitOrder", () => {
  test("sends the order as Alpaca writes it, through the unmodified SDK, and returns the venue's", async () => {
    fixture.venue.respond = (_request, response) => sendJson(response, 200, aWireOrder());
    const outcome = await fixture.client.submitOrder(anApprovedOrder());
    expect(outcome).toMatchObject({
      outcome: "accepted",
      adopted: false,
      deviations: [],
      order: { venueOrderId: aWireOrder().id, status: "accepted", venueStatus: "pending_new" },
      raw: JSON.stringify(aWireOrder()),
    });
    expect(fixture.venue.requests).toHaveLength(1);
    const [request] = fixture.venue.requests;
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
    [
      "B04 the connection is cut before any answer",
      (_request, _response, socket) => void socket.destroy(),
    ],
    [
      "B04 B07 the connection is cut in the middle of the answer",
      (_request, response, socket) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write('{"id":"90', () => socket.destroy());
      },
    ],
    ["B04 the venue answers too late", () => {}],
    [
      "B18 the body never ends",
      (_request, response) => {
        response.writeHead(200).write('{"id":');
      },
    ],
    ["B03 the venue answers 500", refuse(500, 50010000, "internal server error")],
    [
      "B03 the venue answers 502 in HTML",
      (_request, response) => void response.writeHead(502).end("<html>"),
    ],
    ["B03 the venue answers 503", refuse(503, null, "unavailable")],
    ["B03 the venue answers 504", refuse(504, null, "timeout")],
    [
      "B07 the venue answers 200 with torn JSON",
      (_request, response) => void response.writeHead(200).end('{"id":"904'),
    ],
    [
      "B07 the venue answers 200 with nothing",
      (_request, response) => void response.writeHead(200).end(),
    ],
    [
      "B07 the venue answers 200 with another object",
      (_request, response) => sendJson(response, 200, { ok: true }),
    ],
    [
      "B18 the answer is larger than we take",
      (_request, response) =>
        void response.writeHead(200).end(Buffer.alloc(10 * 1024 * 1024, 0x20)),
    ],
    [
      "B18 the answer is a bomb of zeros that would unpack to a thousand times its size",
      (_request, response) =>
        void response.writeHead(200, { "content-encoding": "gzip" }).end(BOMB),
    ],
    [
      "B17 the venue redirects",
      (_request, response) =>
        void response.writeHead(307, { location: "http://127.0.0.1:1/" }).end(),
    ],
    ["B06 an error body has a code that nobody documents", refuse(422, 99999999, "order failed")],
    ["B06 an error body has no code", refuse(422, null, "something is wrong")],
    ["B06 a documented code comes with a status that it never has", refuse(403, 42210000, "odd")],
  ])("%s: the order is unknown, never rejected", async (_what, respond) => {
    fixture.venue.respond = respond;
    await fixture.useImpatientClient();
    const outcome = await fixture.client.submitOrder(anApprovedOrder());
    expect(outcome.outcome).toBe("unknown");
    expect(outcome).toMatchObject({ reason: expect.stringMatching(/./) });
    expect(fixture.venue.requests).toHaveLength(1);
  });

  test("B07 keeps the raw answer that it could not read", async () => {
    fixture.venue.respond = (_request, response) => void response.writeHead(200).end('{"id":"904');
    expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
      raw: '{"id":"904',
    });
  });

  test.each<[number, number, string]>([
    [403, 40310000, "insufficient buying power"],
    [403, 40310000, "potential wash trade detected. use complex orders"],
    [422, 42210000, 'asset "ZZZZ" not found'],
    [404, 40410000, "symbol not found: ZZZZ"],
  ])("B10 B11 is rejected for good on %i/%i %s", async (status, code, message) => {
    fixture.venue.respond = refuse(status, code, message);
    expect(await fixture.client.submitOrder(anApprovedOrder())).toEqual({
      outcome: "rejected",
      code: String(code),
      message,
      raw: JSON.stringify({ code, message }),
      retryAt: null,
    });
  });

  test("B09 a refused key says which key, where, and what to check, and never the secret", async () => {
    fixture.venue.respond = refuse(401, 40110000, "request is not authorized");
    const outcome = await fixture.client.submitOrder(anApprovedOrder());
    expect(outcome).toMatchObject({ outcome: "rejected", code: "http_401", retryAt: null });
    const message = outcome.outcome === "rejected" ? outcome.message : "";
    expect(message).toMatch(
      /^Key PKTEST… was refused by 127\.0\.0\.1:\d+: check ALPACA_API_KEY and ALPACA_SECRET_KEY/,
    );
    expect(message).not.toContain("test-secret");
    fixture.venue.respond = refuse(403, null, "forbidden.");
    expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
      outcome: "rejected",
      code: "http_403",
    });
  });

  test("B01 a 429 is no acceptance: the same order may be sent again when the venue says", async () => {
    fixture.venue.respond = (_request, response) => {
      response.writeHead(429, { "retry-after": "7" }).end('{"message":"too many requests."}');
    };
    expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
      outcome: "rejected",
      code: "http_429",
      retryAt: NOW + 7_000,
    });
    expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
      code: "rate_budget",
      retryAt: NOW + 7_000,
    });
    expect(fixture.venue.requests).toHaveLength(1);
  });

  test("what was never sent is no acceptance", async () => {
    await fixture.venue.stop();
    expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
      outcome: "rejected",
      code: "not_sent",
      message: expect.stringContaining("ECONNREFUSED"),
      retryAt: NOW + 1_000,
    });
  });

  test("B02 an order beyond the minute's budget is not sent, one that reduces risk is", async () => {
    fixture.venue.respond = (_request, response) => sendJson(response, 200, aWireOrder());
    const outcomes: string[] = [];
    for (let i = 0; i < 161; i++)
      outcomes.push((await fixture.client.submitOrder(anApprovedOrder())).outcome);
    expect(outcomes.filter((outcome) => outcome === "accepted")).toHaveLength(160);
    expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
      code: "rate_budget",
      retryAt: NOW + 60_000,
    });
    expect(
      (await fixture.client.submitOrder(anApprovedOrder({ purpose: "stop_loss" }))).outcome,
    ).toBe("accepted");
    fixture.now += 60_000;
    expect((await fixture.client.submitOrder(anApprovedOrder())).outcome).toBe("accepted");
  });

  test.each([
    ["symbol", { symbol: "MSFT" }, "symbol is MSFT instead of AAPL"],
    ["side", { side: "sell" }, "side is sell instead of buy"],
    ["quantity", { qty: "100" }, "quantity is 100 instead of 10"],
    ["quantity, absent", { qty: null }, "quantity is absent instead of 10"],
    ["our id", { client_order_id: "other" }, "client order id is other instead of cid-1"],
  ])("B08 flags a venue that echoes another %s", async (_what, change, deviation) => {
    fixture.venue.respond = (_request, response) => sendJson(response, 200, aWireOrder(change));
    expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
      outcome: "accepted",
      deviations: [deviation],
    });
  });

  describe("with an id that the venue knows already", () => {
    const duplicate = { code: 40010001, message: "client_order_id must be unique" };

    function answerLookUp(status: number, body: unknown): void {
      fixture.venue.respond = (request, response) =>
        request.method === "POST"
          ? sendJson(response, 422, duplicate)
          : sendJson(response, status, body);
    }

    test("B12 fetches the venue's order by that id and adopts it", async () => {
      answerLookUp(200, aWireOrder({ status: "filled", filled_qty: "10" }));
      expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
        outcome: "accepted",
        adopted: true,
        deviations: [],
        order: { status: "filled" },
      });
      expect(fixture.venue.requests[1]?.path).toBe(
        "/v2/orders:by_client_order_id?client_order_id=cid-1",
      );
    });

    test("flags an order under our id that is not the one we meant", async () => {
      answerLookUp(200, aWireOrder({ side: "sell" }));
      expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
        adopted: true,
        deviations: ["side is sell instead of buy"],
      });
    });

    test("B12 is unknown while the venue contradicts itself or does not answer", async () => {
      answerLookUp(404, { code: 40410000, message: "order not found" });
      expect((await fixture.client.submitOrder(anApprovedOrder())).outcome).toBe("unknown");
      answerLookUp(500, {});
      expect((await fixture.client.submitOrder(anApprovedOrder())).outcome).toBe("unknown");
    });

    test("another fault under the same code is rejected once the venue has no such order", async () => {
      fixture.venue.respond = (request, response) =>
        request.method === "POST"
          ? sendJson(response, 422, { code: 40010001, message: "qty must be > 0" })
          : sendJson(response, 404, { code: 40410000, message: "order not found" });
      expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
        outcome: "rejected",
        message: "qty must be > 0",
      });
    });
  });
});
