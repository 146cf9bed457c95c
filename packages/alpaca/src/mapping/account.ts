import { type Money, ZERO_MONEY } from "@interlock/core/number/money";
import type { VenueAccount } from "@interlock/core/order/execution-report";
import { fail, ok, type Result } from "@interlock/core/result";
import { type WireAccount, wireAccount } from "../wire/account.ts";
import { readMoney } from "./decimal.ts";
import { describeIssues } from "./schema-issues.ts";

function optionalMoney(text: string | null, missing: Money): Money | null {
  return text === null ? missing : readMoney(text);
}

/**
 * Reads the account. Whatever forbids opening positions counts as blocked, and a buying power that the venue leaves
 * out is none: fields that Alpaca removes must make us more careful, never less.
 */
export function readAccount(json: unknown): Result<VenueAccount> {
  const parsed = wireAccount.safeParse(json);
  if (!parsed.success) return fail(describeIssues("account", parsed.error));
  const account = parsed.data;
  const cash = readMoney(account.cash);
  const equity = readMoney(account.equity);
  if (cash === null || equity === null) {
    return fail(`account cash "${account.cash}" and equity "${account.equity}" must be amounts`);
  }
  const lastEquity = optionalMoney(account.last_equity, equity);
  const buyingPower = optionalMoney(account.buying_power, ZERO_MONEY);
  const accruedFees = optionalMoney(account.accrued_fees, ZERO_MONEY);
  const maintenanceMargin = optionalMoney(account.maintenance_margin, ZERO_MONEY);
  if (
    lastEquity === null ||
    buyingPower === null ||
    accruedFees === null ||
    maintenanceMargin === null
  ) {
    return fail(
      "account last_equity, buying_power, accrued_fees and maintenance_margin must be amounts",
    );
  }
  return ok({
    accountId: account.id,
    accountNumber: account.account_number ?? "",
    status: account.status,
    cash,
    equity,
    lastEquity,
    buyingPower,
    accruedFees,
    ...(account.maintenance_margin === null ? {} : { maintenanceMargin }),
    tradingBlocked: isBlocked(account),
    raw: JSON.stringify(json),
  });
}

function isBlocked(account: WireAccount): boolean {
  return (
    account.status !== "ACTIVE" ||
    account.trading_blocked ||
    account.account_blocked ||
    account.trade_suspended_by_user
  );
}
