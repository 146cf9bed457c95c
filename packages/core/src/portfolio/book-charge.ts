import type { RegulatoryFees } from "../fees/regulatory-fees.ts";
import { addMoney, type Money, moneyUnits, subtractMoney, ZERO_MONEY } from "../number/money.ts";
import { recordOf } from "../record-of-names.ts";
import type { Portfolio } from "./portfolio.ts";

/** A movement of cash in the venue's activity log that is no trade. */
export interface Charge {
  /** The venue's name for it, e.g. "FEE/REG", "FEE/TAF", "FEE/CAT", "INT", "DIV". */
  readonly kind: string;
  /** Below zero when the account pays. */
  readonly amount: Money;
}

const FEE_TYPES: Readonly<Record<string, keyof RegulatoryFees>> = recordOf({
  "FEE/REG": "sec",
  "FEE/TAF": "taf",
  "FEE/CAT": "cat",
});

/**
 * Books a charge or a credit of the venue: cash moves by exactly its amount, and a regulatory fee settles what had
 * accrued of its type. Executions after the charged day may have accrued more; that part stays.
 */
export function bookCharge(portfolio: Portfolio, { kind, amount }: Charge): void {
  portfolio.cash = addMoney(portfolio.cash, amount);
  if (kind.startsWith("FEE")) portfolio.chargedFees = subtractMoney(portfolio.chargedFees, amount);
  const type = FEE_TYPES[kind];
  if (type === undefined) return;
  const rest = addMoney(portfolio.accruedFees[type], amount);
  const accrued = moneyUnits(rest) > 0 ? rest : ZERO_MONEY;
  portfolio.accruedFees = { ...portfolio.accruedFees, [type]: accrued };
}
