import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ScriptedVenue } from "../test/scripted-venue.ts";
import { HASTY_LIMITS, QUICK_LIMITS } from "../test/stream-limits.ts";
import { MarketDataPeer } from "../test/stream-peer.ts";
import type { MarketDataEvent } from "./frame/market-data-event.ts";
import { MarketDataStream, type MarketDataStreamOptions } from "./market-data-stream.ts";
import type { StreamNotice } from "./stream/stream-notice.ts";

const AT = new Date(Date.UTC(2026, 10, 20, 15, 0, 0));
const QUOTE = { T: "q", S: "AAPL", bp: 150.24, bs: 300, ap: 150.26, as: 500, t: AT };
const TRADE = { T: "t", S: "AAPL", p: 150.25, s: 100, x: "V", c: ["@"], t: AT };
const WANTED = { trades: ["AAPL"], quotes: ["AAPL", "SPY"], bars: [] };

let venue: ScriptedVenue;
let peers: MarketDataPeer[];
let frames: (readonly MarketDataEvent[])[];
let notices: StreamNotice[];
let stream: MarketDataStream;
let sessionOpen: boolean;

beforeEach(async () => {
  venue = await ScriptedVenue.start();
  peers = [];
  frames = [];
  notices = [];
  sessionOpen = false;
  venue.onSocket = (socket, request) => peers.push(new MarketDataPeer(socket, request));
  stream = makeStream();
});

afterEach(async () => {
  stream.stop();
  await venue.stop();
});

function makeStream(change: Partial<MarketDataStreamOptions> = {}): MarketDataStream {
  const made = new MarketDataStream({
    environment: venue.environment,
    feed: "iex",
    onEvents: (events) => frames.push(events),
    onNotice: (notice) => notices.push(notice),
    isSessionOpen: () => sessionOpen,
    silenceMsMax: { quotes: 60 },
    limits: QUICK_LIMITS,
    ...change,
  });
  made.subscribe(WANTED);
  return made;
}

/** Waits for what will happen; a busy machine may take its time. */
function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 5 });
}

function kinds(): readonly string[] {
  return notices.map((notice) => notice.kind);
}

function peer(n = 0): MarketDataPeer {
  const found = peers[n];
  if (found === undefined) throw new Error(`no connection ${n} yet`);
  return found;
}

async function ready(times = 1): Promise<void> {
  await eventually(() => expect(kinds().filter((kind) => kind === "ready")).toHaveLength(times));
}

async function downs(times: number): Promise<readonly Extract<StreamNotice, { kind: "down" }>[]> {
  const found = () => notices.filter((notice) => notice.kind === "down");
  await eventually(() => expect(found().length).toBeGreaterThanOrEqual(times));
  return found();
}

describe("connecting", () => {
  test("logs in and subscribes once, and is ready when the venue confirms all of it", async () => {
    stream.start();
    await ready();
    expect(kinds()).toEqual(["connected", "authorized", "ready"]);
    expect(peer().contentType).toBe("application/msgpack");
    expect(peer().requests("auth")).toEqual([
      { action: "auth", key: "PKTESTKEY", secret: "test-secret" },
    ]);
    expect(peer().requests("subscribe")).toEqual([
      { action: "subscribe", trades: ["AAPL"], quotes: ["AAPL", "SPY"] },
    ]);
    expect(stream.health()).toMatchObject({ state: "ready", reconnects: 0 });
  });

  test("speaks JSON with a venue that was asked for it", async () => {
    stream = makeStream({ encoding: "json" });
    stream.start();
    await ready();
    expect(peer().contentType).toBe("application/json");
    expect(peer().sent.every(({ binary }) => !binary)).toBe(true);
    peer().send([{ ...TRADE, t: AT.toISOString() }]);
    await eventually(() => expect(frames).toHaveLength(1));
  });

  test("hands on one array per frame, in order", async () => {
    stream.start();
    await ready();
    peer().send([QUOTE, TRADE, QUOTE]);
    peer().send([TRADE]);
    await eventually(() => expect(frames).toHaveLength(2));
    expect(frames.map((events) => events.map(({ kind }) => kind))).toEqual([
      ["quote", "trade", "quote"],
      ["trade"],
    ]);
    expect(stream.health().counts).toMatchObject({ events: 4, malformed: 0 });
  });

  test("a symbol that the venue leaves out of its confirmation is named, and the connection is not ready", async () => {
    venue.onSocket = (socket, request) =>
      peers.push(
        new MarketDataPeer(socket, request, (by, message) => {
          if (message.action === "auth") by.answer(message);
          else by.acknowledge(["SPY"]);
        }),
      );
    stream = makeStream({ limits: HASTY_LIMITS });
    stream.start();
    const [down] = await downs(1);
    expect(down?.reason).toMatch(/left out of the subscription: .*quotes SPY/);
    expect(kinds()).not.toContain("ready");
  });

  test("a venue that does not answer the login, or that is not there, is tried again", async () => {
    venue.onSocket = (socket, request) => peers.push(new MarketDataPeer(socket, request, () => {}));
    stream = makeStream({ limits: HASTY_LIMITS });
    stream.start();
    const [down] = await downs(1);
    expect(down?.reason).toMatch(/did not take the login within 300 ms/);
    await venue.stop();
    await eventually(() =>
      expect(notices.at(-1)).toMatchObject({
        kind: "down",
        reason: expect.stringContaining("ECONNREFUSED"),
      }),
    );
    venue = await ScriptedVenue.start();
  });

  test("what is subscribed can change while connected, and is not ready until confirmed", async () => {
    stream.start();
    await ready();
    stream.subscribe({ trades: ["AAPL", "IBM"], quotes: ["AAPL"], bars: ["*"] });
    expect(stream.health().state).toBe("authorized");
    await ready(2);
    expect(peer().requests("unsubscribe")).toEqual([{ action: "unsubscribe", quotes: ["SPY"] }]);
    expect(peer().requests("subscribe").slice(1)).toEqual([
      { action: "subscribe", trades: ["IBM"] },
      { action: "subscribe", bars: ["*"] },
    ]);
  });
});

