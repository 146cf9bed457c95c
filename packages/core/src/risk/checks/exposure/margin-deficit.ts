import {
  maxMoney,
  type Money,
  moneyFromUnits,
  moneyUnits,
  subtractMoney,
  ZERO_MONEY,
} from "../../../number/money.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";

/**
 * By how much the account's equity is short of the margin that the venue wants for what is held: any deficit during
 * the day stops new risk (FINRA's intraday margin rule of 2026, in place of day-trade counts). None where the venue
 * names no margin.
 */
export const marginDeficit = defineCheck({
  code: "margin_deficit",
  label: "Margin deficit",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => moneyUnits(deficitOf(order)),
  limit: () => 0,
  deny: (_, units) => ({ code: "margin_deficit", deficit: moneyFromUnits(units) }),
});

function deficitOf({ context: { exposure } }: OrderUnderCheck): Money {
  const { venue } = exposure;
  if (venue === null || venue.maintenanceMargin === null) return ZERO_MONEY;
  return maxMoney(subtractMoney(venue.maintenanceMargin, venue.equity), ZERO_MONEY);
}
