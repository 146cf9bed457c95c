import { encode } from "@msgpack/msgpack";
import { describe, expect, test } from "vitest";
import { FrameReader } from "./frame-reader.ts";

const AT = Date.UTC(2026, 10, 20, 15, 0, 0, 123);
const QUOTE = {
  T: "q",
  S: "AAPL",
  bx: "Q",
  bp: 150.24,
  bs: 300,
  ax: "N",
  ap: 150.26,
  as: 500,
  c: ["R"],
  t: new Date(AT),
  z: "C",
};
const TRADE = {
  T: "t",
  S: "AAPL",
  i: 52983525029461,
  x: "V",
  p: 150.255,
  s: 100,
  c: ["@", "I"],
  t: new Date(AT),
  z: "C",
};

function reader(symbols: readonly string[] = ["AAPL", "SPY", "BRK.B"]): FrameReader {
  const made = new FrameReader();
  made.expect(symbols);
  return made;
}

const ENCODINGS = {
  msgpack: (items: unknown) => ({ frame: encode(items), isBinary: true }),
  json: (items: unknown) => ({ frame: Buffer.from(JSON.stringify(items)), isBinary: false }),
};

describe.each(Object.entries(ENCODINGS))("FrameReader in %s", (_name, encodeItems) => {
  function read(items: unknown, by = reader()) {
    const { frame, isBinary } = encodeItems(items);
    return by.read(frame, isBinary);
  }

  test("reads quotes and trades into core objects, in order", () => {
    expect(read([QUOTE, TRADE]).events).toEqual([
      {
        kind: "quote",
        quote: {
          symbol: "AAPL",
          venueAt: AT,
          bid: 150_240_000,
          bidSize: 300,
          ask: 150_260_000,
          askSize: 500,
        },
      },
      {
        kind: "trade",
        trade: {
          symbol: "AAPL",
          venueAt: AT,
          price: 150_255_000,
          size: 100,
          exchange: "V",
          conditions: ["@", "I"],
        },
      },
    ]);
  });

  test("a side with price 0 is absent", () => {
    expect(
      read([
        { ...QUOTE, bp: 0, bs: 0 },
        { ...QUOTE, ap: 0, as: 7 },
      ]).events,
    ).toMatchObject([
      { quote: { bid: null, bidSize: 0, ask: 150_260_000 } },
      { quote: { bid: 150_240_000, ask: null, askSize: 0 } },
    ]);
  });

  test("crossed and locked quotes pass: they are real, and judged elsewhere", () => {
    expect(
      read([
        { ...QUOTE, bp: 151 },
        { ...QUOTE, bp: 150.26 },
      ]).events,
    ).toHaveLength(2);
  });

  test("reads bars, and refuses one whose range does not hold its ends", () => {
    const bar = {
      T: "b",
      S: "SPY",
      o: 10,
      h: 11,
      l: 9.5,
      c: 10.5,
      v: 1200,
      n: 40,
      vw: 10.2,
      t: new Date(AT),
    };
    const by = reader();
    expect(read([bar], by).events).toMatchObject([
      {
        kind: "bar",
        bar: {
          symbol: "SPY",
          startAt: AT,
          high: 11_000_000,
          volume: 1200,
          tradeCount: 40,
          complete: true,
        },
      },
    ]);
    read(
      [
        { ...bar, l: 10.4 },
        { ...bar, v: -1 },
        { ...bar, o: "x" },
      ],
      by,
    );
    expect(by.tally.counts().refused).toEqual({ bad_bar: 3 });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["a price of -1", { p: -1 }, "bad_price"],
    ["a price of 0", { p: 0 }, "bad_price"],
    ["a price of 1e308", { p: 1e308 }, "bad_price"],
    ["a price that is text", { p: "12,3" }, "bad_price"],
    ["no price", { p: null }, "bad_price"],
    ["a size of 0", { s: 0 }, "bad_size"],
    ["a negative size", { s: -5 }, "bad_size"],
    ["half a share", { s: 0.5 }, "bad_size"],
    ["no time", { t: null }, "bad_time"],
    ["a time that is text of another kind", { t: "noon" }, "bad_time"],
    ["a symbol that is none", { S: "aapl!" }, "bad_symbol"],
    ["a symbol that is a number", { S: 5 }, "bad_symbol"],
    ["a symbol that is very long", { S: "A".repeat(50) }, "bad_symbol"],
    ["a symbol that nobody asked for", { S: "MSFT" }, "unrequested_symbol"],
  ])("M01 M02 refuses a trade with %s, counts it and keeps a sample", (_what, change, reason) => {
    const by = reader();
    expect(read([{ ...TRADE, ...change }, TRADE], by).events).toHaveLength(1);
    const counts = by.tally.counts();
    expect(counts.refused).toEqual({ [reason]: 1 });
    expect(counts.samples).toMatchObject([{ why: reason }]);
    expect(counts.samples[0]?.raw).toContain('"T":"t"');
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["a negative bid", { bp: -0.01 }, "bad_price"],
    ["an ask that is no number", { ap: "free" }, "bad_price"],
    ["a bid without size", { bs: 0 }, "bad_size"],
    ["an ask of half a share", { as: 0.5 }, "bad_size"],
  ])("M01 M02 refuses a quote with %s", (_what, change, reason) => {
    const by = reader();
    expect(read([{ ...QUOTE, ...change }], by).events).toEqual([]);
    expect(by.tally.counts().refused).toEqual({ [reason]: 1 });
  });

  test("messages of other kinds are counted and ignored, without end to their kinds", () => {
    const by = reader();
    read([{ T: "i", S: "AAPL" }, { T: "i", S: "AAPL" }, { T: "zz" }], by);
    expect(by.tally.counts().ignored).toEqual({ i: 2, zz: 1 });
    for (let i = 0; i < 100; i++) read([{ T: `kind${i}` }], by);
    expect(Object.keys(by.tally.counts().ignored).length).toBeLessThanOrEqual(33);
  });

  test("messages of the protocol come apart from data", () => {
    const ack = { T: "subscription", trades: ["AAPL"], quotes: [] };
    const { events, controls } = read([{ T: "success", msg: "connected" }, ack, TRADE]);
    expect(events).toHaveLength(1);
    expect(controls).toMatchObject([{ T: "success", msg: "connected" }, ack]);
  });

  test.each([
    [{}],
    ["text"],
    [7],
    [null],
    [[7]],
    [["x"]],
    [[null]],
    [[[]]],
    [[{ S: "AAPL" }]],
    [[{ T: 5 }]],
  ])("%o is malformed: nothing of it is used", (items) => {
    const by = reader();
    expect(() => read(items, by)).toThrow(/./);
    expect(by.tally.counts()).toMatchObject({ malformed: 1, events: 0 });
  });

  test("an empty array is a frame without messages", () => {
    expect(read([])).toEqual({ events: [], controls: [] });
  });

  test("under a wildcard any ticker passes, and nothing else", () => {
    const by = reader(["*"]);
    expect(
      read([TRADE, { ...TRADE, S: "MSFT" }, { ...TRADE, S: "MSFT" }, { ...TRADE, S: "no way" }], by)
        .events,
    ).toHaveLength(3);
  });

  test("a flood of refusals keeps few samples", () => {
    const by = reader();
    read(
      Array.from({ length: 5_000 }, () => ({ ...TRADE, p: -1 })),
      by,
    );
    expect(by.tally.counts().refused.bad_price).toBe(5_000);
    expect(by.tally.counts().samples.length).toBeLessThan(20);
  });
});