describe("losing the connection", () => {
  test("connects again, subscribes everything once, and tells of the gap", async () => {
    stream.start();
    await ready();
    stream.subscribe({ trades: ["AAPL", "IBM"], quotes: [], bars: [] });
    await ready(2);
    peer().socket.terminate();
    await ready(3);
    expect(kinds().slice(-5)).toEqual(["down", "connected", "authorized", "ready", "gap"]);
    expect(peer(1).requests("subscribe")).toEqual([
      { action: "subscribe", trades: ["AAPL", "IBM"] },
    ]);
    expect(stream.health().reconnects).toBe(1);
    peer(1).send([TRADE]);
    await eventually(() => expect(frames).toHaveLength(1));
  });

  test("a connection that flaps waits longer each time, up to the most", async () => {
    venue.onSocket = (socket, request) =>
      peers.push(
        new MarketDataPeer(socket, request, (by, message) => {
          by.answer(message);
          if (message.action === "subscribe") setImmediate(() => socket.close());
        }),
      );
    stream.start();
    const found = await downs(6);
    expect(found.slice(0, 6).map(({ retryInMs }) => retryInMs)).toEqual([10, 20, 40, 80, 160, 200]);
  });

  test("a connected but mute channel is cycled in an open session, and only then", async () => {
    stream.start();
    await ready();
    const silentSince = performance.now();
    await eventually(() => expect(performance.now() - silentSince).toBeGreaterThan(150));
    expect(kinds()).toEqual(["connected", "authorized", "ready"]);
    sessionOpen = true;
    await ready(2);
    expect(notices[3]).toMatchObject({
      kind: "down",
      reason: expect.stringMatching(/^no quotes for \d+ ms in an open session$/),
    });
  });

  test("a channel without a bound is never cycled", async () => {
    stream = makeStream({ silenceMsMax: { trades: null } });
    sessionOpen = true;
    stream.start();
    await ready();
    const silentSince = performance.now();
    await eventually(() => expect(performance.now() - silentSince).toBeGreaterThan(150));
    expect(kinds()).toEqual(["connected", "authorized", "ready"]);
  });

  test("stops for good when told", async () => {
    stream.start();
    await ready();
    const closed = new Promise((resolve) => peer().socket.on("close", resolve));
    stream.stop();
    await closed;
    expect(kinds()).toEqual(["connected", "authorized", "ready"]);
    expect(stream.health().state).toBe("stopped");
    stream.start();
    await ready(2);
  });
});

describe("bad frames", () => {
  test.each<[string, Buffer | string]>([
    ["bytes that are no MessagePack", Buffer.from([0xc1, 0xff, 0x00])],
    ["text that is no JSON", "[{"],
    ["an object instead of an array", Buffer.from([0x81, 0xa1, 0x54, 0xa1, 0x74])],
    ["thousands of nested arrays", Buffer.alloc(50_000, 0x91)],
  ])(
    "%s are dropped, kept as a sample, and leave a gap; the next frame is read",
    async (_what, bytes) => {
      stream.start();
      await ready();
      peer().socket.send(bytes);
      peer().send([TRADE]);
      await eventually(() => expect(frames).toHaveLength(1));
      expect(kinds()).toEqual(["connected", "authorized", "ready", "gap"]);
      expect(stream.health().counts).toMatchObject({
        malformed: 1,
        samples: [{ raw: expect.stringMatching(/./) }],
      });
    },
  );

  test("text that is no UTF-8 closes the connection with 1007", async () => {
    stream.start();
    await ready();
    const code = new Promise((resolve) => peer().socket.on("close", resolve));
    peer().socket.send(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]), { binary: false });
    expect(await code).toBe(1007);
    await ready(2);
  });

  test("too many in a minute end the connection", async () => {
    stream.start();
    await ready();
    for (let i = 0; i < 11; i++) peer().socket.send("{");
    await ready(2);
    const [down] = await downs(1);
    expect(down?.reason).toMatch(/too many unreadable frames/);
  });

  test("a frame of 50 MB closes the connection with 1009 and costs no memory", async () => {
    stream.start();
    await ready();
    const before = process.memoryUsage().heapUsed;
    const code = new Promise((resolve) => peer().socket.on("close", resolve));
    peer().socket.send(Buffer.alloc(50 * 1024 * 1024));
    expect(await code).toBe(1009);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20 * 1024 * 1024);
    await ready(2);
    expect((await downs(1))[0]?.reason).toMatch(/payload/i);
  });

  test("messages of an unknown kind are counted and ignored", async () => {
    stream.start();
    await ready();
    peer().send([{ T: "zz", S: "AAPL" }, TRADE, { T: "l", S: "AAPL" }]);
    await eventually(() => expect(frames).toHaveLength(1));
    expect(stream.health().counts.ignored).toEqual({ zz: 1, l: 1 });
  });
});

