import { describe, expect, it } from "vitest";
import { DAY_MS, MINUTE_MS } from "../time.ts";
import { epochDay } from "./civil-date.ts";
import { newYorkInstant, newYorkOffsetMs } from "./new-york-time.ts";

const WINTER = -300 * MINUTE_MS;
const SUMMER = -240 * MINUTE_MS;

const platform = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/New_York",
  hour: "2-digit",
  hourCycle: "h23",
});

function platformOffsetMs(time: number): number {
  const hour = Number(platform.format(time));
  const difference = (hour - new Date(time).getUTCHours() + 24) % 24;
  return (difference - 24) * 60 * MINUTE_MS;
}

describe("newYorkOffsetMs", () => {
  it("agrees with the platform's time zone data around every change and twice a week, 1970–2035", () => {
    let last = newYorkOffsetMs(0);
    for (let time = 0; time < Date.UTC(2036, 0, 1); time += 6 * 60 * MINUTE_MS) {
      const offset = newYorkOffsetMs(time);
      const changed = offset !== last;
      const sampled = (time / DAY_MS) % 3.5 === 0;
      if (changed || sampled)
        expect(offset, new Date(time).toISOString()).toBe(platformOffsetMs(time));
      last = offset;
    }
  });

  it.each([
    ["2026-03-08T06:59:59.999Z", WINTER],
    ["2026-03-08T07:00:00.000Z", SUMMER],
    ["2026-11-01T05:59:59.999Z", SUMMER],
    ["2026-11-01T06:00:00.000Z", WINTER],
    ["2013-03-10T06:59:59.999Z", WINTER],
    ["2013-03-10T07:00:00.000Z", SUMMER],
    ["2013-11-03T05:59:59.999Z", SUMMER],
    ["2013-11-03T06:00:00.000Z", WINTER],
    ["1974-01-06T07:00:00.000Z", SUMMER],
    ["1975-02-23T06:59:59.999Z", WINTER],
    ["1986-04-27T07:00:00.000Z", SUMMER],
    ["1987-04-05T07:00:00.000Z", SUMMER],
    ["2006-10-29T06:00:00.000Z", WINTER],
  ])("at %s is %i ms", (time, offset) => {
    expect(newYorkOffsetMs(Date.parse(time))).toBe(offset);
  });
});

describe("newYorkInstant", () => {
  const spring = epochDay(2026, 3, 8);
  const autumn = epochDay(2026, 11, 1);

  it("counts in winter time before and in summer time after the change", () => {
    expect(newYorkInstant(spring, 119)).toBe(Date.parse("2026-03-08T06:59:00Z"));
    expect(newYorkInstant(spring, 180)).toBe(Date.parse("2026-03-08T07:00:00Z"));
    expect(newYorkInstant(spring, 570)).toBe(Date.parse("2026-03-08T13:30:00Z"));
  });

  it("takes the first of the two hours from 1:00 in autumn", () => {
    expect(newYorkInstant(autumn, 90)).toBe(Date.parse("2026-11-01T05:30:00Z"));
    expect(newYorkInstant(autumn, 120)).toBe(Date.parse("2026-11-01T07:00:00Z"));
  });
});
