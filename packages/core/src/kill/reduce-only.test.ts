import { expect, test } from "vitest";
import { strategyId, ticker } from "../ids.ts";
import {
  emptyReduceOnlyBook,
  noteResume,
  readReduceOnlyBook,
  REDUCE_ONLY_MS,
  reduceOnlyNow,
  reduceOnlyOf,
  resumedWords,
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
  for (const scope of [SPY, TREND, { kind: "all" } as const]) noteResume(book, scope);
  expect(book).toStrictEqual(emptyReduceOnlyBook());
});

test("a book that was read from JSON knows no names but its own", () => {
  const book = readReduceOnlyBook({ account: 5, strategies: {}, symbols: {} });
  const asker = { symbol: ticker("X"), strategyId: strategyId("constructor") };
  expect(reduceOnlyOf(book, asker, 5)).toBeNull();
});

test("a resume of a symbol holds whoever trades it, and says that it is the symbol's", () => {
  const book = emptyReduceOnlyBook();
  noteResume(book, SPY, 50);
  const anybody = { symbol: SPY.symbol, strategyId: null };
  expect(reduceOnlyOf(book, anybody, 0)).toEqual({ scope: SPY, until: 50 });
  expect(reduceOnlyOf(book, { ...anybody, symbol: ticker("IBM") }, 0)).toBeNull();
  expect(reduceOnlyNow(book, 0)).toEqual([{ scope: SPY, until: 50 }]);
  expect(reduceOnlyNow(book, 50)).toEqual([]);
});

test("a resume of a strategy holds no order of none, whatever its name, and of equal ends the account's is named", () => {
  const book = emptyReduceOnlyBook();
  noteResume(book, { kind: "strategy", strategyId: strategyId("null") }, 70);
  expect(reduceOnlyOf(book, { ...ASKER, strategyId: null }, 0)).toBeNull();
  for (const scope of [TREND, SPY, { kind: "all" } as const]) noteResume(book, scope, 50);
  expect(reduceOnlyOf(book, ASKER, 0)).toEqual({ scope: { kind: "all" }, until: 50 });
});

test("a resume of a strategy is not one of a symbol of its name", () => {
  const book = emptyReduceOnlyBook();
  noteResume(book, TREND, 50);
  expect(Object.keys(book.symbols)).toEqual([]);
  expect(reduceOnlyOf(book, { ...ASKER, strategyId: null }, 0)).toBeNull();
});

test("what was resumed is named at the beginning of a sentence, and only reduces for a minute", () => {
  const names = [{ kind: "all" } as const, TREND, SPY].map(resumedWords);
  expect(names).toEqual(["Trading", "Strategy trend", "SPY"]);
  expect(REDUCE_ONLY_MS).toBe(60_000);
});
