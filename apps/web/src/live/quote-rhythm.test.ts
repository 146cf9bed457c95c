import { expect, test } from "vitest";
import { observeQuote, type QuoteRhythm, staleAfterMs } from "./quote-rhythm.ts";

const rhythmOf = (times: readonly number[]): QuoteRhythm | undefined =>
  times.reduce<QuoteRhythm | undefined>((rhythm, at) => observeQuote(rhythm, at), undefined);

test("a symbol that changes every second is stale after five seconds", () => {
  expect(staleAfterMs(rhythmOf([0, 1_000, 2_000, 3_000]))).toBe(5_000);
});

test("a symbol that changes every four seconds is stale after twenty", () => {
  expect(staleAfterMs(rhythmOf([0, 4_000, 8_000, 12_000]))).toBe(20_000);
});

test("no symbol is given more than thirty seconds", () => {
  expect(staleAfterMs(rhythmOf([0, 60_000, 120_000]))).toBe(30_000);
});

test("a repeated or earlier quote says nothing of the rhythm", () => {
  expect(rhythmOf([1_000, 1_000, 500])?.gapsMs).toEqual([]);
});

test("an unknown symbol has the ordinary patience", () => {
  expect(staleAfterMs(undefined)).toBe(5_000);
});
