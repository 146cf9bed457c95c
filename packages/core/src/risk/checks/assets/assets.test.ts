import { describe, expect, it } from "vitest";
import { aContext, anIntent, BORROWABLE, LIMITS, MORNING, SPY } from "../../../../test/builders.ts";
import {
  type DenialCase,
  denialsOf,
  LONG,
  openOrders,
  outcomeOf,
  SELL,
  SHORT,
} from "../../../../test/denial-cases.ts";
import { strategyId } from "../../../ids.ts";
import { shares } from "../../../number/quantity.ts";
import { DAY_MS } from "../../../time.ts";
import {
  type AssetFacts,
  SHORT_SALE_CAUSES,
  type ShortSaleCause,
  UNKNOWN_ASSET,
} from "../../assets/asset-guard.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { checkOrder } from "../../check-order.ts";
import { ACCOUNT_ALONE } from "../../levels/level-guard.ts";
import type { RiskContext } from "../../risk-context.ts";
import { shortSale } from "./short-sale.ts";

const { facts } = BORROWABLE;
/** The venue's answer for SPY with something else in it. */
const listed = (change: Partial<AssetFacts>): Partial<RiskContext> => ({
  asset: { ...BORROWABLE, facts: facts === null ? null : { ...facts, ...change } },
});
const denied = (cause: ShortSaleCause) => ({ code: "short_sale", symbol: SPY, cause }) as const;
const OFF = { ...LIMITS, shortSelling: false };
const trend = { kind: "strategy", id: strategyId("trend") } as const;

/** What keeps a sale from going short, by the cause that it is denied for. */
const AGAINST: Readonly<Record<ShortSaleCause, Partial<RiskContext>>> = {
  switched_off: { limits: OFF },
  unknown: { asset: UNKNOWN_ASSET },
  stale: listed({ at: MORNING - DAY_MS - 1 }),
  not_shortable: listed({ shortable: false }),
  hard_to_borrow: listed({ easyToBorrow: false }),
  refused_today: { asset: { ...BORROWABLE, borrowRefused: true } },
};
const CAUSES = SHORT_SALE_CAUSES.map((cause) => [cause, AGAINST[cause]] as const);

describe("an asset that the venue does not trade", () => {
  const untraded = listed({ tradable: false });
  it.each<DenialCase>([
    ["takes no new risk", {}, untraded, { code: "untradable_asset", symbol: SPY }],
    ["can be closed", SELL, { ...LONG, ...untraded }, null],
    ["is not one of which nothing is known", {}, { asset: UNKNOWN_ASSET }, null],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

describe("a short sale", () => {
  it("passes where the venue lends the symbol, by an answer of up to a day", () => {
    expect(denialsOf(SELL)).toEqual([]);
    expect(denialsOf(SELL, listed({ at: MORNING - DAY_MS }))).toEqual([]);
  });

  it.each(CAUSES)("is denied for %s, and so is one that grows a short", (cause, context) => {
    expect(denialsOf(SELL, context)).toEqual([denied(cause)]);
    expect(denialsOf(SELL, { ...SHORT, ...context })).toEqual([denied(cause)]);
  });

  it.each(CAUSES)("is measured as the place of the words for %s", (cause, context) => {
    const { checks, values } = checkOrder(anIntent(SELL), aContext(context)).measures;
    const value = values[checks.indexOf("short_sale")] ?? NOT_MEASURED;
    expect(shortSale.words[value]).toBe(cause.replaceAll("_", " "));
  });

  it.each(CAUSES)("is none that sells what is held or buys, whatever says %s", (_, context) => {
    expect(denialsOf(SELL, { ...LONG, ...context })).toEqual([]);
    expect(denialsOf({}, context)).toEqual([]);
    expect(denialsOf({}, { ...SHORT, ...context })).toEqual([]);
  });

  it("is none that sells too much of what is held: another check counts what may be closed", () => {
    const closing = {
      ...LONG,
      openOrders: openOrders({ ...SELL, quantity: shares(100) }),
      limits: OFF,
    };
    expect(denialsOf(SELL, closing).map(({ code }) => code)).toEqual(["crosses_zero"]);
  });

  it("is denied by the level that switches it off", () => {
    const levels = { ...ACCOUNT_ALONE, boundBy: { shortSelling: trend } };
    expect(denialsOf(SELL, { limits: OFF, levels })).toEqual([
      { ...denied("switched_off"), level: trend },
    ]);
  });
});
