import { expect, it } from "vitest";
import { isBorrowRefusal } from "./borrow-refusal.ts";

it.each([
  "asset SPY cannot be sold short",
  "Asset is hard to borrow",
  "hard-to-borrow asset",
  "account is not allowed to short",
  "asset is not shortable",
  "Unable to borrow shares",
  "no locate for SPY",
])("a venue that says %j has nothing to lend", (sentence) => {
  expect(isBorrowRefusal(sentence)).toBe(true);
});

it.each(["insufficient buying power", "insufficient qty available for order", ""])(
  "a venue that says %j refused for another reason",
  (sentence) => {
    expect(isBorrowRefusal(sentence)).toBe(false);
  },
);
