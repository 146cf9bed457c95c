import { describe, expect, test } from "vitest";
import { fieldText, readField } from "./expiry-time.ts";

describe("the field for the end of a change", () => {
  test.each(["2026-06-16T14:10:00.000Z", "2026-11-23T20:59:00.000Z", "2026-03-08T07:00:00.000Z"])(
    "writes and reads %s on New York's clocks, summer and winter",
    (iso) => {
      expect(readField(fieldText(Date.parse(iso)))).toBe(Date.parse(iso));
    },
  );

  test("shows New York's time", () => {
    expect(fieldText(Date.parse("2026-06-16T19:30:00.000Z"))).toBe("2026-06-16T15:30");
  });

  test.each(["", "2026-06-16", "2026-13-40T10:00", "2026-06-16T25:00", "soon"])(
    "names no time while it is %j",
    (text) => {
      expect(readField(text)).toBeNull();
    },
  );
});
