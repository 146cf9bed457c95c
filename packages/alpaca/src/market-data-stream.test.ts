import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DataStreamFixture, QUOTE, TRADE } from "../test/data-stream-fixture.ts";
import { HASTY_LIMITS } from "../test/stream-limits.ts";

let fixture: DataStreamFixture;
beforeEach(async () => {
  fixture = await DataStreamFixture.start();
});
afterEach(() => fixture.stop());

/** Waits for what will happen; a busy machine may take its time. */
function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 5 });
}

function ready(times = 1): Promise<void> {
  return eventually(() =>
    expect(fixture.kinds.filter((kind) => kind === "ready")).toHaveLength(times),
  );
}

async function downs(times: number): Promise<DataStreamFixture["downs"]> {
  await eventually(() => expect(fixture.downs.length).toBeGreaterThanOrEqual(times));
  return fixture.downs;
}

describe("connecting", () => {
  test("logs in and subscribes once, and is ready when the venue confirms all of it", async () => {
    fixture.stream.start();
    await ready();
    expect(fixture.kinds).toEqual(["connected", "authorized", "ready"]);
    expect(fixture.peer().contentType).toBe("application/msgpack");
    expect(fixture.peer().requests("auth")).toEqual([
      { action: "auth", key: "PKTESTKEY", secret: "test-secret" },
    ]);
    expect(fixture.peer().requests("subscribe")).toEqual([
      { action: "subscribe", trades: ["AAPL"], quotes: ["AAPL", "SPY"] },
    ]);
    expect(fixture.stream.health()).toMatchObject({ state: "ready", reconnects: 0 });
  });

  test("speaks JSON with a venue that was asked for it", async () => {
    fixture.useStream({ encoding: "json" });
    fixture.stream.start();
    await ready();
    expect(fixture.peer().contentType).toBe("application/json");
    expect(fixture.peer().sent.every(({ binary }) => !binary)).toBe(true);
    fixture.peer().send([{ ...TRADE, t: TRADE.t.toISOString() }]);
    await eventually(() => expect(fixture.frames).toHaveLength(1));
  });

  test("hands on one array per frame, in order", async () => {
    fixture.stream.start();
    await ready();
    fixture.peer().send([QUOTE, TRADE, QUOTE]);
    fixture.peer().send([TRADE]);
    await eventually(() => expect(fixture.frames).toHaveLength(2));
    expect(fixture.frames.map((events) => events.map(({ kind }) => kind))).toEqual([
      ["quote", "trade", "quote"],
      ["trade"],
    ]);
    expect(fixture.stream.health().counts).toMatchObject({ events: 4, malformed: 0 });
  });

  const WATCHED = { trades: ["AAPL"], quotes: ["AAPL", "SPY"], bars: [], notices: ["AAPL", "SPY"] };

  test("M09 subscribes to statuses, limit bands and revised bars, and hands on what they tell", async () => {
    fixture.stream.subscribe(WATCHED);
    fixture.stream.start();
    await ready();
    const asked = fixture.peer().requests("subscribe");
    for (const channel of ["statuses", "lulds", "updatedBars"])
      expect(asked.flatMap((request) => request[channel] ?? [])).toEqual(WATCHED.notices);
    const status = { T: "s", S: "SPY", sc: "H", sm: "Trading Halt", rc: "T1", rm: "", t: TRADE.t };
    fixture.peer().send([status]);
    await eventually(() => expect(fixture.frames).toHaveLength(1));
    expect(fixture.frames[0]).toMatchObject([
      { kind: "trading_status", status: { symbol: "SPY", phase: "halted" } },
    ]);
    expect(fixture.kinds).not.toContain("trouble");
  });

  test("M09 a feed without statuses is ready all the same, and a person is told", async () => {
    fixture.serve((by, message) => {
      const { statuses: _statuses, ...others } = message;
      by.answer(others);
    });
    fixture.useStream();
    fixture.stream.subscribe(WATCHED);
    fixture.stream.start();
    await ready();
    const trouble = fixture.notices.filter(({ kind }) => kind === "trouble");
    expect(trouble).toMatchObject([{ sentence: expect.stringMatching(/tells no statuses/) }]);
  });

  test("S11 a symbol that the venue leaves out of its confirmation is named, and the connection is not ready", async () => {
    fixture.serve((by, message) => {
      if (message.action === "auth") by.answer(message);
      else by.acknowledge(["SPY"]);
    });
    fixture.useStream({ limits: HASTY_LIMITS });
    fixture.stream.start();
    const [down] = await downs(1);
    expect(down?.reason).toMatch(/left out of the subscription: .*quotes SPY/);
    expect(fixture.kinds).not.toContain("ready");
  });

  test("a venue that does not answer the login, or that is not there, is tried again", async () => {
    fixture.serve(() => {});
    fixture.useStream({ limits: HASTY_LIMITS });
    fixture.stream.start();
    const [down] = await downs(1);
    expect(down?.reason).toMatch(/did not take the login within 300 ms/);
    await fixture.venue.stop();
    await eventually(() =>
      expect(fixture.notices.at(-1)).toMatchObject({
        kind: "down",
        reason: expect.stringContaining("ECONNREFUSED"),
      }),
    );
  });

  test("what is subscribed can change while connected, and is not ready until confirmed", async () => {
    fixture.stream.start();
    await ready();
    fixture.stream.subscribe({ trades: ["AAPL", "IBM"], quotes: ["AAPL"], bars: ["*"] });
    expect(fixture.stream.health().state).toBe("authorized");
    await ready(2);
    expect(fixture.peer().requests("unsubscribe")).toEqual([
      { action: "unsubscribe", quotes: ["SPY"] },
    ]);
    expect(fixture.peer().requests("subscribe").slice(1)).toEqual([
      { action: "subscribe", trades: ["IBM"] },
      { action: "subscribe", bars: ["*"] },
    ]);
  });
});

