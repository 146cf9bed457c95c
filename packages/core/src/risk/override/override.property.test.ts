import fc from "fast-check";
import { expect, test } from "vitest";
import {
  aContext,
  anIntent,
  LIMITS,
  MORNING,
  sumOpenOrders,
  anOrder,
} from "../../../test/builders.ts";
import { runs } from "../../../test/runs.ts";
import { money } from "../../number/money.ts";
import { priceFromUnits } from "../../number/price.ts";
import { quantity, shares } from "../../number/quantity.ts";
import { goesAgainst } from "../check.ts";
import { wasSkipped } from "../check-bits.ts";
import { CHECK_ORDER, type CheckMeasures, checkOrder } from "../check-order.ts";
import type { Limits } from "../limits.ts";
import type { RiskContext } from "../risk-context.ts";
import { claimFor, grantOf } from "../../../test/overrides.ts";
import { isLifted, unliftable } from "./liftable.ts";

const CEILINGS: Limits = {
  ...LIMITS,
  maxOrderQuantity: quantity("250"),
  maxOrderNotional: money("26000"),
  maxPositionQuantity: quantity("450"),
  maxPositionNotional: money("45000"),
  maxGrossExposure: money("53000"),
  maxNetExposure: money("52000"),
  maxLongExposure: money("52000"),
  maxConcentrationBps: 4_500,
  priceCollarBps: 120,
  maxOrderVolumeBps: 25,
  maxPositionVolumeBps: 45,
};

const intents = fc
  .record({
    side: fc.constantFrom("buy" as const, "sell" as const),
    quantity: fc.integer({ min: 1, max: 300 }).map(shares),
    cents: fc.integer({ min: 9_860, max: 10_140 }),
  })
  .map(({ cents, ...rest }) =>
    anIntent({ ...rest, pricing: { type: "limit", limitPrice: priceFromUnits(cents * 10_000) } }),
  );

const books: fc.Arbitrary<RiskContext> = fc
  .record({
    position: fc.integer({ min: -100, max: 400 }).map(shares),
    openOrders: fc
      .integer({ min: 1, max: 60 })
      .map((leaves) => sumOpenOrders([anOrder({ leavesQuantity: shares(leaves) })])),
    exposureElsewhere: fc.integer({ min: 0, max: 30_000 }).map((usd) => money(String(usd))),
    unmarkedPositions: fc.constantFrom(0, 0, 0, 0, 1),
    dayPnl: fc.constantFrom(money("0"), money("0"), money("0"), money("-1000")),
  })
  .map(aContext);

test("R16 no order that an override lets pass exceeds a ceiling, or a line that it does not lift", () => {
  const numRuns = runs(100);
  let passed = 0;
  fc.assert(
    fc.property(intents, books, books, (intent, then, now) => {
      const denied = checkOrder(intent, then);
      if (denied.kind === "approved" || unliftable(denied.denials).length > 0) return;
      const lifts = denied.denials.map(({ code }) => code);
      const { position } = then;
      const held = { account: position, own: position };
      const override = claimFor(grantOf({ intent, lifts, held }), CEILINGS);
      const closed = goesAgainst(intent, position);
      for (const context of [then, now]) {
        const decision = checkOrder(intent, context, override);
        const plain = checkOrder(intent, context);
        const kept = plain.kind === "approved" ? [] : plain.denials;
        if (decision.kind === "denied") continue;
        passed += 1;
        expect(decision.order.override).toEqual(override.use);
        expect(kept.filter(({ code }) => !isLifted(code, lifts))).toEqual([]);
        expect(beyond(plain.measures)).toEqual([]);
        expect(closed && !decision.order.reducing, "what closed may not open").toBe(false);
      }
    }),
    { numRuns, seed: 16 },
  );
  expect(passed, "the drawn orders must pass sometimes").toBeGreaterThan(numRuns / 20);
});

/** Measures that lie beyond the environment's ceilings, by a table of its own. */
function beyond(measures: CheckMeasures): string[] {
  const UNITS = { shares: 1e9, usd: 1e6 };
  const most: Readonly<Record<string, number>> = {
    order_quantity: 250 * UNITS.shares,
    order_notional: 26_000 * UNITS.usd,
    position_quantity: 450 * UNITS.shares,
    position_notional: 45_000 * UNITS.usd,
    gross_exposure: 53_000 * UNITS.usd,
    net_exposure: 52_000 * UNITS.usd,
    long_exposure: 52_000 * UNITS.usd,
    concentration: 4_500,
    price_collar: 120,
    order_volume_share: 25,
    position_volume_share: 45,
  };
  return CHECK_ORDER.filter((code, index) => {
    const ceiling = most[code];
    const value = measures.values[index] ?? 0;
    // What only goes toward flat meets no limit at all.
    return ceiling !== undefined && value > ceiling && !wasSkipped(measures, index);
  });
}

test("R16 an override that has expired, or is for another order, approves nothing", () => {
  const intent = anIntent();
  const override = claimFor(grantOf({ intent, lifts: ["order_quantity"] }), CEILINGS);
  const late = aContext({ time: override.grant.expiresAt, quote: null });
  const verdict = checkOrder(intent, late, override);
  expect(verdict).toMatchObject({ kind: "denied", denials: [{ code: "override_misfit" }] });
  for (const change of [
    { quantity: shares(11) },
    { side: "sell" as const },
    { pricing: { type: "market" as const } },
    { extendedHours: true },
    { purpose: "operator" as const },
  ]) {
    const other = checkOrder(anIntent(change), aContext(), override);
    expect(other).toMatchObject({ kind: "denied", denials: [{ code: "override_misfit" }] });
  }
  expect(checkOrder(intent, aContext({ time: MORNING }), override).kind).toBe("approved");
});
