import { expect, it } from "vitest";
import { clockText, millisecondsText, momentText, secondsText, whenText } from "./clock-text.ts";

const AT = Date.UTC(2026, 5, 16, 14, 5, 7, 25);

it("an instant is read off New York's clocks, as exactly as is asked for", () => {
  expect([clockText(AT), secondsText(AT), millisecondsText(AT)]).toEqual([
    "10:05",
    "10:05:07",
    "10:05:07.025",
  ]);
});

it("an instant of another day in New York is named with its date", () => {
  const later = Date.UTC(2026, 5, 17, 3, 59);
  const tomorrow = Date.UTC(2026, 5, 17, 4, 0);
  expect([whenText(AT, later), momentText(AT, later)]).toEqual(["10:05 ET", "10:05:07 ET"]);
  expect(whenText(AT, tomorrow)).toBe("10:05 ET on 2026-06-16");
  expect(momentText(AT, tomorrow)).toBe("10:05:07 ET on 2026-06-16");
});
