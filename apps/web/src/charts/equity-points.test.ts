import { describe, expect, test } from "vitest";
import { chartPoints, chartSummary, drawnPoints } from "./equity-points.ts";

const day = [
  { at: Date.UTC(2026, 10, 23, 14, 30), equity: "1000.00", net: "0.00", fills: 0 },
  { at: Date.UTC(2026, 10, 23, 15, 0), equity: "1100.00", net: "100.00", fills: 2 },
  { at: Date.UTC(2026, 10, 23, 15, 30), equity: "990.00", net: "-10.00", fills: 1 },
];

describe("the equity chart", () => {
  test("measures the drawdown from the highest point so far", () => {
    expect(chartPoints(day).map(({ drawdown }) => drawdown)).toEqual([0, 0, -10]);
  });

  test("marks fills on the line and nothing else", () => {
    expect(chartPoints(day).map(({ fillEquity }) => fillEquity)).toEqual([null, 1100, 990]);
  });

  test("draws no line across a time of which nothing is known, and a point between two such times by itself", () => {
    const minute = 60_000;
    const at = (minutes: number) => ({
      at: minutes * minute,
      equity: "1000.00",
      net: "0.00",
      fills: 0,
    });
    const drawn = drawnPoints(chartPoints([at(0), at(1), at(20), at(40), at(41)]));
    expect(drawn.map(({ equity, alone }) => [equity, alone])).toEqual([
      [1000, false],
      [1000, false],
      [null, false],
      [1000, true],
      [null, false],
      [1000, false],
      [1000, false],
    ]);
    expect(drawnPoints(chartPoints(day.slice(0, 1)))).toHaveLength(1);
  });

  test("says in a sentence what it shows", () => {
    expect(chartSummary(day)).toBe(
      "From 09:30 ET on, a point each minute. At the last, 10:30 ET, day P&L was −$10.00 after 3 fills; the deepest drawdown was 10.00%.",
    );
    expect(chartSummary([])).toBe("No equity was recorded yet today.");
  });
});
