import { expect, test } from "vitest";
import { strategyId, ticker } from "../ids.ts";
import {
  emptyReduceOnlyBook,
  noteResume,
  readReduceOnlyBook,
  reduceOnlyNow,
  reduceOnlyOf,
} from "./reduce-only.ts";

const SPY = { kind: "symbol", symbol: ticker("SPY") } as const;
const TREND = { kind: "strategy", strategyId: strategyId("trend") } as const;
const ASKER = { symbol: SPY.symbol, strategyId: TREND.strategyId };

test("a resume holds an order to reducing by what it belongs to, the longest first, and until its end", () => {
  const book = emptyReduceOnlyBook();
  expect(reduceOnlyOf(book, ASKER, 0)).toBeNull();
  noteResume(book, SPY, 50);
  noteResume(book, TREND, 70);
  noteResume(book, { kind: "all" }, 60);
  expect(reduceOnlyOf(book, ASKER, 0)).toEqual({ scope: TREND, until: 70 });
  expect(reduceOnlyOf(book, { ...ASKER, strategyId: null }, 0)).toMatchObject({ until: 60 });
  expect(reduceOnlyOf(book, ASKER, 69)).not.toBeNull();
  expect(reduceOnlyOf(book, ASKER, 70)).toBeNull();
  expect(reduceOnlyNow(book, 55)).toEqual([
    { scope: { kind: "all" }, until: 60 },
    { scope: TREND, until: 70 },
  ]);
});

test("a resume of before, which says no end, holds nothing", () => {
  const book = emptyReduceOnlyBook();
  noteResume(book, SPY);
  expect(book).toEqual(emptyReduceOnlyBook());
});

test("a book that was read from JSON knows no names but its own", () => {
  const book = readReduceOnlyBook({ account: 5, strategies: {}, symbols: {} });
  const asker = { symbol: ticker("X"), strategyId: strategyId("constructor") };
  expect(reduceOnlyOf(book, asker, 5)).toBeNull();
});
