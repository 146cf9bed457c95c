import { afterEach, describe, expect, it, vi } from "vitest";
import { asRecord, type StreamClient, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
afterEach(async () => venue.close());

async function tape(): Promise<Record<string, unknown>> {
  return venue.get("/sim/tape");
}

function isSubscribed(message: unknown): boolean {
  return asRecord(message)["T"] === "subscription";
}

/** Answers pings one by one until a message is there. */
async function pongUntil(client: StreamClient, holds: () => boolean): Promise<void> {
  let answered = 0;
  await expect
    .poll(
      () => {
        if (holds()) return true;
        for (const payload of client.pings.slice(answered)) client.pong(payload);
        answered = client.pings.length;
        return false;
      },
      { interval: 1, timeout: 10_000 },
    )
    .toBe(true);
}

describe("the tape, faster than real time", () => {
  it("waits at its beginning for the first subscription", async () => {
    venue = await TestVenue.start();
    expect(await tape()).toMatchObject({
      waiting_for: "a subscription to market data",
      venue_time: "2026-11-20T14:30:00.000000000Z",
    });
    await venue.watch();
    await expect.poll(async () => (await tape())["finished"], { timeout: 10_000 }).toBe(true);
  });

  it("goes on by one window for each pong that a client gives", async () => {
    venue = await TestVenue.start({ windowMs: 100 });
    const client = await venue.watch({ quotes: ["*"] }, { autoPong: false });
    await client.until(isSubscribed);
    await pongUntil(client, () => client.ofType("q").length > 0);
    const { events_sent: sent, windows } = await tape();
    expect(await tape()).toMatchObject({ events_sent: sent, windows, waiting_for: "a pong" });
    const seen = client.ofType("q").length;
    await pongUntil(client, () => client.ofType("q").length > seen);
    expect(Number((await tape())["windows"])).toBeGreaterThan(Number(windows));
  });

  it("lets an order meet the market as it stood when its client saw it", async () => {
    venue = await TestVenue.start();
    await venue.listen();
    const client = await venue.watch({ quotes: ["SPY"] }, { autoPong: false });
    await client.until(isSubscribed);
    await pongUntil(client, () => client.ofType("q").length >= 3);
    const { ap } = client.ofType("q").at(-1) ?? {};
    const order = await venue.order({ qty: "1" });
    expect(await venue.get(`/v2/orders/${order["id"]}`)).toMatchObject({
      filled_avg_price: String(ap),
    });
  });

  it("delivers reports one at a time, each after the pong for the one before", async () => {
    venue = await TestVenue.start();
    const reports = await venue.listen({ autoPong: false });
    let held = reports.pings.length;
    for (const payload of reports.pings) reports.pong(payload);
    await venue.order();
    await expect.poll(() => reports.reports()).toEqual(["new"]);
    expect((await tape())["waiting_for"]).toBe("a pong");
    await expect.poll(() => reports.pings.length).toBeGreaterThan(held);
    held = reports.pings.length;
    reports.pong(reports.pings.at(-1) ?? "");
    await expect.poll(() => reports.reports()).toHaveLength(2);
    expect(reports.reports()[1]).toMatch(/^fill 10@/);
  });

  it("waits while those who read it are away, and goes on when they are back", async () => {
    venue = await TestVenue.start({ windowMs: 1_000 });
    const reports = await venue.listen();
    const data = await venue.watch({ quotes: ["*"] });
    await data.until((message) => asRecord(message)["T"] === "q");
    reports.socket.terminate();
    await expect
      .poll(async () => (await tape())["waiting_for"])
      .toBe("a listener to trade updates");
    const { events_sent: sent } = await tape();
    expect((await tape())["events_sent"]).toBe(sent);
    data.socket.terminate();
    await expect
      .poll(async () => (await tape())["waiting_for"])
      .toBe("a subscription to market data");
    await venue.listen();
    await venue.watch();
    await expect.poll(async () => (await tape())["finished"], { timeout: 10_000 }).toBe(true);
  });

  it("goes on for orders that somebody sends while the readers are away, until they are done", async () => {
    venue = await TestVenue.start({ windowMs: 1_000 });
    const reports = await venue.listen();
    const data = await venue.watch({ quotes: ["*"] });
    await data.until((message) => asRecord(message)["T"] === "q");
    reports.socket.terminate();
    data.socket.terminate();
    await expect
      .poll(async () => (await tape())["waiting_for"])
      .toMatch(/^a (subscription|listener)/);
    const { id } = await venue.order();
    await expect
      .poll(async () => (await venue.get(`/v2/orders/${String(id)}`))["status"])
      .toBe("filled");
    expect(await tape()).toMatchObject({
      waiting_for: "a subscription to market data",
      finished: false,
    });
  });

  it("goes on without readers where it is told to", async () => {
    venue = await TestVenue.start({ holdForClient: false });
    await expect.poll(async () => (await tape())["finished"], { timeout: 10_000 }).toBe(true);
  });

  it("does not wait for a client that has not signed in", async () => {
    venue = await TestVenue.start();
    await venue.connect("/v2/iex", { autoPong: false });
    await venue.connect("/stream", { autoPong: false });
    await venue.watch();
    await expect.poll(async () => (await tape())["finished"], { timeout: 10_000 }).toBe(true);
  });

  it("cuts a client that keeps its pong too long, and goes on without it", async () => {
    venue = await TestVenue.start({ pongTimeoutMs: 50 });
    const client = await venue.watch({ quotes: ["*"] }, { autoPong: false });
    await client.closed();
    expect(client.ofType("error").at(-1)).toMatchObject({ code: 407 });
    expect((await tape())["waiting_for"]).toBe("a subscription to market data");
  });

  it("refills request budgets in real time while its readers are away, so that they can come back", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    venue = await TestVenue.start({ tradingPerMinute: 1 });
    const status = async (): Promise<number> => (await venue.ask("GET", "/v2/clock")).status;
    expect([await status(), await status()]).toEqual([200, 429]);
    vi.advanceTimersByTime(60_000);
    expect(await status()).toBe(200);
    vi.useRealTimers();
  });
});

