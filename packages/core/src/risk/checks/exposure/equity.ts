import {
  maxMoney,
  minMoney,
  type Money,
  money,
  moneyUnits,
  ZERO_MONEY,
} from "../../../number/money.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";

const LEAST = money("0.01");

/**
 * The account's equity, the lower of what our books and the venue say. Nothing, or a figure that the venue has not
 * given, denies: shares of it cannot be measured, and an account without equity takes no risk.
 */
export const equity = defineCheck({
  code: "equity",
  label: "Equity",
  unit: "usd",
  bound: "at_least",
  appliesToReducing: false,
  value: (order) => moneyUnits(equityOf(order)),
  limit: () => moneyUnits(LEAST),
  deny: ({ context: { exposure } }) => ({
    code: "equity",
    ours: exposure.equity,
    venue: exposure.venue?.equity ?? null,
  }),
});

/** Returns the equity that limits are shares of, in dollars: the lower of the two figures, never below zero. */
export function equityOf({ context: { exposure } }: OrderUnderCheck): Money {
  return maxMoney(minMoney(exposure.equity, exposure.venue?.equity ?? ZERO_MONEY), ZERO_MONEY);
}
