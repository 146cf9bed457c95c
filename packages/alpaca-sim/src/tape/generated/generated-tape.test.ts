import { isoDate } from "@interlock/core/market/civil-date";
import { describe, expect, it } from "vitest";
import { at } from "../../../test/open-venue.ts";
import { QUOTE_EVENT, type TapeChunk, type TapeSource } from "../tape-source.ts";
import { type GeneratedChoice, generatedTape } from "./generated-tape.ts";

const FRIDAY = isoDate("2026-11-20");
const MONDAY = isoDate("2026-11-23");

function tape(chosen: Partial<GeneratedChoice> = {}): TapeSource {
  const source = generatedTape({
    seed: "7",
    firstDate: FRIDAY,
    symbols: ["SPY", "ZZZ"],
    days: 1,
    activity: 0.2,
    ...chosen,
  });
  if (!source.ok) throw new Error(source.error);
  return source.value;
}

function chunks(source: TapeSource): TapeChunk[] {
  const reader = source.open();
  const all: TapeChunk[] = [];
  for (let chunk = reader.next(); chunk !== null; chunk = reader.next()) all.push(chunk);
  return all;
}

/** Events as rows of numbers, prices and sizes included. */
function rows(source: TapeSource): number[][] {
  return chunks(source).flatMap((chunk) =>
    Array.from({ length: chunk.length }, (_, i) =>
      [chunk.time, chunk.kind, chunk.symbol, chunk.priceA, chunk.priceB, chunk.sizeA, chunk.sizeB].map(
        (column) => column[i] ?? 0,
      ),
    ),
  );
}

describe("a generated tape", () => {
  it("is the same for the same seed and another for another", () => {
    expect(rows(tape())).toEqual(rows(tape()));
    expect(rows(tape({ seed: "8" })).slice(0, 9)).not.toEqual(rows(tape()).slice(0, 9));
  });

  it("gives a symbol the same day whatever else is in the universe", () => {
    const only = (symbols: string[]): number[][] => {
      const index = symbols.indexOf("SPY");
      return rows(tape({ symbols }))
        .filter(([, , symbol]) => symbol === index)
        .map(([time = 0, kind = 0, , ...rest]) => [time, kind, ...rest]);
    };
    expect(only(["SPY", "ZZZ"])).toEqual(only(["AAA", "BBB", "SPY"]));
  });

  it("goes forward in time, quotes before prints, with sound prices and sizes", () => {
    let last = 0;
    for (const [time = 0, kind, symbol = 0, a = 0, b = 0, size = 0] of rows(tape())) {
      const key = time * 100 + (kind ?? 0) * 10 + symbol;
      expect(key).toBeGreaterThanOrEqual(last);
      last = key;
      expect(a).toBeGreaterThan(0);
      expect(size).toBeGreaterThan(0);
      if (kind === QUOTE_EVENT) expect(b).toBeGreaterThan(a);
    }
  });

  it("is busiest at the open and the close, and thin outside the session", () => {
    const byHour = new Map<number, number>();
    for (const [time = 0] of rows(tape())) {
      const hour = Math.floor((time - at("04:00", FRIDAY)) / 1_800_000);
      byHour.set(hour, (byHour.get(hour) ?? 0) + 1);
    }
    const half = (clock: string): number =>
      byHour.get(Math.floor((at(clock, FRIDAY) - at("04:00", FRIDAY)) / 1_800_000)) ?? 0;
    expect(half("09:30")).toBeGreaterThan(1.4 * half("12:30"));
    expect(half("15:30")).toBeGreaterThan(1.2 * half("12:30"));
    expect(half("05:00")).toBeLessThan(0.2 * half("12:30"));
  });

  it("prints odd lots, round lots and blocks, inside the quote", () => {
    const quotes = new Map<number, [number, number]>();
    let outside = 0;
    const sizes: number[] = [];
    for (const [, kind, symbol = 0, a = 0, b = 0, size = 0] of rows(tape())) {
      if (kind === QUOTE_EVENT) quotes.set(symbol, [a, b]);
      else {
        const [bid, ask] = quotes.get(symbol) ?? [0, 0];
        if (a < bid || a > ask) outside += 1;
        sizes.push(size);
      }
    }
    expect(outside / sizes.length).toBeLessThan(0.01);
    expect(sizes.some((size) => size < 100)).toBe(true);
    expect(sizes.some((size) => size >= 5_000)).toBe(true);
  });

  it("goes on with the next market day, which opens away from the last close", () => {
    const days = rows(tape({ days: 2 }));
    const second = days.filter(([time = 0]) => time >= at("04:00", MONDAY));
    const first = days.filter(([time = 0]) => time < at("20:00", FRIDAY));
    expect(first.length + second.length).toBe(days.length);
    const spy = (list: number[][]): number[][] => list.filter(([, kind, symbol]) => kind === 0 && symbol === 0);
    const gap = (spy(second)[0]?.[3] ?? 0) / (spy(first).at(-1)?.[3] ?? 1) - 1;
    expect(Math.abs(gap)).toBeGreaterThan(0.0001);
    expect(Math.abs(gap)).toBeLessThan(0.1);
  });

  it("refuses to begin on a day without a market", () => {
    const source = generatedTape({
      seed: "1",
      firstDate: isoDate("2026-11-26"),
      symbols: ["SPY"],
      days: 1,
      activity: 1,
    });
    expect(source).toMatchObject({ ok: false });
  });

  it("has a history that ends where it begins", () => {
    const { history } = tape({ symbols: ["SPY"] });
    const days = history.days("SPY");
    expect(days).toHaveLength(60);
    expect(days.at(-1)?.close).toBe(588_000_000);
    for (const bar of days) {
      expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
      expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
    }
    expect(history.minutes("SPY", isoDate("2026-11-19"))).toHaveLength(390);
  });
});
