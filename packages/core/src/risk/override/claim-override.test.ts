import { describe, expect, it, test } from "vitest";
import { anIntent, LIMITS, MORNING, SPY } from "../../../test/builders.ts";
import { grantOf } from "../../../test/overrides.ts";
import { clientOrderId, ticker } from "../../ids.ts";
import { price } from "../../number/price.ts";
import { claimOverride, type OverrideClaim } from "./claim-override.ts";
import { alterations, describeRestated, restatedOf } from "./override.ts";
import {
  emptyOverrideBook,
  endOverride,
  enterOverride,
  findOverride,
  noteDenied,
  noteRefusal,
  openOverrides,
  type OverrideEntry,
  overrideOf,
} from "./override-book.ts";

const GRANT = grantOf();
const RESTATED = restatedOf(GRANT.intent);
const ASK_ANEW = "Have the order denied anew, and look at it again.";
const VOID = { kind: "void", at: MORNING, why: "trading was halted" } as const;
const USED = {
  kind: "used",
  at: MORNING,
  by: "Grace",
  clientOrderId: clientOrderId("order-2"),
  fourEyes: true,
} as const;

const CLAIM: OverrideClaim = {
  overrideId: "ov-1",
  restated: RESTATED,
  by: { by: "Grace", byId: "u2", role: "trader" },
  limitVersion: 3,
  ceilings: LIMITS,
};

/** What is said to a claim of the one override of a book in which that became of it. */
function sentenceOf(
  change: Partial<OverrideClaim>,
  standing: OverrideEntry["standing"] = { kind: "open" },
  afterMs = 0,
): string {
  const book = emptyOverrideBook();
  enterOverride(book, GRANT);
  if (standing.kind !== "open") endOverride(book, "ov-1", standing);
  const claimed = claimOverride(book, { ...CLAIM, ...change }, MORNING + afterMs);
  return claimed.ok ? "" : claimed.sentence;
}

describe("a claim that is refused says why, and what to do", () => {
  test.each<[expected: string, ...asked: Parameters<typeof sentenceOf>]>([
    ["No override ov-9 is known here: grant one first.", { overrideId: "ov-9" }],
    [
      "Override ov-1 was used already, by Grace for order-2: it holds for one order, once.",
      {},
      USED,
    ],
    [`Override ov-1 is void: trading was halted. ${ASK_ANEW}`, {}, VOID],
    [`Override ov-1 expired 1 s ago. ${ASK_ANEW}`, {}, undefined, 301_999],
    [
      `Override ov-1 stood under version 3 of the limits; version 4 is in force. ${ASK_ANEW}`,
      { limitVersion: 4 },
    ],
    [
      "Override ov-1 is for buy 10 SPY at 100.05: symbol XOM instead of SPY, side sell instead of buy is another order, and needs an override of its own.",
      { restated: { ...RESTATED, side: "sell", symbol: ticker("XOM") } },
    ],
    ["", {}],
  ])("%s", (expected, ...asked) => {
    expect(sentenceOf(...asked)).toBe(expected);
  });
});

it("of a void override is refused as void", () => {
  const book = emptyOverrideBook();
  enterOverride(book, GRANT);
  endOverride(book, "ov-1", VOID);
  expect(claimOverride(book, CLAIM, MORNING)).toMatchObject({ ok: false, fault: "void" });
});

describe("the terms of an order", () => {
  it("are read back with its price, or as at market", () => {
    expect(describeRestated(RESTATED)).toBe("buy 10 SPY at 100.05");
    expect(describeRestated({ ...RESTATED, limitPrice: null })).toBe("buy 10 SPY at market");
  });

  it("are altered by nothing else than what is named", () => {
    const market = { ...RESTATED, limitPrice: null };
    expect(alterations(RESTATED, { ...RESTATED })).toEqual([]);
    expect(alterations(market, { ...market })).toEqual([]);
    expect(alterations(market, RESTATED)).toEqual(["price 100.05 instead of at market"]);
    expect(alterations(RESTATED, market)).toEqual(["price at market instead of 100.05"]);
  });
});

describe("the book of overrides", () => {
  it("begins with nothing", () => {
    expect(emptyOverrideBook()).toEqual({ denied: [], overrides: [], refusals: [], granted: 0 });
  });

  it("keeps the latest fifty overrides and refusals, and counts all that were granted", () => {
    const book = emptyOverrideBook();
    for (let n = 1; n <= 51; n += 1) {
      enterOverride(book, grantOf({ overrideId: `ov-${n}` }));
      const who = { by: "Ada", role: "risk", sentence: "no" };
      noteRefusal(book, { at: MORNING + n, overrideId: `ov-${n}`, ...who });
      expect(book.overrides).toHaveLength(Math.min(n, 50));
      expect(book.refusals).toHaveLength(Math.min(n, 50));
    }
    expect(findOverride(book, "ov-1")).toBeNull();
    expect(findOverride(book, "ov-2")).not.toBeNull();
    expect(book.refusals[0]?.overrideId).toBe("ov-2");
    expect(book.granted).toBe(51);
  });

  it("finds the override of an order by the order's id alone", () => {
    const book = emptyOverrideBook();
    enterOverride(book, GRANT);
    expect(overrideOf(book, GRANT.intent.clientOrderId)?.grant).toBe(GRANT);
    expect(overrideOf(book, clientOrderId("order-2"))).toBeNull();
  });

  it("lists what can be used still: neither void nor expired", () => {
    const book = emptyOverrideBook();
    enterOverride(book, GRANT);
    expect(openOverrides(book, GRANT.expiresAt - 1)).toHaveLength(1);
    expect(openOverrides(book, GRANT.expiresAt)).toEqual([]);
    endOverride(book, "ov-9", VOID);
    expect(openOverrides(book, MORNING)).toHaveLength(1);
    endOverride(book, "ov-1", VOID);
    expect(openOverrides(book, MORNING)).toEqual([]);
  });

  it("remembers what a person could have sent: a limit or a market order of a strategy or a person", () => {
    const stop = { type: "stop", stopPrice: price("101") } as const;
    const stopLimit = { ...stop, type: "stop_limit", limitPrice: price("101") } as const;
    const limit = { type: "limit", limitPrice: price("100.05") } as const;
    const book = emptyOverrideBook();
    for (const pricing of [stop, stopLimit, limit, { type: "market" } as const])
      for (const purpose of ["signal", "operator"] as const) {
        const intent = anIntent({ symbol: SPY, pricing, purpose });
        noteDenied(book, { at: MORNING, intent, denials: [] });
      }
    expect(book.denied.map(({ intent }) => `${intent.pricing.type} ${intent.purpose}`)).toEqual([
      "limit signal",
      "limit operator",
      "market signal",
      "market operator",
    ]);
  });
});
