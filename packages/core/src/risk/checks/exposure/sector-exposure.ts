import { addMoney, moneyUnits } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { levelPart } from "../../levels/limits-for.ts";
import { worstNotional } from "../position-notional.ts";
import { equityOf } from "./equity.ts";

/**
 * The worst-case gross exposure of the symbol's sector as a share of equity, in hundredths of a percent: 15c3-5
 * (c)(1)(i) asks for thresholds finer by sector. Not measured without equity.
 */
export const sectorExposure = defineCheck({
  code: "sector_exposure",
  label: "Sector exposure",
  unit: "bps",
  bound: "at_most",
  appliesToReducing: false,
  value: shareOfEquity,
  limit: ({ context }) => context.limits.maxSectorExposureBps,
  deny: ({ context }, shareBps) => ({
    code: "sector_exposure",
    sector: context.sector.sector,
    shareBps,
    limitBps: context.limits.maxSectorExposureBps,
    ...levelPart(context.levels.boundBy, "maxSectorExposureBps"),
  }),
});

function shareOfEquity(order: OrderUnderCheck): number {
  const here = worstNotional(order);
  const equity = moneyUnits(equityOf(order));
  if (here === null || equity === 0) return NOT_MEASURED;
  return (moneyUnits(addMoney(order.context.sector.elsewhere, here)) * 10_000) / equity;
}