describe("errors that the venue reports", () => {
  function failLogin(code: number, msg: string, close: boolean): void {
    venue.onSocket = (socket, request) =>
      peers.push(
        new MarketDataPeer(socket, request, (by) => {
          by.send([{ T: "error", code, msg }]);
          if (close) socket.close();
        }),
      );
  }

  test("a refused key is final and says what to check", async () => {
    failLogin(402, "auth failed", true);
    stream.start();
    const [down] = await downs(1);
    expect(down).toMatchObject({
      retryInMs: null,
      reason: expect.stringMatching(/^Key PKTEST… was refused by 127.*check ALPACA_API_KEY/),
    });
    expect(stream.health().state).toBe("failed");
    expect(peers).toHaveLength(1);
  });

  test("a feed outside the data plan is final and says what to do", async () => {
    failLogin(409, "insufficient subscription", false);
    stream.start();
    expect((await downs(1))[0]).toMatchObject({
      retryInMs: null,
      reason: expect.stringMatching(/use feed iex/),
    });
  });

  test.each([true, false])(
    "a second connection waits for the first to be noticed as gone (venue closes: %s)",
    async (close) => {
      failLogin(406, "connection limit exceeded", close);
      stream.start();
      const found = await downs(2);
      expect(found[0]).toMatchObject({ reason: expect.stringContaining("another program holds") });
      expect(found.map(({ retryInMs }) => retryInMs)).toEqual([150, 150]);
    },
  );

  test("a login that the venue waited for in vain is tried again: the key is not at fault", async () => {
    failLogin(404, "auth timeout", true);
    stream.start();
    expect((await downs(2))[0]).toMatchObject({
      retryInMs: 10,
      reason: expect.stringContaining("404"),
    });
  });

  test("other errors are told as sentences, and the connection stands", async () => {
    stream.start();
    await ready();
    peer().send([
      { T: "error", code: 405, msg: "symbol limit exceeded" },
      { T: "error", code: 999, msg: "odd" },
    ]);
    await eventually(() => expect(notices).toHaveLength(5));
    expect(notices.slice(3)).toEqual([
      { kind: "trouble", sentence: expect.stringContaining("subscribe fewer") },
      { kind: "trouble", sentence: expect.stringContaining("999: odd") },
    ]);
  });
});

describe("pacing", () => {
  test("pings are answered at once by default", async () => {
    stream.start();
    await ready();
    const pong = new Promise((resolve) =>
      peer().socket.on("pong", (data) => resolve(data.toString())),
    );
    peer().socket.ping("7");
    expect(await pong).toBe("7");
  });

  test("a held ping is answered when the engine says, after everything sent before was handed on", async () => {
    const held: { readonly seen: number; readonly pong: () => void }[] = [];
    stream = makeStream({
      silenceMsMax: { quotes: 400 },
      holdPongUntilSettled: (pong) => held.push({ seen: frames.length, pong }),
    });
    sessionOpen = true;
    stream.start();
    await ready();
    const pongs: string[] = [];
    peer().socket.on("pong", (data) => pongs.push(data.toString()));
    for (let i = 0; i < 100; i++) peer().send([QUOTE]);
    peer().socket.ping("window 1");
    await eventually(() => expect(held).toHaveLength(1));
    expect(held[0]?.seen).toBe(100);
    const heldSince = performance.now();
    await eventually(() => expect(performance.now() - heldSince).toBeGreaterThan(600));
    expect(pongs).toEqual([]);
    // The venue was silent because of us: no reconnect.
    expect(kinds()).toEqual(["connected", "authorized", "ready"]);
    held[0]?.pong();
    held[0]?.pong();
    await eventually(() => expect(pongs).toEqual(["window 1"]));
  });

  test("a pong for a connection that is gone does nothing", async () => {
    const held: (() => void)[] = [];
    stream = makeStream({ holdPongUntilSettled: (pong) => held.push(pong) });
    stream.start();
    await ready();
    peer().socket.ping();
    await eventually(() => expect(held).toHaveLength(1));
    peer().socket.terminate();
    await ready(2);
    held[0]?.();
    peer(1).send([TRADE]);
    await eventually(() => expect(frames).toHaveLength(1));
  });
});
