import { describe, expect, it } from "vitest";
import { MORNING } from "../../test/builders.ts";
import { addMoney, money, ZERO_MONEY } from "../number/money.ts";
import { price } from "../number/price.ts";
import { quantity, shares } from "../number/quantity.ts";
import { accruedFees, addFees, chargedForDay, NO_FEES, totalFees } from "./regulatory-fees.ts";

const sale = {
  side: "sell",
  quantity: shares(100),
  price: price("182.06"),
  venueAt: MORNING,
} as const;
const on = (date: string) => Date.parse(`${date}T15:00:00Z`);

describe("accruedFees", () => {
  it("charges a sale of October 2013 17.40 per million and 0.000119 a share", () => {
    expect(accruedFees(sale)).toEqual({
      sec: money("0.316784"),
      taf: money("0.0119"),
      cat: ZERO_MONEY,
    });
  });

  it("charges a purchase of that day nothing", () => {
    expect(accruedFees({ ...sale, side: "buy" })).toEqual(NO_FEES);
  });

  it("caps the trading activity fee for one execution", () => {
    expect(accruedFees({ ...sale, quantity: shares(50_000), price: price("1") }).taf).toBe(
      money("5.95"),
    );
    expect(accruedFees({ ...sale, quantity: shares(49_999), price: price("1") }).taf).toBe(
      money("5.949881"),
    );
  });

  it("charges both sides for the audit trail since it is billed", () => {
    const venueAt = on("2026-11-20");
    expect(accruedFees({ ...sale, side: "buy", venueAt })).toEqual({
      ...NO_FEES,
      cat: money("0.0003"),
    });
    expect(accruedFees({ ...sale, venueAt })).toEqual({
      sec: money("0.375044"),
      taf: money("0.0195"),
      cat: money("0.0003"),
    });
  });

  it.each([
    ["2011-06-30", "0", "0"],
    ["2012-06-29", "2.24", "0.0095"],
    ["2013-05-24", "2.24", "0.0119"],
    ["2013-05-27", "1.74", "0.0119"],
    ["2024-12-31", "2.78", "0.0166"],
    ["2025-06-02", "0", "0.0166"],
    ["2026-04-06", "2.06", "0.0195"],
  ])("takes the rates in force on %s", (date, sec, taf) => {
    const fees = accruedFees({ ...sale, price: price("1000"), venueAt: on(date) });
    expect([fees.sec, fees.taf]).toEqual([money(sec), money(taf)]);
  });

  it("changes rates at New York's midnight", () => {
    const lateEvening = Date.parse("2026-01-01T04:59:59Z");
    expect(accruedFees({ ...sale, venueAt: lateEvening }).taf).toBe(money("0.0166"));
    expect(accruedFees({ ...sale, venueAt: lateEvening + 1_000 }).taf).toBe(money("0.0195"));
  });

  it("rounds a fraction of a share half-even to the millionth", () => {
    const fees = accruedFees({ ...sale, quantity: quantity("0.5"), price: price("1") });
    expect(fees).toEqual({ sec: money("0.000009"), taf: money("0.00006"), cat: ZERO_MONEY });
  });
});

describe("a day's charge", () => {
  const day = [1, 2, 3].map(() => accruedFees(sale)).reduce(addFees, NO_FEES);

  it("is each type's total rounded up to the cent, not each execution's", () => {
    expect(day).toEqual({ sec: money("0.950352"), taf: money("0.0357"), cat: ZERO_MONEY });
    expect(chargedForDay(day)).toEqual({ sec: money("0.96"), taf: money("0.04"), cat: ZERO_MONEY });
  });

  it("adds up over the types", () => {
    expect(totalFees(day)).toBe(addMoney(day.sec, day.taf));
    expect(totalFees(chargedForDay(day))).toBe(money("1.00"));
  });
});
