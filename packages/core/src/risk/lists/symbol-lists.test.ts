import { describe, expect, it } from "vitest";
import { anIntent, IBM, SPY } from "../../../test/builders.ts";
import { strategyId, ticker, type Ticker } from "../../ids.ts";
import { listLevel } from "./list-denial.ts";
import {
  FREE_LISTS,
  formatSymbols,
  NO_SYMBOLS,
  parseSymbols,
  type SymbolListKey,
  symbolListsOf,
  symbolsAdded,
  symbolsDirection,
  symbolTextDirection,
} from "./symbol-lists.ts";

const XOM = ticker("XOM");

it("limits that name no symbol restrict none and allow all", () => {
  expect(NO_SYMBOLS).toEqual({ restricted: [], allowed: [] });
  for (const none of [{}, NO_SYMBOLS]) expect(symbolListsOf(none)).toBe(FREE_LISTS);
});

describe("a list as text", () => {
  it.each<[SymbolListKey, string, readonly Ticker[]]>([
    ["restricted", "", []],
    ["restricted", "  ", []],
    ["restricted", " none ", []],
    ["allowed", "all", []],
    ["allowed", " XOM, SPY ,XOM", [SPY, XOM]],
  ])("of what is %s, %j is read", (key, text, symbols) => {
    expect(parseSymbols(key, text)).toEqual({ ok: true, value: symbols });
  });

  it("that is too long to be shown is cut in what is said of it", () => {
    const long = "x".repeat(50);
    expect(parseSymbols("allowed", long)).toEqual({ ok: false, error: `is "${"x".repeat(40)}"` });
  });

  it("is its word where the list is empty or absent", () => {
    expect([formatSymbols("allowed", undefined), formatSymbols("allowed", [])]).toEqual([
      "all",
      "all",
    ]);
    expect(formatSymbols("restricted", [IBM, SPY])).toBe("IBM,SPY");
  });
});

it("what a list holds anew is counted from nothing where one of them is absent", () => {
  expect(symbolsAdded(undefined, [SPY])).toEqual([SPY]);
  expect(symbolsAdded([SPY], undefined)).toEqual([]);
  expect(symbolsAdded([SPY], [IBM, SPY])).toEqual([IBM]);
});

describe("a list moves", () => {
  it.each<[SymbolListKey, readonly Ticker[], readonly Ticker[], "tighter" | "looser" | "same"]>([
    ["restricted", [SPY], [SPY], "same"],
    ["restricted", [], [SPY], "tighter"],
    ["restricted", [SPY], [IBM], "looser"],
    ["restricted", [SPY], [], "looser"],
    ["allowed", [], [SPY], "tighter"],
    ["allowed", [SPY], [], "looser"],
    ["allowed", [SPY], [IBM, SPY], "looser"],
    ["allowed", [IBM, SPY], [SPY], "tighter"],
    ["allowed", [SPY], [IBM], "looser"],
  ])("of what is %s, from %j to %j: %s", (key, before, after, direction) => {
    expect(symbolsDirection(key, before, after)).toBe(direction);
    const texts = [formatSymbols(key, before), formatSymbols(key, after)] as const;
    expect(symbolTextDirection(key, ...texts)).toBe(direction);
  });

  it("looser where a text of it cannot be read", () => {
    expect(symbolTextDirection("restricted", "no tickers", "SPY")).toBe("looser");
    expect(symbolTextDirection("restricted", "", "no tickers")).toBe("looser");
  });
});

it("a list is a strategy's where the second of two lists refused its order", () => {
  const trend = strategyId("trend");
  const own = anIntent({ strategyId: trend });
  expect(listLevel(own, 2)).toEqual({ level: { kind: "strategy", id: trend } });
  expect(listLevel(own, 1)).toEqual({});
  expect(listLevel(anIntent({ strategyId: null }), 2)).toEqual({});
});
