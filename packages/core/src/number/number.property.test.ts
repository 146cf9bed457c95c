import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMoney, moneyFromUnits, notional, parseMoney } from "./money.ts";
import {
  formatPrice,
  parsePrice,
  priceFromUnits,
  roundToTick,
  tickUnits,
  priceUnits,
  isOnTick,
} from "./price.ts";
import { formatQuantity, parseQuantity, quantityFromUnits } from "./quantity.ts";

const safe = fc.maxSafeInteger();
const positive = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

describe("amounts", () => {
  it("come back unchanged from their text", () => {
    fc.assert(
      fc.property(safe, positive, (units, above) => {
        expect(parseMoney(formatMoney(moneyFromUnits(units)))).toEqual({
          ok: true,
          value: moneyFromUnits(units),
        });
        const held = quantityFromUnits(units);
        expect(parseQuantity(formatQuantity(held))).toEqual({ ok: true, value: held });
        const made = priceFromUnits(above);
        expect(parsePrice(formatPrice(made))).toEqual({ ok: true, value: made });
      }),
    );
  });

  it("come back unchanged from JSON", () => {
    fc.assert(
      fc.property(safe, (units) => {
        expect(JSON.parse(JSON.stringify(moneyFromUnits(units)))).toBe(moneyFromUnits(units));
      }),
    );
  });
});

describe("notional and a decimal model", () => {
  it("agree to the last unit", () => {
    const prices = fc.integer({ min: 1, max: 1_000_000_000_000 });
    const quantities = fc.integer({ min: -8_000_000_000_000, max: 8_000_000_000_000 });
    fc.assert(
      fc.property(prices, quantities, (priceOf, quantityOf) => {
        const exactly = new Decimal(priceOf).mul(quantityOf).div(1e9);
        const expected = exactly.toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN).toNumber() + 0;
        expect(notional(priceFromUnits(priceOf), quantityFromUnits(quantityOf))).toBe(
          moneyFromUnits(expected),
        );
      }),
    );
  });
});

describe("roundToTick", () => {
  it("gives a legal price no further than a tick away, on the side asked for", () => {
    const units = fc.integer({ min: 100, max: 10_000_000_000 });
    fc.assert(
      fc.property(units, fc.constantFrom("down" as const, "up" as const), (value, direction) => {
        const before = priceFromUnits(value);
        const after = roundToTick(before, direction);
        expect(isOnTick(after)).toBe(true);
        const moved = priceUnits(after) - value;
        expect(Math.abs(moved)).toBeLessThan(tickUnits(before));
        if (moved !== 0) expect(moved > 0).toBe(direction === "up");
      }),
    );
  });
});
