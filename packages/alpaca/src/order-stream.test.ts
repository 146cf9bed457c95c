import type { ExecutionReport } from "@interlock/core/order/execution-report";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aTradeUpdate, aWireOrder, NOW } from "../test/samples.ts";
import { ScriptedVenue } from "../test/scripted-venue.ts";
import { HASTY_LIMITS, QUICK_LIMITS } from "../test/stream-limits.ts";
import { OrderPeer } from "../test/stream-peer.ts";
import { OrderStream, type OrderStreamOptions } from "./order-stream.ts";
import type { StreamNotice } from "./stream/stream-notice.ts";

let venue: ScriptedVenue;
let peers: OrderPeer[];
let reports: ExecutionReport[];
let notices: StreamNotice[];
let stream: OrderStream;

beforeEach(async () => {
  venue = await ScriptedVenue.start();
  peers = [];
  reports = [];
  notices = [];
  venue.onSocket = (socket) => peers.push(new OrderPeer(socket));
  stream = makeStream();
});

afterEach(async () => {
  stream.stop();
  await venue.stop();
});

function makeStream(change: Partial<OrderStreamOptions> = {}): OrderStream {
  return new OrderStream({
    environment: venue.environment,
    onReport: (report) => reports.push(report),
    onNotice: (notice) => notices.push(notice),
    venueNow: () => NOW,
    limits: QUICK_LIMITS,
    ...change,
  });
}

function peer(n = 0): OrderPeer {
  const found = peers[n];
  if (found === undefined) throw new Error(`no connection ${n} yet`);
  return found;
}

/** Waits for what will happen; a busy machine may take its time. */
function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 5 });
}

function kinds(): readonly string[] {
  return notices.map((notice) => notice.kind);
}

async function ready(times = 1): Promise<void> {
  await eventually(() => expect(kinds().filter((kind) => kind === "ready")).toHaveLength(times));
}

function update(change: Readonly<Record<string, unknown>> = {}): unknown {
  return { stream: "trade_updates", data: aTradeUpdate(change) };
}

