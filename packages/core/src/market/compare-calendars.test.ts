import { describe, expect, test } from "vitest";
import { marketDay } from "./calendar.ts";
import { isoDate } from "./civil-date.ts";
import { compareCalendars, type ListedDay } from "./compare-calendars.ts";

/** Thanksgiving week of 2026: Thursday is a holiday, Friday closes early, clocks changed three weeks before. */
const FROM = isoDate("2026-11-23");
const TO = isoDate("2026-11-29");

function listed(change: (day: ListedDay) => readonly ListedDay[] = (day) => [day]) {
  const dates = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-27"];
  const days = dates.flatMap((text) => {
    const day = marketDay(isoDate(text));
    return day === null ? [] : change(day);
  });
  return { from: FROM, to: TO, days };
}

describe("the venue's calendar and ours", () => {
  test("M13 agree in a week with a holiday, an early close and a week-end", () => {
    expect(compareCalendars(listed())).toEqual([]);
  });

  test("M13 differ where the venue misses an early close", () => {
    const late = (day: ListedDay) => [
      day.date === "2026-11-27" ? { ...day, closeAt: day.closeAt + 3 * 3_600_000 } : day,
    ];
    expect(compareCalendars(listed(late))).toEqual(["2026-11-27 closes at another time"]);
  });

  test("M13 differ where one of the two has a holiday", () => {
    const without = (day: ListedDay) => (day.date === "2026-11-24" ? [] : [day]);
    expect(compareCalendars(listed(without))).toEqual(["2026-11-24 trades in our calendar only"]);
    const { days } = listed();
    const thursday = { date: isoDate("2026-11-26"), openAt: 1, closeAt: 2 };
    expect(compareCalendars({ from: FROM, to: TO, days: [...days, thursday] })).toEqual([
      "2026-11-26 trades at the venue only",
    ]);
  });

  test("M13 differ by an hour in a week in which clocks change", () => {
    const from = isoDate("2026-11-02");
    const day = marketDay(from);
    if (day === null) throw new Error("the market is closed on a Monday");
    const moved = { ...day, openAt: day.openAt + 3_600_000, closeAt: day.closeAt + 3_600_000 };
    expect(compareCalendars({ from, to: from, days: [day] })).toEqual([]);
    expect(compareCalendars({ from, to: from, days: [moved] })).toEqual([
      "2026-11-02 opens at another time",
    ]);
  });
});
