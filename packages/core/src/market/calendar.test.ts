import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "../time.ts";
import {
  marketDay,
  newYorkDate,
  newYorkMinuteOfDay,
  nextClose,
  lastMarketDay,
  nextMarketDay,
  nextOpen,
  previousMarketDay,
  sessionAt,
} from "./calendar.ts";
import { isoDate } from "./civil-date.ts";

const at = (text: string): number => Date.parse(text);

describe("marketDay", () => {
  it("gives the four boundaries of a summer day in UTC", () => {
    expect(marketDay(isoDate("2013-10-08"))).toEqual({
      date: "2013-10-08",
      preOpenAt: at("2013-10-08T08:00:00Z"),
      openAt: at("2013-10-08T13:30:00Z"),
      closeAt: at("2013-10-08T20:00:00Z"),
      postCloseAt: at("2013-10-09T00:00:00Z"),
      earlyClose: false,
    });
  });

  it("closes at 13:00 and ends at 17:00 on the day after Thanksgiving", () => {
    expect(marketDay(isoDate("2026-11-27"))).toMatchObject({
      closeAt: at("2026-11-27T18:00:00Z"),
      postCloseAt: at("2026-11-27T22:00:00Z"),
      earlyClose: true,
    });
  });

  it.each(["2012-10-29", "2012-10-30", "2018-12-05", "2025-01-09", "2026-04-03", "2026-11-22"])(
    "is null on %s, when the market is closed",
    (date) => {
      expect(marketDay(isoDate(date))).toBeNull();
    },
  );

  it("moves its hours by one with the clocks: Friday before and Monday after 2026-03-08 and 2026-11-01", () => {
    const openOf = (date: string) => marketDay(isoDate(date))?.openAt;
    expect(openOf("2026-03-06")).toBe(at("2026-03-06T14:30:00Z"));
    expect(openOf("2026-03-09")).toBe(at("2026-03-09T13:30:00Z"));
    expect(openOf("2026-10-30")).toBe(at("2026-10-30T13:30:00Z"));
    expect(openOf("2026-11-02")).toBe(at("2026-11-02T14:30:00Z"));
  });

  it("answers the same for the day asked about last as for any other", () => {
    newYorkDate(at("2013-10-08T15:00:00Z"));
    const remembered = marketDay(isoDate("2013-10-08"));
    newYorkDate(at("2026-01-05T15:00:00Z"));
    expect(marketDay(isoDate("2013-10-08"))).toEqual(remembered);
  });
});

describe("newYorkDate and newYorkMinuteOfDay", () => {
  it("change at New York's midnight", () => {
    expect(newYorkDate(at("2026-07-01T03:59:59.999Z"))).toBe("2026-06-30");
    expect(newYorkMinuteOfDay(at("2026-07-01T03:59:59.999Z"))).toBe(1439);
    expect(newYorkDate(at("2026-07-01T04:00:00Z"))).toBe("2026-07-01");
    expect(newYorkMinuteOfDay(at("2026-07-01T04:00:00Z"))).toBe(0);
  });

  it("skip an hour in spring and repeat one in autumn, within one date", () => {
    expect(newYorkMinuteOfDay(at("2026-03-08T06:59:00Z"))).toBe(119);
    expect(newYorkMinuteOfDay(at("2026-03-08T07:00:00Z"))).toBe(180);
    expect(newYorkMinuteOfDay(at("2026-11-01T05:59:00Z"))).toBe(119);
    expect(newYorkMinuteOfDay(at("2026-11-01T06:00:00Z"))).toBe(60);
    expect(newYorkDate(at("2026-11-02T04:59:59Z"))).toBe("2026-11-01");
    expect(newYorkDate(at("2026-11-02T05:00:00Z"))).toBe("2026-11-02");
  });
});

