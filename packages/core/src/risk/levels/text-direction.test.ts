import { describe, expect, it } from "vitest";
import { limitField } from "../limit-fields.ts";
import type { LimitKey } from "../limits.ts";
import { textDirection } from "./text-direction.ts";

describe("which way a recorded limit went", () => {
  it.each<[LimitKey, string, string, string]>([
    ["maxOrderQuantity", "10", "5", "tighter"],
    ["maxOrderQuantity", "5", "10", "looser"],
    ["maxOrderQuantity", "5", "5.0", "same"],
    ["maxOrderQuantity", "", "5", "tighter"],
    ["maxOrderQuantity", "5", "", "looser"],
    ["warmUpMs", "1000", "2000", "tighter"],
    ["warmUpMs", "2000", "1000", "looser"],
    ["shortSelling", "on", "off", "tighter"],
    ["shortSelling", "off", "on", "looser"],
    ["restricted", "IBM", "IBM,SPY", "tighter"],
    ["restricted", "IBM,SPY", "IBM", "looser"],
    ["allowed", "IBM", "IBM,SPY", "looser"],
    ["sessions", "pre,regular", "regular", "tighter"],
    ["sessions", "regular", "pre,regular", "looser"],
    ["sessions", "pre,regular", "regular,post", "looser"],
    ["sessions", "pre,regular", "post", "looser"],
    ["sessions", "pre,regular", "regular,pre", "same"],
  ])("%s from %j to %j is %s", (key, before, after, direction) => {
    expect(textDirection(limitField(key), before, after)).toBe(direction);
  });

  it.each([
    ["", "3", "tighter"],
    ["3", "", "looser"],
    ["3", "2", "looser"],
  ])(
    "of a limit that this build does not know, from %j to %j, is %s",
    (before, after, direction) => {
      expect(textDirection(null, before, after)).toBe(direction);
    },
  );
});
