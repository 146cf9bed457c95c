import { describe, expect, test } from "vitest";
import { aContext, anIntent, IBM, LIMITS, MORNING, SPY } from "../../../test/builders.ts";
import { claimFor, grantOf } from "../../../test/overrides.ts";
import { signalId, strategyId } from "../../ids.ts";
import { shares } from "../../number/quantity.ts";
import type { OrderIntent } from "../../order/order-intent.ts";
import { emptyHolding, emptyStrategySums } from "../../portfolio/strategy-sums.ts";
import { ZERO_MONEY } from "../../number/money.ts";
import { wasSkipped } from "../check-bits.ts";
import { CHECK_ORDER, checkOrder, denialsLifted } from "../check-order.ts";
import type { DenialCode } from "../denial.ts";
import { ACCOUNT_ALONE } from "../levels/level-guard.ts";
import type { Limits } from "../limits.ts";
import type { RiskContext } from "../risk-context.ts";

const TREND = strategyId("trend");
const CEILINGS: Limits = {
  ...LIMITS,
  maxOrderQuantity: shares(109),
  maxPositionQuantity: shares(310),
};
const OVERRIDE = claimFor(grantOf(), CEILINGS);

describe("an override at the gate", () => {
  test.each<Partial<OrderIntent>>([
    { symbol: IBM },
    { side: "sell" },
    { quantity: shares(11) },
    { pricing: { type: "market" } },
    { timeInForce: "gtc" },
    { extendedHours: true },
    { purpose: "operator" },
    { strategyId: TREND },
    { signalId: signalId("s-1") },
  ])("R16 is for no order with another %j", (change) => {
    const decision = checkOrder(anIntent(change), aContext(), OVERRIDE);
    const [term] = Object.keys(change);
    expect(decision).not.toHaveProperty("order");
    const message = `override ov-1 is for an order with another ${term}`;
    expect(decision).toMatchObject({ denials: [{ code: "override_misfit", message }] });
    expect(CHECK_ORDER.every((_, index) => wasSkipped(decision.measures, index))).toBe(true);
  });

  test("R16 is good until its end, and not from then on", () => {
    const expiresAt = MORNING + 1_000;
    const override = claimFor(grantOf({ expiresAt }), CEILINGS);
    const at = (time: number) => checkOrder(anIntent(), aContext({ time }), override);
    expect(at(expiresAt - 1)).toMatchObject({ order: { override: override.use } });
    expect(at(expiresAt)).toMatchObject({
      denials: [{ code: "override_misfit", message: "override ov-1 has expired" }],
    });
  });
});

test("R16 an order that another check denies all the same is no approved one", () => {
  const decision = checkOrder(anIntent(), aContext({ openOrderCount: 20 }), OVERRIDE);
  expect(decision).toMatchObject({ kind: "denied", denials: [{ code: "open_orders" }] });
  expect(decision).not.toHaveProperty("order");
});

describe("what would refuse an order with some lines lifted", () => {
  const ibm = { kind: "symbol", symbol: SPY } as const;
  const lifted = (
    lifts: readonly DenialCode[],
    change: Partial<RiskContext> = {},
    intent: Partial<OrderIntent> = {},
  ) => denialsLifted(anIntent(intent), aContext(change), { lifts, ceilings: CEILINGS });

  test("R16 is nothing up to the ceiling, and the ceiling beyond it, at no level", () => {
    const levels = {
      ...ACCOUNT_ALONE,
      boundBy: { maxOrderQuantity: ibm, maxOpenOrders: ibm },
    };
    const tight = { levels, limits: { ...LIMITS, maxOrderQuantity: shares(5) } };
    expect(lifted([], tight)).toMatchObject([{ code: "order_quantity", level: ibm }]);
    expect(lifted(["order_quantity"], tight)).toEqual([]);
    const busy = { ...tight, openOrderCount: 20 };
    expect(lifted(["order_quantity"], busy, { quantity: shares(109) })).toMatchObject([
      { code: "open_orders", level: ibm },
    ]);
    const [beyond] = lifted(["order_quantity"], tight, { quantity: shares(110) }).filter(
      ({ code }) => code === "order_quantity",
    );
    expect(beyond).toMatchObject({ limit: shares(109) });
    expect(beyond).not.toHaveProperty("level");
  });

  test("R16 stays what nobody may lift", () => {
    const late = { dayPnl: LIMITS.maxDailyLoss, openOrderCount: 20 };
    expect(lifted(["open_orders", "order_quantity"], late)).toMatchObject([
      { code: "open_orders", limit: LIMITS.maxOpenOrders },
    ]);
  });

  test("R16 of a strategy is what its own book may hold, and none of it where it has none", () => {
    const own = (limits: Partial<Limits>) => ({
      ownPosition: shares(295),
      position: shares(100),
      levels: {
        ...ACCOUNT_ALONE,
        own: {
          strategyId: TREND,
          limits,
          holding: emptyHolding(emptyStrategySums(TREND, ZERO_MONEY)),
        },
      },
    });
    const limits = { maxPositionQuantity: shares(300), maxOpenOrders: 0 };
    const open = { code: "strategy_open_orders", limit: 0 };
    const position = { code: "strategy_position_quantity", limit: shares(300) };
    expect(lifted([], own(limits))).toEqual(
      expect.arrayContaining([expect.objectContaining(position), expect.objectContaining(open)]),
    );
    expect(lifted(["strategy_position_quantity"], own(limits))).toMatchObject([open]);
    expect(lifted(["strategy_position_quantity"])).toEqual([]);
    const many = lifted(["strategy_position_quantity"], { position: shares(295) });
    expect(many).toMatchObject([{ code: "position_quantity", limit: LIMITS.maxPositionQuantity }]);
  });
});
