import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anOrder, aFill, IBM, SPY, sumOpenOrders } from "../../test/builders.ts";
import { executionId, type Ticker, ticker } from "../ids.ts";
import { money, moneyUnits } from "../number/money.ts";
import { priceFromUnits } from "../number/price.ts";
import { shares } from "../number/quantity.ts";
import {
  assignSectors,
  emptyTotals,
  sectorElsewhere,
  updateMark,
  updateOpenOrders,
  updatePosition,
} from "./live-totals.ts";
import { applyFillToPortfolio, openPortfolio, positionOf } from "./portfolio.ts";
import { type SectorMap, UNCLASSIFIED } from "./sector-totals.ts";

const XOM = ticker("XOM");
const SYMBOLS = [SPY, IBM, XOM];
const symbol = fc.constantFrom(...SYMBOLS);
const side = fc.constantFrom("buy" as const, "sell" as const);
const maps = fc.dictionary(symbol, fc.constantFrom("energy", "financials"), { maxKeys: 3 });

const steps = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("mark" as const),
      symbol,
      cents: fc.integer({ min: 1, max: 30_000 }),
    }),
    fc.record({
      kind: fc.constant("fill" as const),
      symbol,
      side,
      count: fc.integer({ min: 1, max: 99 }),
    }),
    fc.record({ kind: fc.constant("orders" as const), symbol, side, count: fc.nat(99) }),
    fc.record({ kind: fc.constant("sectors" as const), map: maps }),
  ),
  { maxLength: 30 },
);

describe("the exposure of a sector", () => {
  it("is the sum of its symbols' worst cases, however they moved and whenever they were put into it", () => {
    fc.assert(
      fc.property(steps, (stream) => {
        const totals = emptyTotals();
        const portfolio = openPortfolio(money("0"));
        let map: Record<string, string> = {};
        stream.forEach((step, n) => {
          if (step.kind === "sectors") {
            map = step.map;
            assignSectors(totals, map as SectorMap);
          } else if (step.kind === "mark") {
            updateMark(totals, step.symbol, priceFromUnits(step.cents * 10_000));
          } else if (step.kind === "fill") {
            const { symbol: of, side: which, count } = step;
            const fill = aFill({ symbol: of, side: which, quantity: shares(count) });
            applyFillToPortfolio(portfolio, { ...fill, executionId: executionId(`${n}`) });
            updatePosition(totals, positionOf(portfolio, of));
          } else {
            const quantity = shares(step.count);
            const order = anOrder({
              symbol: step.symbol,
              side: step.side,
              leavesQuantity: quantity,
            });
            updateOpenOrders(totals, step.symbol, sumOpenOrders([order]));
          }
        });
        const sectorOf = (one: Ticker) => map[one] ?? UNCLASSIFIED;
        const worst = (one: Ticker) => moneyUnits(totals.symbols[one]?.worstCase ?? money("0"));
        for (const one of SYMBOLS) {
          const others = SYMBOLS.filter(
            (other) => other !== one && sectorOf(other) === sectorOf(one),
          );
          const { sector, elsewhere } = sectorElsewhere(totals, one);
          expect(sector).toBe(sectorOf(one));
          expect(moneyUnits(elsewhere)).toBe(others.reduce((sum, other) => sum + worst(other), 0));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("is asked for without a trace", () => {
    const totals = emptyTotals();
    const before = JSON.stringify(totals);
    expect(sectorElsewhere(totals, SPY)).toEqual({ sector: UNCLASSIFIED, elsewhere: money("0") });
    expect(JSON.stringify(totals)).toBe(before);
  });
});
