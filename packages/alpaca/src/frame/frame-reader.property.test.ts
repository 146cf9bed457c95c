import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, test, expect } from "vitest";
import { FrameReader } from "./frame-reader.ts";
import { type FrameContents, ItemReader, itemDecoder } from "./item-reader.ts";
import { FrameTally } from "./frame-tally.ts";
import { TickerTable } from "./ticker-table.ts";

const SYMBOLS = ["AAPL", "SPY", "BRK.B", "A"];

const anything = fc.oneof(
  fc.constantFrom(
    null,
    true,
    "",
    "12,3",
    "2026-11-20T15:00:00Z",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    0,
    1e308,
  ),
  fc.double({ min: 0.01, max: 1_000, noNaN: true }),
  fc.integer({ min: -1_000, max: 5_000_000_000 }),
  fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
  fc.date({ min: new Date(1), max: new Date("2100-01-01"), noInvalidDate: true }),
  fc.dictionary(
    fc.string({ minLength: 1, maxLength: 3 }).filter((key) => key !== "__proto__"),
    fc.integer(),
    { maxKeys: 2 },
  ),
);

function mostly<T>(usual: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: anything });
}

// Doubles drawn freely are mostly too small to be prices.
const price = mostly(
  fc.integer({ min: 0, max: 50_000_000 }).map((tenthsOfCents) => tenthsOfCents / 1_000),
);
const size = mostly(fc.integer({ min: 1, max: 100_000 }));
const time = mostly(
  fc.date({ min: new Date(1), max: new Date("2100-01-01"), noInvalidDate: true }),
);
const symbol = mostly(fc.constantFrom(...SYMBOLS, "MSFT", "aapl"));
const conditions = mostly(fc.array(fc.string({ maxLength: 2 }), { maxLength: 4 }));

const item = fc
  .record({
    T: fc.constantFrom("q", "t", "b", "x", "success"),
    S: symbol,
    p: price,
    s: size,
    bp: price,
    bs: size,
    ap: price,
    as: size,
    x: mostly(fc.constantFrom("V", "Q", "", "XX", "é")),
    c: conditions,
    t: time,
    z: mostly(fc.constant("C")),
    o: price,
    h: price,
    l: price,
    v: size,
    zzz: anything,
  })
  .chain(({ T, ...rest }) => {
    const others = fc.shuffledSubarray(Object.entries(rest), {
      minLength: Object.keys(rest).length - 1,
    });
    return fc.tuple(
      fc.constant(T),
      others,
      fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(20)),
    );
  })
  .map(([T, others, at]) =>
    Object.fromEntries([...others.slice(0, at), ["T", T], ...others.slice(at)]),
  );

/** Decodes the whole frame first and reads the objects: slow and simple. */
function readSlowly(frame: Uint8Array) {
  const tally = new FrameTally();
  const items = new ItemReader(tally);
  const contents: FrameContents = { events: [], controls: [] };
  const decoded = itemDecoder.decode(frame);
  for (const one of Array.isArray(decoded) ? decoded : [])
    items.read(one, new TickerTable(SYMBOLS), contents);
  return { contents, refused: tally.counts().refused, ignored: tally.counts().ignored };
}

function readFast(frame: Uint8Array, reader = new FrameReader()) {
  reader.expect(SYMBOLS);
  const contents = reader.read(frame, true);
  return {
    contents,
    refused: reader.tally.counts().refused,
    ignored: reader.tally.counts().ignored,
  };
}

describe("FrameReader", () => {
  test("reads from the bytes exactly what decoding first would give, refusals included", () => {
    let events = 0;
    fc.assert(
      fc.property(fc.array(item, { maxLength: 5 }), (items) => {
        const frame = encode(items);
        const fast = readFast(frame);
        events += fast.contents.events.length;
        expect(fast).toEqual(readSlowly(frame));
      }),
      { numRuns: 1_000 },
    );
    expect(events).toBeGreaterThan(200);
  });

  test("S08 no bytes make it throw anything but FrameError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readFast(bytes);
        } catch (error) {
          expect(error).toMatchObject({ name: "FrameError" });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("a flipped byte in a frame never throws anything but FrameError", () => {
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        fc.nat(255),
        (items, at, value) => {
          const frame = Uint8Array.from(encode(items));
          frame[at % frame.length] = value;
          try {
            readFast(frame);
          } catch (error) {
            expect(error).toMatchObject({ name: "FrameError" });
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
