import { describe, expect, it } from "vitest";
import { epochDay, fromIsoDate, isoDate, toIsoDate } from "./civil-date.ts";
import { isEarlyClose, isMarketDay } from "./holidays.ts";

function closedWeekdays(year: number): string[] {
  const closed: string[] = [];
  for (let day = epochDay(year, 1, 1); day <= epochDay(year, 12, 31); day++) {
    const which = new Date(day * 86_400_000).getUTCDay();
    if (which !== 0 && which !== 6 && !isMarketDay(day)) closed.push(toIsoDate(day).slice(5));
  }
  return closed;
}

function earlyCloses(year: number): string[] {
  const early: string[] = [];
  for (let day = epochDay(year, 1, 1); day <= epochDay(year, 12, 31); day++) {
    if (isMarketDay(day) && isEarlyClose(day)) early.push(toIsoDate(day).slice(5));
  }
  return early;
}

describe("isMarketDay", () => {
  it.each([
    [1970, "01-01 02-23 03-27 07-03 09-07 11-26 12-25"],
    [1972, "02-21 03-31 05-29 07-04 09-04 11-07 11-23 12-25 12-28"],
    [1973, "01-01 01-25 02-19 04-20 05-28 07-04 09-03 11-22 12-25"],
    [1977, "02-21 04-08 05-30 07-04 07-14 09-05 11-24 12-26"],
    [1980, "01-01 02-18 04-04 05-26 07-04 09-01 11-04 11-27 12-25"],
    [1984, "01-02 02-20 04-20 05-28 07-04 09-03 11-22 12-25"],
    [1997, "01-01 02-17 03-28 05-26 07-04 09-01 11-27 12-25"],
    [1998, "01-01 01-19 02-16 04-10 05-25 07-03 09-07 11-26 12-25"],
    [2001, "01-01 01-15 02-19 04-13 05-28 07-04 09-03 09-11 09-12 09-13 09-14 11-22 12-25"],
    [2004, "01-01 01-19 02-16 04-09 05-31 06-11 07-05 09-06 11-25 12-24"],
    [2007, "01-01 01-02 01-15 02-19 04-06 05-28 07-04 09-03 11-22 12-25"],
    [2012, "01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25"],
    [2013, "01-01 01-21 02-18 03-29 05-27 07-04 09-02 11-28 12-25"],
    [2018, "01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25"],
    [2021, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24"],
    [2022, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26"],
    [2025, "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25"],
    [2026, "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25"],
    [2027, "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24"],
    [2028, "01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25"],
  ])("is false on the weekdays of %i on which the exchanges were closed", (year, closed) => {
    expect(closedWeekdays(year).join(" ")).toBe(closed);
  });

  it("is false on Saturdays and Sundays", () => {
    expect(isMarketDay(fromIsoDate(isoDate("2026-11-21")))).toBe(false);
    expect(isMarketDay(fromIsoDate(isoDate("2026-11-22")))).toBe(false);
  });

  it("leaves every year between 248 and 254 days", () => {
    for (let year = 1970; year <= 2035; year++) {
      let days = 0;
      for (let day = epochDay(year, 1, 1); day < epochDay(year + 1, 1, 1); day++)
        if (isMarketDay(day)) days++;
      expect(days, String(year)).toBeGreaterThanOrEqual(248);
      expect(days, String(year)).toBeLessThanOrEqual(254);
    }
  });
});

describe("isEarlyClose", () => {
  it.each([
    [1992, ""],
    [1993, "11-26"],
    [1995, "07-03 11-24"],
    [1996, "07-05 11-29 12-24"],
    [1997, "07-03 11-28 12-24 12-26"],
    [1999, "11-26 12-31"],
    [2002, "07-05 11-29 12-24"],
    [2003, "07-03 11-28 12-24 12-26"],
    [2012, "07-03 11-23 12-24"],
    [2013, "07-03 11-29 12-24"],
    [2020, "11-27 12-24"],
    [2021, "11-26"],
    [2024, "07-03 11-29 12-24"],
    [2025, "07-03 11-28 12-24"],
    [2026, "11-27 12-24"],
  ])("names the short days of %i", (year, early) => {
    expect(earlyCloses(year).join(" ")).toBe(early);
  });
});
