import { wireMarketDataItem } from "@interlock/alpaca/wire/market-data-stream";
import { encode } from "@msgpack/msgpack";
import { afterEach, describe, expect, it } from "vitest";
import {
  SIMULATION_KEY,
  SIMULATION_SECRET,
  SIMULATION_TOKEN,
} from "../src/server/venue-server-options.ts";
import { asRecord, type StreamClient, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
afterEach(async () => venue.close());

const SIGN_IN = { action: "auth", key: SIMULATION_KEY, secret: SIMULATION_SECRET };

function error(code: number): (message: unknown) => boolean {
  return (message) => asRecord(message)["code"] === code;
}

describe("the market-data protocol", () => {
  it.each(["json", "msgpack"] as const)(
    "greets, signs in and acknowledges the whole set in %s",
    async (encoding) => {
      venue = await TestVenue.start({ speed: 1 });
      const client = await venue.connect("/v2/iex", { encoding });
      client.send(SIGN_IN);
      client.send({ action: "subscribe", trades: ["SPY"], quotes: [], bars: ["*"] });
      client.send({ action: "subscribe", quotes: ["IBM"], trades: ["SPY"] });
      client.send({ action: "unsubscribe", bars: ["*"] });
      await expect.poll(() => client.ofType("subscription")).toHaveLength(3);
      expect(client.messages.slice(0, 2)).toEqual([
        { T: "success", msg: "connected" },
        { T: "success", msg: "authenticated" },
      ]);
      expect(client.ofType("subscription").at(-1)).toEqual({
        T: "subscription",
        trades: ["SPY"],
        quotes: ["IBM"],
        bars: [],
        updatedBars: [],
        dailyBars: [],
        statuses: [],
        lulds: [],
        corrections: ["SPY"],
        cancelErrors: ["SPY"],
      });
      expect(client.binary.every((isBinary) => isBinary === (encoding === "msgpack"))).toBe(true);
    },
  );

  it("writes T as the first key of every item and times as extension -1", async () => {
    venue = await TestVenue.start();
    const client = await venue.connect("/v2/sip", { encoding: "msgpack" });
    const frames: Buffer[] = [];
    client.socket.on("message", (data: Buffer) => frames.push(data));
    client.send(SIGN_IN);
    client.send({ action: "subscribe", quotes: ["SPY"] });
    await client.until((message) => asRecord(message)["T"] === "q");
    expect(client.messages.every((item) => Object.keys(asRecord(item))[0] === "T")).toBe(true);
    expect(client.ofType("q")[0]?.["t"]).toBeInstanceOf(Date);
    const hex = frames.map((frame) => frame.toString("hex")).join("");
    expect(hex).toContain(`a174d7ff`);
  });

  it("says the same in JSON and in MessagePack", async () => {
    venue = await TestVenue.start({
      fromMinute: 599,
      tape: {
        kind: "generated",
        firstDate: "2026-11-20" as never,
        symbols: ["SPY"],
        days: 1,
        activity: 0.1,
      },
    });
    const told = async (encoding: "json" | "msgpack", feed: string): Promise<StreamClient> =>
      venue.watch({ quotes: ["*"], trades: ["*"], bars: ["*"] }, { encoding, feed });
    await venue.ask("POST", "/sim/tape", { paused: true });
    const [text, packed] = [await told("json", "iex"), await told("msgpack", "sip")];
    await Promise.all(
      [text, packed].map((client) => client.until((m) => asRecord(m)["T"] === "subscription")),
    );
    await venue.ask("POST", "/sim/tape", { paused: false });
    await Promise.all(
      [text, packed].map((client) => client.until((m) => asRecord(m)["T"] === "b")),
    );
    const plain = (client: StreamClient): unknown[] =>
      client.messages
        .filter((item) => ["q", "t", "b"].includes(String(asRecord(item)["T"])))
        .slice(0, 40)
        .map((item) => ({ ...asRecord(item), t: Date.parse(textOf(asRecord(item)["t"])) }));
    expect(plain(text)).toEqual(plain(packed));
    for (const item of [...text.messages, ...packed.messages]) {
      expect(wireMarketDataItem.safeParse(item).success).toBe(true);
    }
  });

  it.each<[number, unknown[]]>([
    [400, [{ action: "dance" }]],
    [400, [SIGN_IN, { action: "subscribe", trades: ["not a symbol"] }]],
    [401, [{ action: "subscribe", trades: ["SPY"] }]],
    [402, [{ ...SIGN_IN, secret: "wrong" }]],
    [403, [SIGN_IN, SIGN_IN]],
  ])("answers with error %d", async (code, messages) => {
    venue = await TestVenue.start();
    const client = await venue.connect("/v2/sip");
    for (const message of messages) client.send(message);
    expect(await client.until(error(code))).toMatchObject({ T: "error", code });
  });

  it("refuses more symbols than allowed and changes nothing", async () => {
    venue = await TestVenue.start({ symbolLimit: 2, speed: 1 });
    const client = await venue.watch({ trades: ["SPY"] });
    client.send({ action: "subscribe", trades: ["IBM"], quotes: ["IBM"] });
    await client.until(error(405));
    client.send({ action: "subscribe", quotes: ["SPY"] });
    await expect
      .poll(() => client.ofType("subscription").at(-1))
      .toMatchObject({
        trades: ["SPY"],
        quotes: ["SPY"],
      });
  });

  it("takes one connection of a key on each feed, and a next one once it is gone", async () => {
    venue = await TestVenue.start({ speed: 1 });
    const first = await venue.watch();
    await first.until((message) => asRecord(message)["T"] === "subscription");
    const second = await venue.watch();
    await second.until(error(406));
    await second.closed();
    const elsewhere = await venue.watch({ quotes: ["SPY"] }, { feed: "iex" });
    await elsewhere.until((message) => asRecord(message)["T"] === "subscription");
    first.socket.terminate();
    await expect
      .poll(async () => {
        const next = await venue.watch();
        await next.until((message) =>
          ["error", "subscription"].includes(String(asRecord(message)["T"])),
        );
        return next.ofType("subscription").length;
      })
      .toBe(1);
  });

  it("leaves the connection over the limit open where it is told so", async () => {
    venue = await TestVenue.start({ speed: 1, cutsOverLimit: false });
    await (await venue.watch()).until((message) => asRecord(message)["T"] === "subscription");
    const second = await venue.watch();
    await second.until(error(401));
    expect(second.socket.readyState).toBe(second.socket.OPEN);
  });

  it("ends a connection that does not sign in within the time limit", async () => {
    venue = await TestVenue.start({ authTimeoutMs: 30 });
    const client = await venue.connect("/v2/sip");
    await client.until(error(404));
    await client.closed();
  });

  it("refuses a feed that the account is not entitled to", async () => {
    venue = await TestVenue.start({ feeds: ["iex", "test"] });
    const client = await venue.connect("/v2/sip");
    client.send(SIGN_IN);
    await client.until(error(409));
  });

  it("signs in by the headers of the upgrade", async () => {
    venue = await TestVenue.start();
    const client = await venue.connect("/v2/sip", {
      headers: { "APCA-API-KEY-ID": SIMULATION_KEY, "APCA-API-SECRET-KEY": SIMULATION_SECRET },
    });
    await client.until((message) => asRecord(message)["msg"] === "authenticated");
  });

  it("signs in by a token, one connection an account, and takes lists that are null", async () => {
    venue = await TestVenue.start({ speed: 1 });
    const client = await venue.connect("/v2/sip");
    client.send({ action: "auth", key: "oauth", secret: "another" });
    await client.until(error(402));
    client.send({ action: "auth", key: "oauth", secret: SIMULATION_TOKEN });
    client.send({ action: "subscribe", trades: ["SPY"], quotes: null });
    const ack = await client.until((message) => asRecord(message)["T"] === "subscription");
    expect(ack).toMatchObject({ trades: ["SPY"], quotes: [] });
    await (await venue.watch()).until(error(406));
  });

  it("serves FAKEPACA on the test feed, whatever the tape does", async () => {
    venue = await TestVenue.start();
    const client = await venue.watch(
      { trades: ["FAKEPACA"], quotes: ["FAKEPACA"], bars: [] },
      { feed: "test" },
    );
    expect(await client.until((m) => asRecord(m)["T"] === "subscription")).toEqual({
      T: "subscription",
      trades: ["FAKEPACA"],
      quotes: ["FAKEPACA"],
      bars: [],
    });
    expect(await client.until((m) => asRecord(m)["T"] === "t")).toMatchObject({ S: "FAKEPACA" });
    expect((await venue.get("/sim/tape"))["waiting_for"]).toBe("a subscription to market data");
  });

  it("plays the delayed feed a quarter of an hour behind", async () => {
    venue = await TestVenue.start({ windowMs: 60_000 });
    const late = await venue.watch({ quotes: ["SPY"] }, { feed: "delayed_sip" });
    await late.until((message) => asRecord(message)["T"] === "q");
    const { venue_time: now } = await venue.get("/sim/tape");
    const last = late.ofType("q").at(-1);
    expect(Date.parse(String(now)) - Date.parse(String(last?.["t"]))).toBeGreaterThanOrEqual(
      900_000,
    );
  });

  it("ends a minute with its bar, before anything of the next, and the day's bar with it", async () => {
    venue = await TestVenue.start();
    const client = await venue.watch({ trades: ["SPY"], bars: ["SPY"], dailyBars: ["SPY"] });
    await expect.poll(() => client.ofType("b").length, { timeout: 10_000 }).toBeGreaterThan(3);
    const at = client.messages.findIndex((message) => asRecord(message)["T"] === "b");
    const bar = asRecord(client.messages[at]);
    const ends = Date.parse(String(bar["t"])) + 60_000;
    const times = client.messages.map((message) => asRecord(message));
    const before = times.slice(0, at).filter(({ T }) => T === "t");
    const after = times.slice(at).find(({ T }) => T === "t");
    expect(before.every(({ t }) => Date.parse(String(t)) < ends)).toBe(true);
    expect(Date.parse(String(after?.["t"]))).toBeGreaterThanOrEqual(ends);
    expect(client.ofType("d")[0]).toMatchObject({ S: "SPY", t: "2026-11-20T05:00:00Z" });
  });
});

function textOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

describe("messages that are no messages", () => {
  it.each<[string, (client: StreamClient) => void]>([
    ["not JSON", (client) => client.socket.send("{")],
    ["not MessagePack", (client) => client.socket.send(Buffer.from([0xc1, 0xff]))],
    ["a number", (client) => client.socket.send("7")],
    ["of an unknown shape", (client) => client.socket.send(encode([[1], { a: null }]))],
  ])("are answered with 400, and the connection goes on: %s", async (_name, send) => {
    venue = await TestVenue.start();
    const client = await venue.connect("/v2/sip", { encoding: "msgpack" });
    send(client);
    await client.until(error(400));
    client.send(SIGN_IN);
    await client.until((message) => asRecord(message)["msg"] === "authenticated");
  });

  it("end their connection alone when they are 50 MB", async () => {
    venue = await TestVenue.start();
    const [big, other] = [await venue.connect("/v2/sip"), await venue.connect("/stream")];
    big.socket.send(Buffer.alloc(50 * 1024 * 1024));
    await big.closed();
    expect(other.socket.readyState).toBe(other.socket.OPEN);
    expect((await venue.ask("GET", "/v2/clock")).status).toBe(200);
  });

  it("are not taken at an address without a stream", async () => {
    venue = await TestVenue.start();
    await expect(venue.connect("/v2/otc")).rejects.toThrow("404");
  });
});
