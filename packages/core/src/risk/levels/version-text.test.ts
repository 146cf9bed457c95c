import { describe, expect, it } from "vitest";
import { LIMITS } from "../../../test/builders.ts";
import { limitField } from "../limit-fields.ts";
import { formatLimits } from "../limit-text.ts";
import { compareVersionTexts, formatRecorded } from "./version-text.ts";

const text = formatLimits(LIMITS);
const changes = (before: Record<string, string>, after: Record<string, string>) =>
  compareVersionTexts(before, after).map(({ key, before: old, after: now, direction }) => [
    key,
    old,
    now,
    direction,
  ]);

describe("two recorded versions", () => {
  it("differ by their lines, in reading order, those of levels last", () => {
    const after = {
      ...text,
      sessions: "pre,regular",
      maxOrderQuantity: "5",
      "symbol.SPY.maxOrderNotional": "100.00",
    };
    const before = { ...text, sessions: "regular", maxOrderQuantity: "10" };
    expect(changes(before, after)).toEqual([
      ["maxOrderQuantity", "10", "5", "tighter"],
      ["sessions", "regular", "pre,regular", "looser"],
      ["symbol.SPY.maxOrderNotional", "", "100.00", "tighter"],
    ]);
  });

  it("show a limit that one of them did not know as none, whatever was written for it then", () => {
    const { maxUncoveredMs, maxDrawdownBps, ...older } = text;
    expect(changes(older, { ...text })).toEqual([
      ["maxDrawdownBps", "", maxDrawdownBps, "tighter"],
      ["maxUncoveredMs", "", maxUncoveredMs, "tighter"],
    ]);
    const odd = { ...older, maxUncoveredMs: "undefined", maxDrawdownBps };
    expect(changes(odd, { ...text })).toEqual([["maxUncoveredMs", "", maxUncoveredMs, "tighter"]]);
    expect(changes({ ...text }, { ...text, maxUncoveredMs: "NaN" })).toEqual([
      ["maxUncoveredMs", maxUncoveredMs, "", "looser"],
    ]);
  });

  it("do not differ in a line that both have, also where this build cannot read it", () => {
    const odd = { ...text, maxZest: "3", allowed: "no tickers" };
    expect(changes(odd, { ...odd })).toEqual([]);
  });

  it("name limits that this build does not know last, by their keys alone", () => {
    const before = { ...text, maxZest: "3", maxFun: "3", maxOrderQuantity: "10" };
    expect(compareVersionTexts(before, { ...text, maxOrderQuantity: "5" })).toEqual([
      {
        key: "maxOrderQuantity",
        label: limitField("maxOrderQuantity").label,
        unit: "shares",
        before: "10",
        after: "5",
        direction: "tighter",
      },
      { key: "maxFun", label: "maxFun", unit: "", before: "3", after: "", direction: "looser" },
      { key: "maxZest", label: "maxZest", unit: "", before: "3", after: "", direction: "looser" },
    ]);
  });

  it("name a level's line by its level, its unit and both sides", () => {
    const after = { ...text, "symbol.BRK.B.maxOrderNotional": "100.00" };
    expect(compareVersionTexts({ ...text }, after)).toEqual([
      {
        key: "symbol.BRK.B.maxOrderNotional",
        label: `${limitField("maxOrderNotional").label} of BRK.B`,
        unit: "usd",
        before: "",
        after: "100.00",
        direction: "tighter",
      },
    ]);
    const again = { ...text, "symbol.BRK.B.maxOrderNotional": "100" };
    expect(compareVersionTexts(after, again)).toEqual([]);
  });

  it("are looser by a restricted symbol less", () => {
    const restricting = { ...text, restricted: "IBM,SPY" };
    expect(changes({ ...text }, restricting)).toEqual([
      ["restricted", "none", "IBM,SPY", "tighter"],
    ]);
    expect(changes(restricting, { ...text, restricted: "IBM" })).toEqual([
      ["restricted", "IBM,SPY", "IBM", "looser"],
    ]);
  });

  it("are the same when only the writing differs", () => {
    expect(
      changes({ ...text, maxDailyLoss: "5000" }, { ...text, maxDailyLoss: "5000.00" }),
    ).toEqual([]);
  });
});

it("a record of a build that did not know a limit is written without it", () => {
  const { maxUncoveredMs: _new, ...older } = LIMITS;
  const recorded = formatRecorded(JSON.parse(JSON.stringify(older)));
  const { maxUncoveredMs: _text, ...expected } = text;
  expect(recorded).toEqual(expected);
});