describe("FrameReader on MessagePack", () => {
  test.each([
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-0", -0],
  ])("M01 refuses a price of %s", (_name, p) => {
    const by = reader();
    by.read(
      encode(
        [
          { ...TRADE, p },
          { ...QUOTE, bp: p },
        ],
        { forceFloat32: false },
      ),
      true,
    );
    expect(by.tally.counts().refused.bad_price).toBeGreaterThan(0);
    expect(by.tally.counts().events).toBeLessThan(2);
  });

  test("the kind need not stand first, and the key order is free", () => {
    const { T, ...rest } = TRADE;
    expect(reader().read(encode([{ ...rest, T }]), true).events).toHaveLength(1);
  });

  test("times of all three lengths, and as text, are the same instant", () => {
    const seconds = Math.floor(AT / 1_000) * 1_000;
    const by = reader();
    const times = [new Date(seconds), new Date(AT), "2026-11-20T15:00:00.123456789Z"];
    const events = times.flatMap((t) => by.read(encode([{ ...TRADE, t }]), true).events);
    expect(events.map((event) => event.kind === "trade" && event.trade.venueAt)).toEqual([
      seconds,
      AT,
      AT,
    ]);
  });

  test("integers of every width are read", () => {
    for (const size of [1, 127, 128, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296]) {
      const [event] = reader().read(encode([{ ...TRADE, s: size }]), true).events;
      expect(event).toMatchObject({ trade: { size } });
    }
    const wide = encode([{ ...TRADE, s: 100n }], { useBigInt64: true });
    expect(reader().read(wide, true).events).toMatchObject([{ trade: { size: 100 } }]);
  });

  test("fields that nobody knows are stepped over, whatever they hold", () => {
    const more = {
      deep: { er: [1, { est: [[[]]] }] },
      blob: new Uint8Array(300),
      nothing: null,
      flag: true,
      "long key": "x",
    };
    expect(reader().read(encode([{ ...TRADE, ...more }, QUOTE]), true).events).toHaveLength(2);
  });

  test("every cut of a frame is malformed, and none throws anything but FrameError", () => {
    const frame = encode([QUOTE, TRADE]);
    for (let length = 0; length < frame.length; length++) {
      const by = reader();
      expect(() => by.read(frame.subarray(0, length), true)).toThrow(
        expect.objectContaining({ name: "FrameError" }),
      );
    }
  });

  test.each([
    ["bytes after the end", [...encode([TRADE]), 0xc0]],
    ["a byte that MessagePack does not use", [0x91, 0x81, 0xc1, 0xc1]],
    ["a map of four billion entries", [0x91, 0xdf, 0xff, 0xff, 0xff, 0xff, 0xa1, 0x61]],
    ["an array of four billion items", [0xdd, 0xff, 0xff, 0xff, 0xff]],
    ["text that claims four billion bytes", [0x91, 0x81, 0xa1, 0x54, 0xdb, 0xff, 0xff, 0xff, 0xff]],
    [
      "a hundred thousand nested arrays",
      [
        0x91,
        0x82,
        0xa1,
        0x54,
        0xa1,
        0x74,
        0xa1,
        0x61,
        ...Array.from({ length: 100_000 }, () => 0x91),
      ],
    ],
  ])("%s is malformed and costs nothing", (_what, bytes) => {
    const by = reader();
    const start = performance.now();
    expect(() => by.read(Uint8Array.from(bytes), true)).toThrow(
      expect.objectContaining({ name: "FrameError" }),
    );
    expect(performance.now() - start).toBeLessThan(250);
    expect(by.tally.counts().samples).toHaveLength(1);
  });

  test("invalid UTF-8 in a text frame is malformed", () => {
    expect(() => reader().read(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]), false)).toThrow(/./);
  });
});
