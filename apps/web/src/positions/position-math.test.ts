import { describe, expect, test } from "vitest";
import { buildPositionView } from "../../test/build-position-view.ts";
import { closeEstimate, excludedFromTotals, isMismatch, totalOf } from "./position-math.ts";

describe("closing a position", () => {
  const quoted = { bid: "99.98", ask: "100.02" };

  test("sells a long at the bid", () => {
    expect(closeEstimate(buildPositionView(quoted), 100)).toMatchObject({
      side: "sell",
      quantity: "100",
      price: "99.98",
      amount: "9998.00",
    });
  });

  test("buys a short back at the ask", () => {
    const short = buildPositionView({ ...quoted, side: "short", quantity: "-80" });
    expect(closeEstimate(short, 100)).toMatchObject({
      side: "buy",
      quantity: "80",
      price: "100.02",
    });
  });

  test("takes whole shares of a part, and everything of the whole", () => {
    const fractional = buildPositionView({ ...quoted, quantity: "10.5" });
    expect(closeEstimate(fractional, 25).quantity).toBe("2");
    expect(closeEstimate(fractional, 100).quantity).toBe("10.5");
  });

  test("names half the spread as the cost, and no cost without a quote", () => {
    expect(closeEstimate(buildPositionView(quoted), 100).costBps).toBeCloseTo(2, 6);
    expect(closeEstimate(buildPositionView(), 100)).toMatchObject({
      price: null,
      amount: null,
      costBps: null,
    });
  });
});

describe("positions together", () => {
  test("a difference to the venue is a mismatch, an unknown one is not", () => {
    expect(isMismatch(buildPositionView({ difference: "50" }))).toBe(true);
    expect(isMismatch(buildPositionView({ difference: "0.000" }))).toBe(false);
    expect(isMismatch(buildPositionView({ difference: null }))).toBe(false);
  });

  test("totals leave out what has no mark, and name it", () => {
    const rows = [
      buildPositionView({ mark: "1", marketValue: "10.10" }),
      buildPositionView({ symbol: "XYZ" }),
      buildPositionView({ symbol: "OLD", side: "flat" }),
    ];
    expect(totalOf(rows, (position) => position.marketValue)).toBe("10.10");
    expect(excludedFromTotals(rows)).toEqual(["XYZ"]);
  });

  test("a total of nothing known is unknown", () => {
    expect(totalOf([buildPositionView()], (position) => position.marketValue)).toBeNull();
  });
});
