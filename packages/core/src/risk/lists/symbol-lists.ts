import { isTicker, type Ticker, ticker } from "../../ids.ts";
import { fail, ok, type Result } from "../../result.ts";
import type { Limits } from "../limits.ts";

/**
 * Lists of symbols among the limits (SEC Rule 15c3-5 (c)(2)(ii)): an order that takes new risk needs a symbol that no
 * restricted list names and that every allowed list allows. Closing orders pass.
 */

/** The limits that are lists of symbols. */
export type SymbolListKey = "restricted" | "allowed";

/** The lists of one level, to be asked by symbol. */
export interface SymbolLists {
  readonly restricted: ReadonlySet<Ticker>;
  /** Empty: every symbol of the universe. */
  readonly allowed: ReadonlySet<Ticker>;
}

/** Nothing restricted, and every symbol of the universe allowed. */
export const FREE_LISTS: SymbolLists = { restricted: new Set(), allowed: new Set() };

/** The same as limits of a level that names no symbol. */
export const NO_SYMBOLS: Pick<Limits, SymbolListKey> = { restricted: [], allowed: [] };

/** Symbols that a list may hold at most. */
export const SYMBOLS_MAX = 1_000;

/** What an empty list says; small letters are no ticker. */
const EMPTY_WORDS: Readonly<Record<SymbolListKey, string>> = { restricted: "none", allowed: "all" };

/** Returns the lists of a level's limits; those that it lacks name no symbol. */
export function symbolListsOf(limits: Partial<Limits>): SymbolLists {
  const { restricted, allowed } = { ...NO_SYMBOLS, ...limits };
  if (restricted.length + allowed.length === 0) return FREE_LISTS;
  return { restricted: new Set(restricted), allowed: new Set(allowed) };
}

/** Tells whether an allowed list lets risk be taken in a symbol. */
export function allows({ allowed }: SymbolLists, symbol: Ticker): boolean {
  return allowed.size === 0 || allowed.has(symbol);
}

/** Writes a list, e.g. "AAPL,SPY"; an empty one as its word, and so one that a record of an older build lacks. */
export function formatSymbols(key: SymbolListKey, list: readonly Ticker[] | undefined): string {
  return list === undefined || list.length === 0 ? EMPTY_WORDS[key] : list.join(",");
}

/** Reads a list of tickers joined by commas, in any order and with repeats; its word or nothing is an empty one. */
export function parseSymbols(key: SymbolListKey, text: string): Result<readonly Ticker[]> {
  if (text.trim() === "" || text.trim() === EMPTY_WORDS[key]) return ok([]);
  const names = text.split(",").map((name) => name.trim());
  if (!names.every(isTicker)) return fail(`is "${text.slice(0, 40)}"`);
  return ok([...new Set(names)].sort().map(ticker));
}

/** Says what a list may be. */
export function allowedSymbols(key: SymbolListKey): string {
  return `"${EMPTY_WORDS[key]}", or up to ${SYMBOLS_MAX} tickers such as SPY, joined by commas`;
}

/** Returns what a list holds that it did not hold before; one that is absent holds nothing. */
export function symbolsAdded(
  before?: readonly Ticker[],
  after?: readonly Ticker[],
): readonly Ticker[] {
  return (after ?? []).filter((symbol) => before?.includes(symbol) !== true);
}

/** Says how a list moves: looser where any symbol may be traded that could not be, whatever else changes. */
export function symbolsDirection(
  key: SymbolListKey,
  before: readonly Ticker[],
  after: readonly Ticker[],
): "tighter" | "looser" | "same" {
  const gained = symbolsAdded(before, after).length > 0;
  const lost = symbolsAdded(after, before).length > 0;
  if (!gained && !lost) return "same";
  if (key === "restricted") return lost ? "looser" : "tighter";
  if (after.length === 0) return "looser";
  return before.length > 0 && gained ? "looser" : "tighter";
}

/** Says how a list moves, by its texts; what cannot be read is taken for looser. */
export function symbolTextDirection(
  key: SymbolListKey,
  before: string,
  after: string,
): "tighter" | "looser" | "same" {
  const [old, now] = [parseSymbols(key, before), parseSymbols(key, after)];
  return old.ok && now.ok ? symbolsDirection(key, old.value, now.value) : "looser";
}
