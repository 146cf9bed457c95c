import { addMoney, moneyUnits } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { levelPart } from "../../levels/limits-for.ts";
import { worstNotional } from "../position-notional.ts";
import { equityOf } from "./equity.ts";

/** Worst-case gross exposure as a share of equity: 10,000 bps are once the equity. Not measured without equity. */
export const leverage = defineCheck({
  code: "leverage",
  label: "Leverage",
  unit: "bps",
  bound: "at_most",
  appliesToReducing: false,
  value: grossOfEquity,
  limit: ({ context }) => context.limits.maxLeverageBps,
  deny: ({ context }, leverageBps) => ({
    code: "leverage",
    leverageBps,
    limitBps: context.limits.maxLeverageBps,
    ...levelPart(context.levels.boundBy, "maxLeverageBps"),
  }),
});

function grossOfEquity(order: OrderUnderCheck): number {
  const worst = worstNotional(order);
  const equity = moneyUnits(equityOf(order));
  if (worst === null || equity === 0) return NOT_MEASURED;
  const gross = addMoney(order.context.exposureElsewhere, worst);
  return (moneyUnits(gross) * 10_000) / equity;
}
