import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  civilDate,
  epochDay,
  fromIsoDate,
  isoDate,
  lastWeekday,
  MONDAY,
  nthWeekday,
  parseIsoDate,
  THURSDAY,
  toIsoDate,
  weekday,
} from "./civil-date.ts";

describe("civil dates", () => {
  it("agree with the platform's proleptic Gregorian calendar for every day of 1900–2100", () => {
    const different: string[] = [];
    for (let day = epochDay(1900, 1, 1); day <= epochDay(2100, 12, 31); day++) {
      const platform = new Date(day * 86_400_000);
      const same = toIsoDate(day) === platform.toISOString().slice(0, 10);
      if (!same || weekday(day) !== platform.getUTCDay()) different.push(platform.toISOString());
    }
    expect(different).toEqual([]);
  });

  it("return what they were made of", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 2_000_000 }), (day) => {
        const date = civilDate(day);
        expect(epochDay(date.year, date.month, date.day)).toBe(day);
      }),
    );
  });

  it("find the n-th and the last weekday of a month", () => {
    expect(toIsoDate(nthWeekday({ year: 2026, month: 11 }, THURSDAY, 4))).toBe("2026-11-26");
    expect(toIsoDate(lastWeekday({ year: 2026, month: 5 }, MONDAY))).toBe("2026-05-25");
    expect(toIsoDate(lastWeekday({ year: 2026, month: 12 }, THURSDAY))).toBe("2026-12-31");
  });
});

describe("parseIsoDate", () => {
  it("reads a date that exists", () => {
    expect(parseIsoDate("2024-02-29")).toEqual({ ok: true, value: "2024-02-29" });
    expect(fromIsoDate(isoDate("1970-01-02"))).toBe(1);
  });

  it.each(["2023-02-29", "2024-13-01", "2024-00-10", "2024-06-31"])(
    "refuses %s, which does not exist",
    (text) => {
      expect(parseIsoDate(text)).toEqual({ ok: false, error: `date "${text}" does not exist` });
    },
  );

  it.each(["2024-6-1", "20240601", "", "2024-06-01T00:00:00Z"])(
    "refuses %j, which has another form",
    (text) => {
      expect(parseIsoDate(text)).toEqual({
        ok: false,
        error: `date "${text}" must be written YYYY-MM-DD`,
      });
    },
  );

  it("makes a malformed literal a programmer's error", () => {
    expect(() => isoDate("soon")).toThrow('date "soon" must be written YYYY-MM-DD');
  });
});