describe("sessionAt", () => {
  it.each([
    ["Sunday 19:59", "2026-11-22T19:59:59.999-05:00", "closed"],
    ["Sunday 20:00 before a Monday that trades", "2026-11-22T20:00:00-05:00", "overnight"],
    ["Monday 03:59", "2026-11-23T03:59:59.999-05:00", "overnight"],
    ["Monday 04:00", "2026-11-23T04:00:00-05:00", "pre"],
    ["Monday 09:29", "2026-11-23T09:29:59.999-05:00", "pre"],
    ["Monday 09:30:00.000", "2026-11-23T09:30:00-05:00", "regular"],
    ["Monday 15:59:59.999", "2026-11-23T15:59:59.999-05:00", "regular"],
    ["Monday 16:00", "2026-11-23T16:00:00-05:00", "post"],
    ["Monday 19:59", "2026-11-23T19:59:59.999-05:00", "post"],
    ["Monday 20:00", "2026-11-23T20:00:00-05:00", "overnight"],
    ["Wednesday 20:00 before Thanksgiving", "2026-11-25T20:00:00-05:00", "closed"],
    ["Thanksgiving noon", "2026-11-26T12:00:00-05:00", "closed"],
    ["Thanksgiving 20:00", "2026-11-26T20:00:00-05:00", "overnight"],
    ["the short Friday 12:59", "2026-11-27T12:59:59.999-05:00", "regular"],
    ["the short Friday 13:00", "2026-11-27T13:00:00-05:00", "post"],
    ["the short Friday 17:00", "2026-11-27T17:00:00-05:00", "closed"],
    ["the short Friday 20:00", "2026-11-27T20:00:00-05:00", "closed"],
    ["Saturday noon", "2026-11-28T12:00:00-05:00", "closed"],
    ["Saturday 02:00", "2026-11-28T02:00:00-05:00", "closed"],
  ])("on %s", (_, time, session) => {
    expect(sessionAt(at(time))).toBe(session);
  });

  it("is regular for exactly 390 minutes of an ordinary day and 210 of a short one", () => {
    const regularMinutes = (from: string) => {
      let minutes = 0;
      for (let minute = 0; minute < 1440; minute++) {
        if (sessionAt(at(from) + minute * MINUTE_MS) === "regular") minutes++;
      }
      return minutes;
    };
    expect(regularMinutes("2013-10-08T04:00:00Z")).toBe(390);
    expect(regularMinutes("2026-12-24T05:00:00Z")).toBe(210);
  });
});

describe("neighbors of a day and an instant", () => {
  it("pass over week-ends and holidays", () => {
    expect(nextMarketDay(isoDate("2026-11-25")).date).toBe("2026-11-27");
    expect(previousMarketDay(isoDate("2026-11-27")).date).toBe("2026-11-25");
    expect(nextMarketDay(isoDate("2001-09-10")).date).toBe("2001-09-17");
  });

  it("name the market day that began last: at night and on a week-end the one before", () => {
    const last = (text: string) => lastMarketDay(at(text)).date;
    expect(last("2026-11-27T04:00:00-05:00")).toBe("2026-11-27");
    expect(last("2026-11-27T23:59:00-05:00")).toBe("2026-11-27");
    expect(last("2026-11-27T03:59:59-05:00")).toBe("2026-11-25");
    expect(last("2026-11-29T12:00:00-05:00")).toBe("2026-11-27");
  });

  it("name the next open and close, strictly after the instant", () => {
    const open = at("2026-11-23T09:30:00-05:00");
    const close = at("2026-11-23T16:00:00-05:00");
    expect(nextOpen(open - 1)).toBe(open);
    expect(nextOpen(open)).toBe(at("2026-11-24T09:30:00-05:00"));
    expect(nextClose(open)).toBe(close);
    expect(nextClose(close)).toBe(at("2026-11-24T16:00:00-05:00"));
    expect(nextOpen(at("2026-11-21T12:00:00Z"))).toBe(open);
    expect(nextClose(at("2026-11-21T12:00:00Z"))).toBe(close);
  });
});
