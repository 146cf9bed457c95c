import { describe, expect, test } from "vitest";
import {
  defaultPreferences,
  type Preferences,
  readPreferences,
  writePreferences,
} from "./preferences.ts";

describe("preferences", () => {
  test("come back from the cookie as they were written", () => {
    const chosen: Preferences = {
      theme: "dark",
      palette: "cvd",
      zone: "UTC",
      fire: "two-step",
      shortcuts: "off",
      nav: "icons",
      rows: "compact",
    };
    expect(readPreferences(writePreferences(chosen))).toEqual(chosen);
  });

  test("need no quoting in a cookie", () => {
    expect(writePreferences(defaultPreferences)).toMatch(/^[a-zA-Z0-9.:-]+$/);
  });

  test.each([undefined, null, "", "theme", "theme:neon", "a:b.c:d", "theme:dark.theme:"])(
    "take their defaults where %j says nothing known",
    (text) => {
      expect(readPreferences(text)).toEqual(defaultPreferences);
    },
  );
});
