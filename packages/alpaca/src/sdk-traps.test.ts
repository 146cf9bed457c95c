import { ticker, venueOrderId } from "@interlock/core/ids";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { anApprovedOrder, aWireAccount, NOW } from "../test/samples.ts";
import { DataStreamFixture } from "../test/data-stream-fixture.ts";
import { type Responder, sendJson } from "../test/scripted-venue.ts";
import { QUICK_LIMITS } from "../test/stream-limits.ts";
import { refuse, VenueFixture } from "../test/venue-fixture.ts";

/** Ways in which the official SDK, left to itself, would repeat, delay or reword what the venue is asked and says. */

const fixture = new VenueFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.stop());

const withHeaders =
  (status: number, headers: Readonly<Record<string, string>>, body: object): Responder =>
  (_request, response) =>
    void response.writeHead(status, headers).end(JSON.stringify(body));

describe("the SDK is kept from", () => {
  test.each<[string, Responder]>([
    ["a 500", refuse(500, 50010000, "internal server error")],
    ["a 503", refuse(503, null, "unavailable")],
    [
      "a 429 that asks to wait",
      withHeaders(429, { "retry-after": "2" }, { message: "too many requests." }),
    ],
    ["a cut connection", (_request, _response, socket) => void socket.destroy()],
  ])("repeating a question, a cancel or an order by itself after %s", async (_what, respond) => {
    fixture.venue.respond = respond;
    await fixture.client.account();
    expect(fixture.venue.requests).toHaveLength(1);
    fixture.now += 60_000;
    await fixture.client.cancelOrder(venueOrderId("v-1"));
    expect(fixture.venue.requests).toHaveLength(2);
    fixture.now += 60_000;
    await fixture.client.submitOrder(anApprovedOrder());
    expect(fixture.venue.requests).toHaveLength(3);
  });

  test("waiting as long as a 429 says: the answer comes at once, with the time to ask again", async () => {
    fixture.venue.respond = withHeaders(429, { "retry-after": "5" }, { message: "slow down" });
    const began = performance.now();
    expect(await fixture.client.account()).toMatchObject({
      failure: { kind: "rate_limited", retryAt: NOW + 5_000 },
    });
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test("taking the reset time of the budget for advice to repeat what was refused for good", async () => {
    const reset = { "x-ratelimit-reset": String(NOW / 1_000 + 1) };
    const body = { code: 40310000, message: "insufficient buying power" };
    fixture.venue.respond = withHeaders(403, reset, body);
    expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({
      outcome: "rejected",
      retryAt: null,
    });
    expect(await fixture.client.asset(ticker("X"))).toMatchObject({ failure: { retryAt: null } });
  });

  test("adding words of its own to the venue's: a reason is the venue's, to the letter", async () => {
    const message = "your subscription does not permit querying recent SIP data";
    fixture.venue.respond = refuse(403, 40310000, message);
    const raw = JSON.stringify({ code: 40310000, message });
    expect(await fixture.client.submitOrder(anApprovedOrder())).toMatchObject({ message, raw });
  });

  test("counting time in a queue of its own against a deadline: a burst is sent as it comes", async () => {
    fixture.venue.respond = (_request, response) => sendJson(response, 200, aWireAccount());
    const answers = await Promise.all(Array.from({ length: 120 }, () => fixture.client.account()));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(120);
  });

  test("giving up in silence after ten failed connections: the thirteenth is as good as the first", async () => {
    const data = await DataStreamFixture.start();
    data.serve((by, message) => {
      if (data.peers.length > 12) by.answer(message);
      else by.socket.terminate();
    });
    const reconnect = { ...QUICK_LIMITS.reconnect, maxMs: 20 };
    data.useStream({ limits: { ...QUICK_LIMITS, reconnect } }).start();
    await expect.poll(() => data.kinds, { timeout: 10_000 }).toContain("ready");
    expect(data.downs.length).toBeGreaterThanOrEqual(12);
    await data.stop();
  });

  test("reaching another host than the configured ones, whatever it is built to call", async () => {
    fixture.venue.respond = (_request, response) => sendJson(response, 200, aWireAccount());
    await fixture.client.account();
    const hosts = fixture.venue.requests.map(({ headers }) => headers["host"]);
    expect(hosts).toEqual([`127.0.0.1:${fixture.venue.port}`]);
  });
});
