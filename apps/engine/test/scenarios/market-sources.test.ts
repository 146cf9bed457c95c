import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { marketDay } from "@interlock/core/market/calendar";
import { fromIsoDate, toIsoDate } from "@interlock/core/market/civil-date";
import type { ListedDay } from "@interlock/core/market/compare-calendars";
import { price } from "@interlock/core/number/price";
import { quantity } from "@interlock/core/number/quantity";
import { holding } from "../kill-rig.ts";
import { Rig, settings } from "../rig.ts";

const SPY = ticker("SPY");
const alertsOf = (rig: Rig) => rig.told("alert_raised").map(({ sentence }) => sentence);

const holdsOf = (rig: Rig) => rig.state.trading.holds.map(({ source }) => source);

/** Answers the question for the calendar that was asked last. */
function answerCalendar(rig: Rig, change: (day: ListedDay) => ListedDay = (day) => day): void {
  const { from, to } = rig.asked("request_calendar").at(-1) ?? {};
  if (from === undefined || to === undefined) throw new Error("the calendar was not asked for");
  const days: ListedDay[] = [];
  for (let day = fromIsoDate(from); day <= fromIsoDate(to); day++) {
    const found = marketDay(toIsoDate(day));
    if (found !== null) days.push(change(found));
  }
  rig.give({ kind: "calendar_listed", from, to, days });
}

describe("the venue's calendar", () => {
  function asked(): Rig {
    const rig = new Rig().ready().pass(250);
    rig.quote("SPY", "100.00", "100.02");
    return rig;
  }

  test("M13 is asked for at a start and on each day, and nothing is held while it agrees with ours", () => {
    const rig = asked();
    answerCalendar(rig);
    rig.pass(60_000);
    expect(rig.asked("request_calendar")).toHaveLength(1);
    rig.pass(24 * 3_600_000);
    expect(rig.asked("request_calendar")).toHaveLength(2);
    expect(holdsOf(rig)).not.toContain("venue_calendar");
  });

  test("M13 that differs from ours is no go: nobody resumes it away, only a calendar that agrees does", () => {
    const rig = asked();
    answerCalendar(rig, (day) => ({ ...day, closeAt: day.closeAt - 3 * 3_600_000 }));
    expect(rig.state.trading).toMatchObject({
      state: "reducing",
      holds: [
        { source: "venue_calendar", reason: expect.stringMatching(/closes at another time/) },
      ],
    });
    expect(alertsOf(rig).at(-1)).toMatch(/^No new risk is taken: the venue's calendar and ours/);
    expect(rig.wish("SPY", 1)).toEqual([]);
    rig.command({ kind: "resume", reason: "go on" });
    expect(rig.state.trading.state).toBe("reducing");
    rig.pass(24 * 3_600_000);
    answerCalendar(rig);
    expect(holdsOf(rig)).not.toContain("venue_calendar");
  });

  test("M13 that was not answered is asked for again, and told once", () => {
    const rig = asked();
    for (let n = 0; n < 3; n += 1) {
      rig.give({ kind: "venue_query_failed", what: "calendar", reason: "503" });
      rig.pass(60_000);
    }
    expect(rig.asked("request_calendar")).toHaveLength(4);
    expect(alertsOf(rig).filter((sentence) => sentence.includes("calendar"))).toHaveLength(1);
  });
});

describe("the feed behind a price", () => {
  test("M16 is recorded with each order, as is the quote that it was measured against", () => {
    const rig = new Rig().ready();
    rig.quote("SPY", "100.00", "100.02");
    rig.wish("SPY", 1);
    expect(rig.told("order_approved")).toMatchObject([
      {
        reference: {
          feed: settings().feed,
          kind: "quote",
          price: price("100.01"),
          venueAt: rig.time,
        },
      },
    ]);
  });

  test("M16 that changed since the last run is told", () => {
    const rig = new Rig().ready();
    rig.ready({ settings: settings({ feed: "other" }) });
    expect(alertsOf(rig)).toMatchObject([/from feed other now, at the last run from/]);
  });

  test("M16 that stands apart from the venue's own price is told once, and one that agrees is not", () => {
    const { rig, shares } = holding();
    const held = { symbol: SPY, quantity: quantity(shares), averagePrice: "100.01" };
    rig.snapshot({ positions: [{ ...held, currentPrice: price("100.90") }] });
    expect(alertsOf(rig)).toEqual([]);
    for (let n = 0; n < 3; n += 1)
      rig.snapshot({ positions: [{ ...held, currentPrice: price("102.00") }] });
    expect(alertsOf(rig)).toMatchObject([/SPY at 102\.00, and feed .* 199 bps apart/]);
  });
});
