import { describe, expect, it } from "vitest";
import { aFill, anOrder, IBM, SPY } from "../../../test/builders.ts";
import { strategyId } from "../../ids.ts";
import { shares } from "../../number/quantity.ts";
import {
  childrenOf,
  countChildFill,
  dropChild,
  emptyParentBook,
  followChild,
  NO_PARENT,
  parentOf,
  type ParentBook,
  readParentBook,
} from "./parent-book.ts";

const TREND = strategyId("trend");
const KEY = { strategyId: TREND, symbol: SPY };
const order = anOrder({ strategyId: TREND });

/** A book in which one order of 100 shares is open. */
function bookOfOne(): ParentBook {
  const book = emptyParentBook();
  followChild(book, "o-1", order);
  return book;
}

describe("an order that may trade no more", () => {
  it("counts as nothing, and is no child, once it is dropped", () => {
    const book = bookOfOne();
    expect(childrenOf(book, TREND)).toEqual(["o-1"]);
    dropChild(book, "o-1", KEY);
    expect(parentOf(book, KEY)).toMatchObject({ open: { buy: shares(0), sell: shares(0) } });
    expect(childrenOf(book, TREND)).toEqual([]);
  });

  it("is no child once its end is followed", () => {
    const book = bookOfOne();
    followChild(book, "o-1", { ...order, status: "canceled" });
    expect(parentOf(book, KEY).open.buy).toBe(shares(0));
    expect(childrenOf(book, TREND)).toEqual([]);
  });

  it("is dropped nowhere else", () => {
    const book = bookOfOne();
    dropChild(book, "o-2", KEY);
    dropChild(book, "o-1", { ...KEY, symbol: IBM });
    dropChild(book, "o-1", { ...KEY, strategyId: strategyId("revert") });
    expect(book).toEqual(bookOfOne());
    expect(NO_PARENT.open).toEqual({ buy: shares(0), sell: shares(0) });
    expect(childrenOf(book, strategyId("revert"))).toEqual([]);
  });
});

describe("what a strategy holds", () => {
  it("is moved by its fills, up by what was bought and down by what was sold", () => {
    const book = emptyParentBook();
    countChildFill(book, aFill({ strategyId: TREND, quantity: shares(10) }), true);
    expect(parentOf(book, KEY).held).toBe(shares(10));
    countChildFill(book, aFill({ strategyId: TREND, side: "sell", quantity: shares(4) }), false);
    expect(parentOf(book, KEY)).toMatchObject({
      held: shares(6),
      filled: { buy: shares(10), sell: shares(0) },
    });
  });

  it("is nobody's where no strategy asked", () => {
    const book = emptyParentBook();
    followChild(book, "o-1", anOrder({ strategyId: null }));
    countChildFill(book, aFill({ strategyId: null }), true);
    expect(book).toEqual(emptyParentBook());
  });
});

it("a book that was read finds no child, symbol or strategy that was not put in", () => {
  const read = readParentBook(JSON.parse(JSON.stringify(bookOfOne())) as ParentBook);
  expect(read).toEqual(bookOfOne());
  for (const names of [read, read[TREND] ?? {}, parentOf(read, KEY).children])
    expect(Object.getPrototypeOf(names)).toBeNull();
});
