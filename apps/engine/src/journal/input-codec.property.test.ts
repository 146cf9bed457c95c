import { ticker } from "@interlock/core/ids";
import { priceFromUnits } from "@interlock/core/number/price";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Input, InputBody } from "../input.ts";
import { inputCodec } from "./input-codec.ts";
import { ByteWriter } from "./segment/byte-writer.ts";
import { TapeSource, TapeTarget } from "./tape/tape-codec.ts";

const wholeOrOdd = (max: number) =>
  fc.oneof(
    fc.nat(),
    fc.maxSafeNat().filter((n) => n <= max),
    fc.double({ min: 0, max: 1e9, noNaN: true }),
  );
const time = wholeOrOdd(2 ** 50);
const size = fc.oneof(fc.nat(), fc.constantFrom(0, 0xffff_ffff, 0x1_0000_0000, 0.5));
const symbol = fc
  .oneof(fc.constantFrom("SPY", "IBM", "BRK.B"), fc.string({ maxLength: 80 }))
  .map(ticker);
const somePrice = fc
  .oneof(fc.integer({ min: 1, max: 10 ** 12 }), fc.constantFrom(2 ** 48 - 1, 2 ** 48))
  .map(priceFromUnits);

const quote = fc.record({
  symbol,
  venueAt: time,
  bid: fc.option(somePrice),
  bidSize: size,
  ask: fc.option(somePrice),
  askSize: size,
});
const trade = fc.record({
  symbol,
  venueAt: time,
  price: somePrice,
  size,
  exchange: fc.string({ maxLength: 2 }),
  conditions: fc.array(fc.oneof(fc.constantFrom("@", "F", "I", " "), fc.string({ maxLength: 2 })), {
    maxLength: 300,
  }),
});
const body: fc.Arbitrary<InputBody> = fc.oneof(
  quote.map((value) => ({ kind: "quote" as const, quote: value })),
  trade.map((value) => ({ kind: "trade" as const, trade: value })),
  fc.constant({ kind: "clock" as const }),
  fc.string().map((reason) => ({
    kind: "connection" as const,
    channel: "market_data" as const,
    up: true,
    reason,
  })),
  fc.nat().map((lagMs) => ({ kind: "projection_lag" as const, lagMs })),
);

function throughTape(inputs: readonly Input[]): Input[] {
  const out = new ByteWriter(16);
  const target = new TapeTarget();
  target.begin(out);
  for (const input of inputs) inputCodec.encode(input, target);
  const source = new TapeSource(Buffer.from(out.memory.subarray(0, out.end)));
  return inputs.map(({ seq }) => {
    source.readNames();
    source.seq = seq;
    return inputCodec.decode(source);
  });
}

describe("inputs on the tape", () => {
  it("come back exactly as they were, whatever their values", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ time, body }), { maxLength: 20 }), (drafts) => {
        const inputs = drafts.map((draft, i) => ({ seq: 7 + i, ...draft }));
        expect(throughTape(inputs)).toEqual(inputs);
      }),
    );
  });

  it("take 36 bytes a quote once the symbol is known, 29 a trade with two conditions, 7 a clock tick", () => {
    const bytesOf = (value: InputBody): number => {
      const out = new ByteWriter();
      const target = new TapeTarget();
      target.begin(out);
      const input = { seq: 1, time: 1_700_000_000_000, body: value };
      inputCodec.encode(input, target);
      const first = out.end;
      inputCodec.encode(input, target);
      return out.end - first;
    };
    const venueAt = 1_700_000_000_000;
    const bid = priceFromUnits(165_120_000);
    const spy = ticker("SPY");
    expect(
      bytesOf({
        kind: "quote",
        quote: { symbol: spy, venueAt, bid, bidSize: 1, ask: null, askSize: 0 },
      }),
    ).toBe(36);
    const print = {
      symbol: spy,
      venueAt,
      price: bid,
      size: 100,
      exchange: "P",
      conditions: ["@", "F"],
    };
    expect(bytesOf({ kind: "trade", trade: print })).toBe(29);
    expect(bytesOf({ kind: "clock" })).toBe(7);
  });
});
