import { describe, expect, test } from "vitest";
import { formatQuantity, quantity } from "../number/quantity.ts";
import type { Break } from "./break.ts";
import { unshownShares } from "./unshown-shares.ts";

function broken(ours: string | null, venue: string | null): Break {
  const figures = { averagePrice: null, cash: null };
  const shares = (text: string | null) => (text === null ? null : quantity(text));
  return {
    breakId: "position:SPY",
    symbol: null,
    kind: "position",
    ours: "",
    venue: "",
    openedAt: 0,
    evidence: {
      revision: 1,
      ours: { ...figures, quantity: shares(ours), orders: [] },
      venue: { ...figures, quantity: shares(venue), askedAt: null, at: 0, raw: [] },
    },
  };
}

describe("the shares that the venue does not show", () => {
  test.each([
    ["23", "15", "8"],
    ["-23", "-15", "8"],
    ["23", "0", "23"],
    ["23", "-4", "23"],
    ["15", "23", "0"],
    ["0", "5", "0"],
    ["0", "-5", "0"],
    [null, "5", "0"],
    ["5", null, "0"],
  ])("of %s by our books and %s by the venue's are %s", (ours, venue, unshown) => {
    expect(formatQuantity(unshownShares(broken(ours, venue)))).toBe(unshown);
  });

  test("are none where nothing differs, and where a journal of before kept no figures", () => {
    expect(formatQuantity(unshownShares(undefined))).toBe("0");
    const { evidence: _none, ...old } = broken("23", "15");
    expect(formatQuantity(unshownShares(old))).toBe("0");
  });
});
