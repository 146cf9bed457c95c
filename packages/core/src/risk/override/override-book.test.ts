import { describe, expect, test } from "vitest";
import { anIntent, LIMITS, MORNING } from "../../../test/builders.ts";
import { grantOf } from "../../../test/overrides.ts";
import { clientOrderId } from "../../ids.ts";
import { price } from "../../number/price.ts";
import { shares } from "../../number/quantity.ts";
import { CHECKS } from "../check-table.ts";
import { limitField } from "../limit-fields.ts";
import { claimOverride, type OverrideClaim } from "./claim-override.ts";
import { isLifted, liftedLine, LIFTABLE } from "./liftable.ts";
import { OVERRIDE_MS_MAX, restatedOf } from "./override.ts";
import {
  DENIED_KEPT,
  deniedOrder,
  emptyOverrideBook,
  endOverride,
  enterOverride,
  noteDenied,
  openOverrides,
  overrideOf,
} from "./override-book.ts";

const GRANT = grantOf();
const RESTATED = restatedOf(GRANT.intent);

function claim(change: Partial<OverrideClaim> = {}): OverrideClaim {
  return {
    overrideId: "ov-1",
    restated: RESTATED,
    by: { by: "Grace", byId: "u2", role: "trader" },
    limitVersion: 3,
    ceilings: LIMITS,
    ...change,
  };
}

function granted() {
  const book = emptyOverrideBook();
  enterOverride(book, GRANT);
  return book;
}

describe("a claim of an override", () => {
  test("R16 gives the gate what it needs, once in time and for exactly its order", () => {
    expect(claimOverride(granted(), claim(), GRANT.expiresAt - 1)).toMatchObject({
      ok: true,
      override: { grant: GRANT, use: { by: "Grace", fourEyes: true } },
    });
    const own = claim({ by: { by: "Ada", byId: "u1", role: "risk" } });
    expect(claimOverride(granted(), own, MORNING)).toMatchObject({
      override: { use: { fourEyes: false } },
    });
  });

  test.each([
    ["unknown", claim({ overrideId: "ov-2" }), 0, "grant one first"],
    ["expired", claim(), OVERRIDE_MS_MAX, "expired 0 s ago"],
    ["void", claim({ limitVersion: 4 }), 0, "version 4 is in force"],
    [
      "altered",
      claim({ restated: { ...RESTATED, quantity: shares(11) } }),
      0,
      "quantity 11 instead of 10",
    ],
    ["altered", claim({ restated: { ...RESTATED, side: "sell" } }), 0, "side sell instead of buy"],
    [
      "altered",
      claim({ restated: { ...RESTATED, limitPrice: price("100.06") } }),
      0,
      "price 100.06 instead of 100.05",
    ],
    ["altered", claim({ restated: { ...RESTATED, limitPrice: null } }), 0, "price at market"],
  ] as const)("R16 is refused when it is %s", (fault, asked, after, says) => {
    const refused = claimOverride(granted(), asked, MORNING + after);
    expect(refused).toMatchObject({ ok: false, fault, sentence: expect.stringContaining(says) });
  });

  test("R16 is refused when it was used, and a use is never undone", () => {
    const book = granted();
    const id = clientOrderId("order-2");
    const used = {
      kind: "used" as const,
      at: MORNING,
      by: "Grace",
      clientOrderId: id,
      fourEyes: true,
    };
    endOverride(book, "ov-1", used);
    endOverride(book, "ov-1", { kind: "void", at: MORNING, why: "trading was halted" });
    expect(claimOverride(book, claim(), MORNING)).toMatchObject({ ok: false, fault: "used" });
    expect(openOverrides(book, MORNING)).toEqual([]);
  });
});

describe("the book of overrides", () => {
  const denied = (name: string, at: number) => ({
    at,
    intent: anIntent({ clientOrderId: clientOrderId(name) }),
    denials: [],
  });

  test("R16 keeps a denied order for five minutes, and of a storm the newest", () => {
    const book = emptyOverrideBook();
    noteDenied(book, denied("a", MORNING));
    expect(deniedOrder(book, clientOrderId("a"), MORNING + OVERRIDE_MS_MAX - 1)).not.toBeNull();
    expect(deniedOrder(book, clientOrderId("a"), MORNING + OVERRIDE_MS_MAX)).toBeNull();
    for (let index = 0; index < 2 * DENIED_KEPT; index++)
      noteDenied(book, denied(`b${index}`, MORNING));
    expect(book.denied).toHaveLength(DENIED_KEPT);
    expect(deniedOrder(book, clientOrderId("a"), MORNING)).toBeNull();
    noteDenied(book, denied("c", MORNING + OVERRIDE_MS_MAX));
    expect(book.denied).toHaveLength(1);
  });

  test("R16 remembers no stop, no kill's order and no stop-loss: nobody overrides what the engine decides", () => {
    const book = emptyOverrideBook();
    for (const purpose of ["protect", "flatten", "stop_loss"] as const)
      noteDenied(book, { ...denied("a", MORNING), intent: anIntent({ purpose }) });
    expect(book.denied).toEqual([]);
  });

  test("R16 finds the newest override of an order", () => {
    const book = granted();
    enterOverride(book, grantOf({ overrideId: "ov-2" }));
    expect(overrideOf(book, GRANT.intent.clientOrderId)?.grant.overrideId).toBe("ov-2");
  });
});

describe("what may be lifted", () => {
  test("R16 is a number that risk reads of the limits, and the check of that name measures against it", () => {
    for (const [code, { line }] of Object.entries(LIFTABLE)) {
      if (line === null) continue;
      expect(["shares", "usd", "bps"]).toContain(limitField(line.key).unit);
      expect(limitField(line.key).tighter).toBe("lower");
      expect(CHECKS.find((check) => check.code === code)?.bound).toBe("at_most");
    }
  });

  test("R16 is no state, list, halt, pace, loss, credit or fact that is not known", () => {
    const never = CHECKS.map(({ code }) => code).filter((code) => liftedLine(code) === null);
    for (const code of [
      "trading_state",
      "stop_loss",
      "restricted_symbol",
      "allowed_symbol",
      "trading_halt",
      "price_band",
      "quote_age",
      "duplicate_intent",
      "self_trade",
      "buying_power",
      "leverage",
      "short_sale",
      "reconciliation_break",
      "session_order_type",
      "order_rate",
      "window_notional",
      "warm_up",
      "after_resume",
      "parent_quantity",
      "daily_loss",
      "strategy_daily_loss",
      "open_orders",
    ] as const)
      expect(never).toContain(code);
  });

  test("R16 lifts a line wherever it is measured, and the account's apart from the strategy's", () => {
    expect(isLifted("sliced_quantity", ["order_quantity"])).toBe(true);
    expect(isLifted("position_quantity", ["strategy_position_quantity"])).toBe(false);
    expect(isLifted("quote_age", ["quote_age"])).toBe(false);
  });
});