describe("losing the connection", () => {
  test("S01 connects again, subscribes everything once, and tells of the gap", async () => {
    fixture.stream.start();
    await ready();
    fixture.stream.subscribe({ trades: ["AAPL", "IBM"], quotes: [], bars: [] });
    await ready(2);
    fixture.peer().socket.terminate();
    await ready(3);
    expect(fixture.kinds.slice(-5)).toEqual(["down", "connected", "authorized", "ready", "gap"]);
    expect(fixture.peer(1).requests("subscribe")).toEqual([
      { action: "subscribe", trades: ["AAPL", "IBM"] },
    ]);
    expect(fixture.stream.health().reconnects).toBe(1);
    fixture.peer(1).send([TRADE]);
    await eventually(() => expect(fixture.frames).toHaveLength(1));
  });

  test("S01 a connection that flaps waits longer each time, up to the most", async () => {
    fixture.serve((by, message) => {
      by.answer(message);
      if (message.action === "subscribe") setImmediate(() => by.socket.close());
    });
    fixture.stream.start();
    const found = await downs(6);
    expect(found.slice(0, 6).map(({ retryInMs }) => retryInMs)).toEqual([10, 20, 40, 80, 160, 200]);
  });

  test("S02 a connected but mute channel is cycled in an open session, and only then", async () => {
    fixture.stream.start();
    await ready();
    const silentSince = performance.now();
    await eventually(() => expect(performance.now() - silentSince).toBeGreaterThan(150));
    expect(fixture.kinds).toEqual(["connected", "authorized", "ready"]);
    fixture.sessionOpen = true;
    await ready(2);
    expect(fixture.notices[3]).toMatchObject({
      kind: "down",
      reason: expect.stringMatching(/^no quotes for \d+ ms in an open session$/),
    });
  });

  const elapsed = (ms: number) => {
    const since = performance.now();
    return eventually(() => expect(performance.now() - since).toBeGreaterThan(ms));
  };

  test("S02 a liquid channel is missed sooner than a sparse one", { timeout: 30_000 }, async () => {
    fixture.useStream({ silenceMsMax: { quotes: 60_000, trades: 60_000 }, liquidSilenceMs: 200 });
    fixture.sessionOpen = true;
    fixture.stream.start();
    await ready();
    fixture.peer().send([TRADE]);
    // Two spans and a half of steady quotes; where the machine itself stood still meanwhile, once more.
    for (let turn = 0; turn < 5 && fixture.downs.length === 0; turn += 1) {
      const speaking = setInterval(() => fixture.peer().send([QUOTE]), 5);
      await elapsed(3_000);
      clearInterval(speaking);
      await elapsed(500);
    }
    await ready(2);
    expect(fixture.notices.find(({ kind }) => kind === "down")).toMatchObject({
      reason: expect.stringMatching(/^no quotes for \d+ ms in an open session$/),
    });
  });

  test("S02 a channel without a bound is never cycled", async () => {
    fixture.useStream({ silenceMsMax: { trades: null } });
    fixture.sessionOpen = true;
    fixture.stream.start();
    await ready();
    const silentSince = performance.now();
    await eventually(() => expect(performance.now() - silentSince).toBeGreaterThan(150));
    expect(fixture.kinds).toEqual(["connected", "authorized", "ready"]);
  });

  test("stops for good when told", async () => {
    fixture.stream.start();
    await ready();
    const closed = new Promise((resolve) => fixture.peer().socket.on("close", resolve));
    fixture.stream.stop();
    await closed;
    expect(fixture.kinds).toEqual(["connected", "authorized", "ready"]);
    expect(fixture.stream.health().state).toBe("stopped");
    fixture.stream.start();
    await ready(2);
  });
});

