import { moneyUnits } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { levelPart } from "../../levels/limits-for.ts";
import { worstNotional } from "../position-notional.ts";
import { equityOf } from "./equity.ts";

/** The symbol's worst case as a share of equity, in hundredths of a percent. Not measured without equity. */
export const concentration = defineCheck({
  code: "concentration",
  label: "Concentration",
  unit: "bps",
  bound: "at_most",
  appliesToReducing: false,
  value: shareOfEquity,
  limit: ({ context }) => context.limits.maxConcentrationBps,
  deny: ({ intent, context }, shareBps) => ({
    code: "concentration",
    symbol: intent.symbol,
    shareBps,
    limitBps: context.limits.maxConcentrationBps,
    ...levelPart(context.levels.boundBy, "maxConcentrationBps"),
  }),
});

function shareOfEquity(order: OrderUnderCheck): number {
  const worst = worstNotional(order);
  const equity = moneyUnits(equityOf(order));
  return worst === null || equity === 0 ? NOT_MEASURED : (moneyUnits(worst) * 10_000) / equity;
}