describe("OrderStream", () => {
  test("logs in and listens once, and is ready when the venue confirms", async () => {
    stream.start();
    await ready();
    expect(kinds()).toEqual(["connected", "authorized", "ready"]);
    expect(peer().received).toEqual([
      { action: "authenticate", data: { key_id: "PKTESTKEY", secret_key: "test-secret" } },
      { action: "listen", data: { streams: ["trade_updates"] } },
    ]);
  });

  test("hands on reports in order, text or binary, with the message as it came", async () => {
    stream.start();
    await ready();
    const text = JSON.stringify(update({ event: "fill", execution_id: "second" }));
    peer().send(update());
    peer().socket.send(text);
    await eventually(() => expect(reports).toHaveLength(2));
    expect(reports.map(({ event }) => event)).toEqual(["partial_fill", "fill"]);
    expect(reports[1]).toMatchObject({ raw: text, execution: { executionId: "second" } });
    expect(stream.health().counts).toMatchObject({ events: 2, malformed: 0 });
  });

  test("duplicates are handed on: whoever books fills knows them by their id", async () => {
    stream.start();
    await ready();
    for (let i = 0; i < 200; i++) peer().send(update());
    await eventually(() => expect(reports).toHaveLength(200));
    expect(kinds()).toEqual(["connected", "authorized", "ready"]);
  });

  test("heartbeats and frames of other streams are ignored", async () => {
    stream.start();
    await ready();
    peer().socket.send(Buffer.from([1]));
    peer().send({ stream: "horoscope", data: {} });
    peer().send({ data: {} });
    peer().send(update());
    await eventually(() => expect(reports).toHaveLength(1));
    expect(stream.health().counts.ignored).toEqual({ heartbeat: 1, horoscope: 1, unnamed: 1 });
  });

  test.each<[string, Buffer | string]>([
    ["torn JSON", '{"stream":"trade_upd'],
    ["invalid UTF-8", Buffer.from([0x7b, 0xff, 0x7d])],
    ["an array", "[]"],
    [
      "a report without an order",
      JSON.stringify({ stream: "trade_updates", data: { event: "fill" } }),
    ],
    ["a report without data", JSON.stringify({ stream: "trade_updates" })],
  ])(
    "%s is dropped, kept as a sample, and leaves a gap; the next report arrives",
    async (_what, bytes) => {
      stream.start();
      await ready();
      peer().socket.send(bytes);
      peer().send(update());
      await eventually(() => expect(reports).toHaveLength(1));
      expect(kinds()).toEqual(["connected", "authorized", "ready", "gap"]);
      expect(stream.health().counts).toMatchObject({
        malformed: 1,
        samples: [{ why: expect.stringMatching(/./) }],
      });
    },
  );

  test("a fill that lacks what we know already is booked, and the books are to be compared", async () => {
    stream.start();
    await ready();
    peer().send(update({ event: "new", execution_id: "n" }));
    const bare = { id: aWireOrder().id, status: "filled", filled_qty: "10" };
    peer().send(update({ event: "fill", qty: "6", order: bare }));
    await eventually(() => expect(reports).toHaveLength(2));
    expect(reports[1]).toMatchObject({
      event: "fill",
      order: { symbol: "AAPL", side: "buy" },
      execution: { price: 150_100_000 },
    });
    expect(notices.at(-1)).toMatchObject({
      kind: "gap",
      reason: expect.stringContaining("unreadable order.symbol"),
    });
  });

  test("after a lost connection it listens again and tells of the gap", async () => {
    stream.start();
    await ready();
    peer().socket.terminate();
    await ready(2);
    expect(kinds()).toEqual([
      "connected",
      "authorized",
      "ready",
      "down",
      "connected",
      "authorized",
      "ready",
      "gap",
    ]);
    peer(1).send(update());
    await eventually(() => expect(reports).toHaveLength(1));
  });

  test("a refused key is final and says what to check", async () => {
    venue.onSocket = (socket) =>
      peers.push(
        new OrderPeer(socket, (by) =>
          by.send({
            stream: "authorization",
            data: { status: "unauthorized", action: "authenticate" },
          }),
        ),
      );
    stream.start();
    await eventually(() => expect(kinds()).toContain("down"));
    expect(notices.at(-1)).toEqual({
      kind: "down",
      retryInMs: null,
      reason: expect.stringMatching(
        /^Key PKTEST… was refused by 127.*check ALPACA_API_KEY and ALPACA_SECRET_KEY for the sim environment\.$/,
      ),
    });
    expect(peers).toHaveLength(1);
  });

  test("a venue that loses the login before the choice of streams is asked again", async () => {
    venue.onSocket = (socket) =>
      peers.push(
        new OrderPeer(socket, (by, message) => {
          if (message.action === "authenticate" || peers.length > 1) by.answer(message);
          else
            by.send({
              stream: "authorization",
              data: { status: "unauthorized", action: "listen" },
            });
        }),
      );
    stream.start();
    await ready();
    expect(peers).toHaveLength(2);
  });

  test("S11 a venue that does not confirm trade updates is not ready", async () => {
    venue.onSocket = (socket) =>
      peers.push(
        new OrderPeer(socket, (by, message) => {
          if (message.action === "authenticate") by.answer(message);
          else by.send({ stream: "listening", data: { streams: [] } });
        }),
      );
    stream = makeStream({ limits: HASTY_LIMITS });
    stream.start();
    await eventually(() => expect(kinds()).toContain("down"));
    expect(notices.find(({ kind }) => kind === "down")).toMatchObject({
      reason: expect.stringContaining("left trade_updates out"),
    });
    expect(kinds()).not.toContain("ready");
  });

  test("an error of the venue is told as a sentence, and the connection stands", async () => {
    stream.start();
    await ready();
    peer().send({ action: "error", data: { error_message: "internal server error" } });
    await eventually(() => expect(kinds()).toContain("trouble"));
    expect(notices.at(-1)).toMatchObject({
      sentence: expect.stringContaining("internal server error"),
    });
    peer().send(update());
    await eventually(() => expect(reports).toHaveLength(1));
  });

  test("S09 a frame of 50 MB closes the connection with 1009; the gap is told", async () => {
    stream.start();
    await ready();
    const code = new Promise((resolve) => peer().socket.on("close", resolve));
    peer().socket.send(Buffer.alloc(50 * 1024 * 1024));
    expect(await code).toBe(1009);
    await ready(2);
    expect(kinds().at(-1)).toBe("gap");
  });

  test("S02 a dead peer is found by its missing pong", async () => {
    stream = makeStream({ limits: { ...QUICK_LIMITS, pingMs: 400, pongMs: 200 } });
    venue.onSocket = (socket) => {
      peers.push(new OrderPeer(socket));
      if (peers.length === 1) Object.assign(socket, { pong: () => {} });
    };
    stream.start();
    await ready(2);
    expect(kinds().slice(3)).toEqual(["down", "connected", "authorized", "ready", "gap"]);
  });

  test("a held ping is answered when the engine says", async () => {
    const held: (() => void)[] = [];
    stream = makeStream({ holdPongUntilSettled: (pong) => held.push(pong) });
    stream.start();
    await ready();
    const pong = new Promise((resolve) =>
      peer().socket.on("pong", (data) => resolve(data.toString())),
    );
    peer().send(update());
    peer().socket.ping("window 9");
    await eventually(() => expect(held).toHaveLength(1));
    expect(reports).toHaveLength(1);
    held[0]?.();
    expect(await pong).toBe("window 9");
  });
});
