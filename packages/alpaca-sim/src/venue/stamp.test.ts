import { describe, expect, it } from "vitest";
import { newYorkText, parseInstant, stampMs, stampOf } from "./stamp.ts";

describe("stamps", () => {
  it("sort as text as they do in time", () => {
    const stamps = [
      stampOf(1_381_239_000_123, 7),
      stampOf(1_381_239_000_123, 999_999),
      stampOf(1_381_239_000_124),
    ];
    expect(stamps.toSorted()).toEqual(stamps);
    expect(stamps[0]).toBe("2013-10-08T13:30:00.123000007Z");
    expect(stamps.map(stampMs)).toEqual([1_381_239_000_123, 1_381_239_000_123, 1_381_239_000_124]);
  });

  it.each([
    ["2013-10-08", "2013-10-08T00:00:00.000000000Z"],
    ["2013-10-08T13:30:00Z", "2013-10-08T13:30:00.000000000Z"],
    ["2013-10-08T09:30:00.5-04:00", "2013-10-08T13:30:00.500000000Z"],
    ["2013-10-08T09:30:00 -04:00".replace(" ", ""), "2013-10-08T13:30:00.000000000Z"],
    ["2013-10-08T13:30:00.123456789Z", "2013-10-08T13:30:00.123456789Z"],
    ["2013-10-08T17:30:00 04:00", "2013-10-08T13:30:00.000000000Z"],
  ])("are read from %s", (text, stamp) => {
    expect(parseInstant(text)).toEqual({ ok: true, value: stamp });
  });

  it.each(["", "noon", "2013-13-01", "2013-10-08T25:00:00Z", "1381239000", "2013-10-08 13:30"])(
    "are not read from %j",
    (text) => {
      expect(parseInstant(text).ok).toBe(false);
    },
  );

  it("show New York's offset in summer and in winter", () => {
    expect(newYorkText(Date.parse("2013-10-08T13:30:00Z"))).toBe("2013-10-08T09:30:00-04:00");
    expect(newYorkText(Date.parse("2026-11-20T14:30:00.5Z"))).toBe(
      "2026-11-20T09:30:00.500000000-05:00",
    );
  });
});
