import { expect, test } from "vitest";
import { deskSentence } from "./desk-sentence.ts";

const facts = {
  account: "PA1234",
  openOrders: 12,
  positions: [
    { symbol: "IBM", side: "long", quantity: "1200" },
    { symbol: "SPY", side: "short", quantity: "-30" },
    { symbol: "AIG", side: "flat", quantity: "0" },
  ],
} as const;

test("the desk is told the account, and no more than the mode does", () => {
  expect(deskSentence({ ...facts, mode: "halt" })).toBe(
    "“Account PA1234: accept no new order of its programs. Leave the 12 open orders alone.”",
  );
  expect(deskSentence({ ...facts, mode: "cancel" })).toContain("Leave the positions.");
  expect(deskSentence({ ...facts, mode: "flatten" })).toContain(
    "Then close every position at the market, as I last saw it sell 1,200 IBM, buy back 30 SPY.",
  );
});

test("the desk is asked to look where nothing was known to be open", () => {
  const nothing = { ...facts, openOrders: 0, positions: [], mode: "flatten" } as const;
  const words = deskSentence(nothing);
  expect(words).toContain("Cancel every open order, if there is one.");
  expect(words).toContain("close every position at the market, if there is one.");
});