describe("pacing", () => {
  test("pings are answered at once by default", async () => {
    fixture.stream.start();
    await ready();
    const pong = new Promise((resolve) =>
      fixture.peer().socket.on("pong", (data) => resolve(data.toString())),
    );
    fixture.peer().socket.ping("7");
    expect(await pong).toBe("7");
  });

  test("a held ping is answered when the engine says, after everything sent before was handed on", async () => {
    const held: { readonly seen: number; readonly pong: () => void }[] = [];
    fixture.useStream({
      silenceMsMax: { quotes: 400 },
      holdPongUntilSettled: (pong) => held.push({ seen: fixture.frames.length, pong }),
    });
    fixture.sessionOpen = true;
    fixture.stream.start();
    await ready();
    const pongs: string[] = [];
    fixture.peer().socket.on("pong", (data) => pongs.push(data.toString()));
    for (let i = 0; i < 100; i++) fixture.peer().send([QUOTE]);
    fixture.peer().socket.ping("window 1");
    await eventually(() => expect(held).toHaveLength(1));
    expect(held[0]?.seen).toBe(100);
    const heldSince = performance.now();
    await eventually(() => expect(performance.now() - heldSince).toBeGreaterThan(600));
    expect(pongs).toEqual([]);
    // The venue was silent because of us: no reconnect.
    expect(fixture.kinds).toEqual(["connected", "authorized", "ready"]);
    held[0]?.pong();
    held[0]?.pong();
    await eventually(() => expect(pongs).toEqual(["window 1"]));
  });

  test("a pong for a connection that is gone does nothing", async () => {
    const held: (() => void)[] = [];
    fixture.useStream({ holdPongUntilSettled: (pong) => held.push(pong) });
    fixture.stream.start();
    await ready();
    fixture.peer().socket.ping();
    await eventually(() => expect(held).toHaveLength(1));
    fixture.peer().socket.terminate();
    await ready(2);
    held[0]?.();
    fixture.peer(1).send([TRADE]);
    await eventually(() => expect(fixture.frames).toHaveLength(1));
  });
});
