import { expect, test } from "vitest";
import { Rig } from "../../test/rig.ts";
import { compareWithVenue, type VenueTruth } from "./compare-books.ts";
import { buyNine, nineBought } from "./test/traded.ts";

const rig = new Rig();
const fills = buyNine(rig);
const truth = nineBought(fills[0]?.clientOrderId ?? "");

/** Compares with a venue that says something else, and returns what differs. */
function differing(change: Partial<VenueTruth>): string[] {
  return compareWithVenue(rig.state, fills, { ...truth, ...change })
    .filter(({ agrees }) => !agrees)
    .map(({ what, ours, theirs }) => `${what}: ${ours} | ${theirs}`);
}

test("books that say the same agree in every figure, however a number is written", () => {
  expect(differing({})).toEqual([]);
  expect(differing({ cash: "99099.820000" })).toEqual([]);
});

test("less than half a cent is no difference, and half a cent is one", () => {
  expect(differing({ cash: "99099.8249" })).toEqual([]);
  expect(differing({ cash: "99099.825" })).toEqual(["cash: 99099.82 | 99099.825"]);
});

test("an amount that is no number never agrees", () => {
  expect(differing({ cash: "NaN" })).toEqual(["cash: 99099.82 | NaN"]);
});

test("a position that one side holds and the other does not is named with both quantities", () => {
  expect(differing({ positions: [] })).toEqual(["position SPY: 9 | 0"]);
  const [spy] = truth.positions;
  if (spy === undefined) throw new Error("no position");
  expect(differing({ positions: [spy, { ...spy, symbol: "IBM", qty: "-4" }] })).toEqual([
    "position IBM: 0 | -4",
  ]);
});

test("fees that the venue charged are ours whatever their sign", () => {
  expect(differing({ fees_charged: { total: "-0.02" } })).toEqual(["fees charged: 0.00 | 0.02"]);
  expect(differing({ fees_accrued: { total: "0.01" } })).toHaveLength(1);
});

test("a fill that is missing, comes twice or has another price differs, also at the same count", () => {
  const [fill] = truth.fills;
  if (fill === undefined) throw new Error("no fill");
  expect(differing({ fills: [] })).toEqual(["fills: 1 | 0"]);
  expect(differing({ fills: [fill, fill] })).toEqual(["fills: 1 | 2"]);
  expect(differing({ fills: [{ ...fill, price: "100.03" }] })).toEqual(["fills: 1 | 1"]);
  expect(differing({ fills: [{ ...fill, execution_id: "e-2" }] })).toHaveLength(1);
});

test("an order of ours that the venue has twice differs", () => {
  expect(differing({ orders: [...truth.orders, ...truth.orders] })).toEqual([
    "client order ids that the venue has twice: 0 | 1",
  ]);
});
