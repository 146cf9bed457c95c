import { canaryCap } from "../../../golive/golive-guard.ts";
import { type CanaryStep, WHOLE_BPS } from "../../../golive/canary.ts";
import { addMoney, type Money, moneyFromUnits, moneyUnits } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, orderNotional, type OrderUnderCheck } from "../../check.ts";
import type { RiskContext } from "../../risk-context.ts";
import { worstNotional } from "../position-notional.ts";

/** Whether the approval of live trading, where one is needed, is in force for exactly what runs. */
export const goliveApproval = defineCheck({
  code: "golive_approval",
  label: "Go-live approval",
  unit: "words",
  words: ["in force, or not needed", "not in force"],
  bound: "at_most",
  appliesToReducing: false,
  value: ({ context }) => (context.golive.obstacle === null ? 0 : 1),
  limit: () => 0,
  deny: ({ context }) => ({ code: "golive_approval", why: context.golive.obstacle ?? "unknown" }),
});

/** What the order is worth at most, against the canary day's share of the limit. */
const canaryOrderNotional = defineCheck({
  code: "canary_order_notional",
  label: "Canary: order notional",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => measured(order, orderNotional),
  limit: (order) => capOf(order, "maxOrderNotional"),
  deny: ({ context }, units, limit) => ({
    code: "canary_order_notional",
    notional: moneyFromUnits(units),
    limit: moneyFromUnits(limit),
    day: stepOf(context).day,
  }),
});

/** Worst-case gross exposure of the account with the order, against the canary day's share of the limit. */
const canaryGrossExposure = defineCheck({
  code: "canary_gross_exposure",
  label: "Canary: gross exposure",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => measured(order, grossWith),
  limit: (order) => capOf(order, "maxGrossExposure"),
  deny: ({ context }, units, limit) => ({
    code: "canary_gross_exposure",
    exposure: moneyFromUnits(units),
    limit: moneyFromUnits(limit),
    day: stepOf(context).day,
  }),
});

/** What the first days after a launch bound. */
export const CANARY_CHECKS = [canaryOrderNotional, canaryGrossExposure];

/** Where nothing was launched. */
const NO_STEP: CanaryStep = { day: 0, capBps: WHOLE_BPS };

function stepOf({ golive }: RiskContext): CanaryStep {
  return golive.canary ?? NO_STEP;
}

/** After the last step of the ladder, and where nothing was launched, the limits alone hold. */
function measured(order: OrderUnderCheck, of: (order: OrderUnderCheck) => Money | null): number {
  const isCanary = stepOf(order.context).capBps < WHOLE_BPS;
  const worth = isCanary ? of(order) : null;
  return worth === null ? NOT_MEASURED : moneyUnits(worth);
}

function grossWith(order: OrderUnderCheck): Money | null {
  const here = worstNotional(order);
  return here === null ? null : addMoney(order.context.exposureElsewhere, here);
}

function capOf({ context }: OrderUnderCheck, key: "maxOrderNotional" | "maxGrossExposure"): number {
  const { canary } = context.golive;
  return canary === null ? 0 : moneyUnits(canaryCap(context.limits[key], canary));
}
