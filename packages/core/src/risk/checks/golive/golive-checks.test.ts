import { describe, expect, test } from "vitest";
import { aContext, anIntent } from "../../../../test/builders.ts";
import { denialsOf, MARKET } from "../../../../test/denial-cases.ts";
import type { GoLiveGuard } from "../../../golive/golive-guard.ts";
import { money } from "../../../number/money.ts";
import { price } from "../../../number/price.ts";
import { shares } from "../../../number/quantity.ts";
import { wasSkipped } from "../../check-bits.ts";
import { type CheckCode, underCheck } from "../../check.ts";
import { CHECK_ORDER, checkOrder } from "../../check-order.ts";
import type { RiskContext } from "../../risk-context.ts";
import { CANARY_CHECKS, goliveApproval } from "./golive-checks.ts";

/** The second canary day: a fifth of the limits, $2,200 an order and $10,000 in all. */
const SECOND_DAY: GoLiveGuard = { obstacle: null, canary: { day: 2, capBps: 2_000 } };
const CLOSING = { side: "sell", quantity: shares(10) } as const;
const HELD = { position: shares(10) };

function measureOf(code: CheckCode, context: Partial<RiskContext>, intent = anIntent()) {
  const { measures } = checkOrder(intent, aContext(context));
  const index = CHECK_ORDER.indexOf(code);
  if (wasSkipped(measures, index)) return "not measured";
  return { value: measures.values[index], limit: measures.limits[index] };
}

describe("without an approval in force", () => {
  const golive: GoLiveGuard = { obstacle: "the approval has lapsed", canary: null };

  test("an order that opens is denied, with the reason", () => {
    expect(denialsOf({}, { golive })).toEqual([
      { code: "golive_approval", why: "the approval has lapsed" },
    ]);
  });

  test("an order toward flat passes", () => {
    expect(denialsOf(CLOSING, { ...HELD, golive })).toEqual([]);
  });

  test("a denial never names a reason that nobody gave", () => {
    const order = underCheck(anIntent(), aContext());
    expect(goliveApproval.deny(order, 1, 0)).toEqual({ code: "golive_approval", why: "unknown" });
  });
});

describe("on a canary day", () => {
  test.each([
    ["22", []],
    [
      "23",
      [{ code: "canary_order_notional", notional: money("2300"), limit: money("2200"), day: 2 }],
    ],
  ])("an order of %s shares at $100 is held to the day's share of the limit", (count, denials) => {
    const intent = {
      quantity: shares(Number(count)),
      pricing: { type: "limit", limitPrice: price("100.00") },
    } as const;
    expect(denialsOf(intent, { golive: SECOND_DAY })).toEqual(denials);
  });

  test.each([
    ["9000", []],
    [
      "9000.01",
      [
        {
          code: "canary_gross_exposure",
          exposure: money("10000.01"),
          limit: money("10000"),
          day: 2,
        },
      ],
    ],
  ])("with $%s held elsewhere, $1,000 more is held to the day's share", (elsewhere, denials) => {
    const context = { golive: SECOND_DAY, exposureElsewhere: money(elsewhere) };
    expect(denialsOf({}, context)).toEqual(denials);
  });

  test("an order toward flat is held to neither", () => {
    const context = { ...HELD, golive: { ...SECOND_DAY, canary: { day: 1, capBps: 0 } } };
    expect(denialsOf(CLOSING, context)).toEqual([]);
  });

  test("nothing is measured that has no price, and others refuse the order", () => {
    const unpriced = { golive: SECOND_DAY, quote: null, referencePrice: null };
    const market = anIntent({ pricing: MARKET });
    expect(measureOf("canary_order_notional", unpriced, market)).toBe("not measured");
    expect(measureOf("canary_gross_exposure", unpriced, market)).toBe("not measured");
    expect(denialsOf({ pricing: MARKET }, unpriced)).not.toEqual([]);
  });
});

describe("the limits alone hold", () => {
  test.each<[string, GoLiveGuard["canary"]]>([
    ["after the last canary day", { day: 6, capBps: 10_000 }],
    ["where nothing was launched", null],
  ])("%s", (_, canary) => {
    const context = { golive: { obstacle: null, canary }, exposureElsewhere: money("40000") };
    expect(measureOf("canary_order_notional", context)).toBe("not measured");
    expect(measureOf("canary_gross_exposure", context)).toBe("not measured");
    expect(denialsOf({}, context)).toEqual([]);
  });

  test("and a day that was never launched has no bound of its own to show", () => {
    const { measures } = checkOrder(anIntent(), aContext());
    for (const check of CANARY_CHECKS) {
      expect(measures.limits[CHECK_ORDER.indexOf(check.code)]).toBe(0);
      expect(check.deny(underCheck(anIntent(), aContext()), 1, 0)).toMatchObject({ day: 0 });
    }
  });
});

test("both canary checks show the day's figures", () => {
  const context = { golive: SECOND_DAY, exposureElsewhere: money("500") };
  const [order, gross] = (["canary_order_notional", "canary_gross_exposure"] as const).map((code) =>
    measureOf(code, context),
  );
  expect(order).toMatchObject({ limit: 2_200_000_000 });
  expect(gross).toEqual({ value: 1_500_000_000, limit: 10_000_000_000 });
});
