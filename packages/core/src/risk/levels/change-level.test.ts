import { describe, expect, it } from "vitest";
import { IBM, LIMITS } from "../../../test/builders.ts";
import { money } from "../../number/money.ts";
import { shares } from "../../number/quantity.ts";
import type { Limits } from "../limits.ts";
import { compareLevel, readLevel } from "./change-level.ts";

const level = { kind: "symbol", symbol: IBM } as const;
const before = { maxOrderNotional: money("5000"), maxOrderQuantity: shares(80) };

function read(text: Record<string, string>, account: Limits = LIMITS) {
  return readLevel(account, { level, before, text });
}

describe("readLevel", () => {
  it("replaces what is named and leaves the rest", () => {
    expect(read({ maxOrderNotional: "4000" })).toEqual({
      ok: true,
      limits: { ...before, maxOrderNotional: money("4000") },
    });
    expect(read({ priceCollarBps: "20" })).toEqual({
      ok: true,
      limits: { ...before, priceCollarBps: 20 },
    });
  });

  it("takes a limit away where the value is empty: then the account's holds", () => {
    expect(read({ maxOrderNotional: "" })).toEqual({
      ok: true,
      limits: { maxOrderQuantity: shares(80) },
    });
  });

  it("allows as much as the account", () => {
    expect(read({ maxOrderNotional: "11000" }).ok).toBe(true);
  });

  it("leaves what has become looser than the account where it is: the account's holds", () => {
    const tightened = { ...LIMITS, maxOrderQuantity: shares(10) };
    expect(read({ maxOrderNotional: "4000" }, tightened).ok).toBe(true);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "a looser value than the account's",
      { maxOrderNotional: "11000.01" },
      "maxOrderNotional of IBM is 11000.01: must be at most the account's, 11000.00",
    ],
    [
      "zero",
      { maxOrderQuantity: "0" },
      "maxOrderQuantity is 0: must be a decimal from 1 to 1000000 shares",
    ],
    [
      "a negative number",
      { maxOrderQuantity: "-5" },
      "maxOrderQuantity is -5: must be a decimal from 1 to 1000000 shares",
    ],
    [
      "NaN",
      { priceCollarBps: "NaN" },
      'priceCollarBps is "NaN": must be a decimal from 0.1 to 40000 bps',
    ],
    [
      "a limit that the level cannot have",
      { maxDailyLoss: "100" },
      'IBM has no limit named "maxDailyLoss": must be one of maxOrderQuantity, maxOrderNotional, maxOrderVolumeBps, priceCollarBps, maxQuoteAgeMs, shortSelling, maxPositionQuantity, maxPositionNotional, maxPositionVolumeBps, maxConcentrationBps',
    ],
    [
      "a name that is nearly one",
      { maxOrderNotionl: "100" },
      'IBM has no limit named "maxOrderNotionl": did you mean maxOrderNotional?',
    ],
    [
      "an unknown name",
      { maxFun: "1" },
      'IBM has no limit named "maxFun": must be one of maxOrderQuantity, maxOrderNotional, maxOrderVolumeBps, priceCollarBps, maxQuoteAgeMs, shortSelling, maxPositionQuantity, maxPositionNotional, maxPositionVolumeBps, maxConcentrationBps',
    ],
  ])("refuses %s with a sentence", (_, text, sentence) => {
    const found = read(text);
    expect(found.ok ? [] : found.faults.map(({ message }) => message)).toEqual([sentence]);
  });

  it("names everything that is wrong", () => {
    const found = read({ maxFun: "1", maxOrderQuantity: "many", maxOrderNotional: "99999" });
    expect(found.ok ? [] : found.faults.map(({ key }) => key)).toEqual([
      "maxFun",
      "maxOrderQuantity",
    ]);
  });
});

describe("compareLevel", () => {
  it("says of each line that changes whether it gets tighter or looser", () => {
    const after = { maxOrderNotional: money("6000"), priceCollarBps: 20 };
    const lines = compareLevel(LIMITS, { level, before, after });
    expect(
      lines.map(({ field, ...line }) => [field.key, line.before, line.after, line.direction]),
    ).toEqual([
      ["maxOrderQuantity", "80", "100", "looser"],
      ["maxOrderNotional", "5000.00", "6000.00", "looser"],
      ["priceCollarBps", "50", "20", "tighter"],
    ]);
  });

  it("of the same is nothing", () => {
    expect(compareLevel(LIMITS, { level, before, after: { ...before } })).toEqual([]);
  });
});
