import { describe, expect, test } from "vitest";
import { formatQuantity, quantity } from "../number/quantity.ts";
import { unshownShares } from "./unshown-shares.ts";

describe("the shares that the venue does not show", () => {
  test.each([
    ["23", "15", "8"],
    ["-23", "-15", "8"],
    ["23", "0", "23"],
    ["23", "-4", "23"],
    ["15", "23", "0"],
    ["23", "23", "0"],
    ["0", "5", "0"],
    ["0", "-5", "0"],
  ])("of %s by our books and %s by the venue's are %s", (ours, venue, unshown) => {
    const compared = { ours: quantity(ours), venue: quantity(venue) };
    expect(formatQuantity(unshownShares(compared))).toBe(unshown);
  });
});
