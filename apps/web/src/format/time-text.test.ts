import { describe, expect, test } from "vitest";
import {
  ageText,
  dateText,
  durationText,
  fullTime,
  latencyText,
  timeOfDay,
  timerText,
  zoneTag,
} from "./time-text.ts";

describe("times", () => {
  test("New York's clock changes on the second Sunday of March, whatever the browser's zone", () => {
    const before = Date.UTC(2026, 2, 8, 6, 59, 59);
    const after = Date.UTC(2026, 2, 8, 7, 0, 0);
    expect(timeOfDay(before)).toBe("01:59:59");
    expect(timeOfDay(after)).toBe("03:00:00");
    expect([zoneTag(before), zoneTag(after)]).toEqual(["EST", "EDT"]);
  });

  test("New York's clock shows one o'clock twice on the first Sunday of November", () => {
    const first = Date.UTC(2026, 10, 1, 5, 30);
    const second = Date.UTC(2026, 10, 1, 6, 30);
    expect(fullTime(first)).toBe("2026-11-01 01:30:00.000 EDT");
    expect(fullTime(second)).toBe("2026-11-01 01:30:00.000 EST");
  });

  test("the date is the zone's own", () => {
    const late = Date.UTC(2026, 10, 24, 2, 0);
    expect(dateText(late, "ET")).toBe("2026-11-23");
    expect(dateText(late, "UTC")).toBe("2026-11-24");
  });

  test("an age moves in whole units so that it does not flicker", () => {
    expect(ageText(340)).toBe("<1 s");
    expect(ageText(4_900)).toBe("4 s");
    expect(ageText(61_000)).toBe("1 m 01 s");
  });

  test("durations, timers and latencies are written in at most two units", () => {
    expect(durationText(7_830_000)).toBe("2 h 10 m");
    expect(durationText(97_200_000)).toBe("1 d 3 h");
    expect(timerText(7_400)).toBe("0:07");
    expect(timerText(21_669_000)).toBe("6:01:09");
    expect(timerText(-5)).toBe("0:00");
    expect(latencyText(84.4)).toBe("84 ms");
    expect(latencyText(1_240)).toBe("1.24 s");
    expect(latencyText(null)).toBe("—");
  });
});
