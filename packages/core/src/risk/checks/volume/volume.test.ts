import { describe, expect, it } from "vitest";
import { IBM, LIMITS, MORNING, SPY, VOLUME } from "../../../../test/builders.ts";
import {
  type DenialCase,
  denialsOf,
  limit,
  LONG,
  openOrders,
  outcomeOf,
  SELL,
} from "../../../../test/denial-cases.ts";
import { shares } from "../../../number/quantity.ts";
import { ACCOUNT_ALONE } from "../../levels/level-guard.ts";

/** 30 shares of an order and 90 of a position are as much as passes. */
const THIN = { ...VOLUME, shares: 30_000 };
const ANY = { ...LIMITS, allowUnknownVolume: true };

describe("what a market trades in a day", () => {
  it.each<DenialCase>([
    ["an order of the largest share passes", { quantity: shares(30) }, { volume: THIN }, null],
    [
      "one share more is denied",
      { quantity: shares(31) },
      { volume: THIN },
      {
        code: "order_volume_share",
        quantity: shares(31),
        volume: THIN,
        shareBps: (31 / 30_000) * 10_000,
        limitBps: 10,
      },
    ],
    [
      "a position of the largest share passes",
      {},
      { volume: THIN, position: shares(60), openOrders: openOrders({ quantity: shares(20) }) },
      null,
    ],
    [
      "with one share more in its open orders it is denied",
      {},
      { volume: THIN, position: shares(60), openOrders: openOrders({ quantity: shares(21) }) },
      {
        code: "position_volume_share",
        quantity: shares(91),
        volume: THIN,
        shareBps: (91 / 30_000) * 10_000,
        limitBps: 30,
      },
    ],
    [
      "a short counts as much as a long",
      { side: "sell", pricing: limit("100.10") },
      { volume: THIN, position: shares(-81) },
      {
        code: "position_volume_share",
        quantity: shares(91),
        volume: THIN,
        shareBps: (91 / 30_000) * 10_000,
        limitBps: 30,
      },
    ],
    [
      "an unknown volume takes no new risk",
      {},
      { volume: null },
      { code: "daily_volume", symbol: SPY, cause: "unknown" },
    ],
    ["one of a day ago passes", {}, { volume: { ...VOLUME, at: MORNING - 86_400_000 } }, null],
    [
      "an older one takes no new risk",
      {},
      { volume: { ...VOLUME, at: MORNING - 86_400_001 } },
      { code: "daily_volume", symbol: SPY, cause: "stale" },
    ],
    ["it may be unknown where a person allows that", {}, { volume: null, limits: ANY }, null],
  ])("%s", (...one) => {
    const { got, wanted } = outcomeOf(one);
    expect(got).toEqual(wanted);
  });

  it("bounds by what is known, also where it need not be known", () => {
    const old = { ...THIN, at: 0 };
    expect(denialsOf({ quantity: shares(31) }, { volume: old, limits: ANY })).toMatchObject([
      { code: "order_volume_share" },
    ]);
  });

  it("says which level's share it was", () => {
    const ibm = { kind: "symbol", symbol: IBM } as const;
    const pre = { kind: "session", session: "pre" } as const;
    const boundBy = { maxOrderVolumeBps: ibm, maxPositionVolumeBps: pre };
    const levels = { ...ACCOUNT_ALONE, boundBy };
    const thin = { volume: { ...THIN, shares: 300 }, levels };
    expect(denialsOf({}, thin)).toMatchObject([
      { code: "order_volume_share", level: ibm },
      { code: "position_volume_share", level: pre },
    ]);
  });

  it("keeps nobody in a position", () => {
    for (const volume of [null, { ...VOLUME, at: 0 }, { ...VOLUME, shares: 1 }])
      expect(denialsOf({ ...SELL, quantity: shares(100) }, { ...LONG, volume })).toEqual([]);
  });
});
