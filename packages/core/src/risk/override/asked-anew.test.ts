import { expect, test } from "vitest";
import { anIntent, IBM, SPY } from "../../../test/builders.ts";
import { signalId, strategyId } from "../../ids.ts";
import { money } from "../../number/money.ts";
import { beginParent, emptyParentBook } from "../parent/parent-book.ts";
import { askedAnew } from "./asked-anew.ts";

const TREND = strategyId("trend");
const FIRST = anIntent({ strategyId: TREND, signalId: signalId("s-1") });
const REPLACED = "what trend asked for in SPY then has been replaced";

function asked(id: string, symbol = SPY) {
  const book = emptyParentBook();
  const allocation = money("1000");
  beginParent(book, { strategyId: TREND, symbol, signalId: signalId(id), target: 1, allocation });
  return book;
}

test("R16 an order is asked for until its strategy says anything else of its symbol", () => {
  expect(askedAnew(asked("s-1"), FIRST)).toBeNull();
  expect(askedAnew(asked("s-2"), FIRST)).toBe(REPLACED);
  expect(askedAnew(asked("s-1", IBM), FIRST)).toBe(REPLACED);
  expect(askedAnew(emptyParentBook(), FIRST)).toBe(REPLACED);
});

test("R16 an order that no signal made is replaced by none", () => {
  expect(askedAnew(asked("s-2"), { ...FIRST, purpose: "operator" })).toBeNull();
  expect(askedAnew(asked("s-2"), { ...FIRST, strategyId: null })).toBeNull();
});
