import { describe, expect, it } from "vitest";
import { LIMITS } from "../../test/builders.ts";
import { allowedValue, formatLimits, parseLimits, switchTextDirection } from "./limit-text.ts";
import type { LimitKey } from "./limits.ts";

const text = formatLimits(LIMITS);
const LONG = "x".repeat(50);

/** What is read of one limit, or the start of the sentence that refuses it. */
function readOf(key: LimitKey, value: string): unknown {
  const read = parseLimits({ ...text, [key]: value });
  return read.ok ? read.limits[key] : read.faults.map(({ message }) => message.split(":")[0]);
}

describe("one limit as text", () => {
  it.each<[LimitKey, string, unknown]>([
    ["maxOpenOrders", "123456789012", 123_456_789_012],
    ["priceCollarBps", "123456789012", 123_456_789_012],
    ["priceCollarBps", "0.123456", 0.123456],
    ["shortSelling", "on", true],
    ["shortSelling", "off", false],
    ["allowUnknownVolume", "on", true],
    ["sessions", " post , pre ", ["pre", "post"]],
    ["sessions", " none ", []],
  ])("%s %j is read", (key, value, expected) => {
    expect(readOf(key, value)).toEqual(expected);
  });

  it.each<[LimitKey, string]>([
    ["maxOpenOrders", ""],
    ["maxOpenOrders", "5x"],
    ["maxOpenOrders", "x5"],
    ["maxOpenOrders", "1.5"],
    ["maxOpenOrders", "1234567890123"],
    ["priceCollarBps", ""],
    ["priceCollarBps", "5x"],
    ["priceCollarBps", "x5"],
    ["priceCollarBps", "5."],
    ["priceCollarBps", ".5"],
    ["priceCollarBps", "0.1234567"],
    ["priceCollarBps", "1234567890123"],
    ["shortSelling", ""],
    ["shortSelling", "yes"],
    ["sessions", "pre,pre"],
    ["sessions", "pre,"],
  ])("%s %j is refused", (key, value) => {
    expect(readOf(key, value)).toEqual([`${key} is "${value}"`]);
  });

  it.each<LimitKey>(["maxOpenOrders", "priceCollarBps", "shortSelling", "sessions", "allowed"])(
    "%s that is too long to be shown is cut in what is said of it",
    (key) => {
      expect(readOf(key, LONG)).toEqual([`${key} is "${LONG.slice(0, 40)}"`]);
    },
  );
});

it("what a limit may be is said in its unit", () => {
  const keys = [
    "sessions",
    "shortSelling",
    "maxQuoteAgeMs",
    "maxOpenOrders",
    "stopLossBps",
  ] as const;
  expect(keys.map(allowedValue)).toEqual([
    "one or more of overnight, pre, regular, post, joined by commas",
    "on or off",
    "a whole number from 1 to 86400000 ms",
    "a whole number from 1 to 10000 count",
    "a decimal from 0.1 to 40000 bps",
  ]);
});

it.each([
  ["on", "on", "same"],
  ["off", "off", "same"],
  ["on", "off", "tighter"],
  ["off", "on", "looser"],
  ["off", "", "looser"],
  ["maybe", "maybe", "same"],
] as const)("a switch goes from %j to %j: %s", (before, after, direction) => {
  expect(switchTextDirection(before, after)).toBe(direction);
});
