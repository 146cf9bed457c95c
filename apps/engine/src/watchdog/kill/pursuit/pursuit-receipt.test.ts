import { expect, test } from "vitest";
import { PursuitReceipt } from "./pursuit-receipt.ts";

const stages = (receipt: PursuitReceipt) => receipt.shown(0).stages.map(({ stage }) => stage);

test("an order is gone once the venue's list shows it no more, and not gone while a later one shows it again", () => {
  const receipt = new PursuitReceipt();
  receipt.asked([{ id: "v-1", what: "buy 1 SPY" }]);
  receipt.showsOpen(new Set());
  expect([receipt.pending, stages(receipt).includes("last_cancel_confirmed")]).toEqual([0, true]);
  receipt.showsOpen(new Set(["v-1"]));
  expect([receipt.pending, stages(receipt).includes("last_cancel_confirmed")]).toEqual([1, false]);
});

test("an order asked about again keeps its first time, and one that turns up takes the last confirmation back", () => {
  const receipt = new PursuitReceipt();
  receipt.asked([{ id: "v-1", what: "buy 1 SPY" }]);
  const { askedAt } = receipt.shown(0).orders[0] ?? {};
  receipt.asked([{ id: "v-1", what: "buy 1 SPY" }]);
  expect(receipt.shown(0).orders).toMatchObject([{ askedAt }]);
  receipt.showsOpen(new Set());
  receipt.asked([{ id: "v-2", what: "buy 2 SPY" }]);
  expect(stages(receipt)).toEqual(["requested", "first_cancel_sent"]);
});