describe("the end of a tape", () => {
  it("finishes the day: orders expire, fees are charged, and the clock goes on, closed", async () => {
    venue = await TestVenue.start();
    const reports = await venue.listen();
    await venue.watch({ quotes: ["*"] });
    await venue.order();
    await venue.order({ side: "sell" });
    await venue.order({ type: "limit", limit_price: "1.00" });
    await expect.poll(async () => (await tape())["finished"], { timeout: 10_000 }).toBe(true);
    expect(reports.reports().at(-1)).toBe("expired");
    const state = await venue.get("/sim/state");
    expect(state).toMatchObject({ open_orders: 0, session: "closed", tape: { finished: true } });
    expect(asRecord(state["fees_charged"])["total"]).not.toBe("0");
    const clock = await venue.get("/v2/clock");
    expect(clock).toMatchObject({ is_open: false, next_open: "2026-11-23T09:30:00-05:00" });
    await expect
      .poll(async () => (await venue.get("/v2/clock"))["timestamp"])
      .not.toBe(clock["timestamp"]);
  });

  it("is followed by the next generated day, the night left out", async () => {
    const tapeOf = {
      kind: "generated",
      firstDate: "2026-11-20" as never,
      symbols: ["SPY"],
      days: 2,
      activity: 0.05,
    } as const;
    venue = await TestVenue.start({ tape: tapeOf, windowMs: 1_000 });
    await venue.watch();
    await expect.poll(async () => (await tape())["finished"], { timeout: 12_000 }).toBe(true);
    expect(String((await tape())["venue_time"])).toBe("2026-11-24T01:00:00.000000000Z");
  });
});

describe("the speed of the tape", () => {
  it("is real time, several times real time, or a standstill, by request", async () => {
    venue = await TestVenue.start({ speed: 1 });
    const now = async (): Promise<number> => Date.parse(String((await tape())["venue_time"]));
    const began = await now();
    await expect.poll(now, { timeout: 15_000 }).toBeGreaterThan(began);
    expect((await now()) - began).toBeLessThan(60_000);
    await venue.ask("POST", "/sim/tape", { paused: true });
    const stopped = await now();
    expect(await now()).toBe(stopped);
    await venue.ask("POST", "/sim/tape", { paused: false, speed: 5_000 });
    expect(await tape()).toMatchObject({
      speed: 5_000,
      waiting_for: "a subscription to market data",
    });
  });

  it.each([{ speed: 0 }, { speed: "fast" }, { paused: 1 }, { position: 3 }])(
    "is not changed by %j",
    async (body) => {
      venue = await TestVenue.start();
      const answer = await venue.ask("POST", "/sim/tape", body);
      expect(answer.status).toBe(422);
      expect(String(asRecord(answer.body)["message"])).toContain('"max"');
    },
  );
});
