import type { AccountRow, PositionRow, StrategyPositionRow } from "../projection/rows.ts";
import type { LedgerClient } from "./ledger-client.ts";
import { dollarsText, maybeDollars, sharesText } from "./read-row.ts";

/** Returns an account as the ledger has it; null when it was never projected. */
export async function accountById(ledger: LedgerClient, id: string): Promise<AccountRow | null> {
  const row = await ledger.tradingAccount.findUnique({ where: { id } });
  if (row === null) return null;
  return {
    ...row,
    cash: dollarsText(row.cash),
    equity: maybeDollars(row.equity),
    buyingPower: maybeDollars(row.buyingPower),
    updatedAt: row.updatedAt.getTime(),
    journalSeq: Number(row.journalSeq),
  };
}

/** Returns the positions of an account, flat ones included, by symbol. */
export async function positionsOf(ledger: LedgerClient, accountId: string): Promise<PositionRow[]> {
  const found = await ledger.position.findMany({
    where: { accountId },
    orderBy: { symbol: "asc" },
  });
  return found.map((row) => ({ ...row, ...holding(row) }));
}

/** Returns what each strategy's orders made of the positions of an account, by strategy and symbol. */
export async function strategyPositionsOf(
  ledger: LedgerClient,
  accountId: string,
): Promise<StrategyPositionRow[]> {
  const found = await ledger.strategyPosition.findMany({
    where: { accountId },
    orderBy: [{ strategyId: "asc" }, { symbol: "asc" }],
  });
  return found.map((row) => ({ ...row, ...holding(row) }));
}

type Numeric = Parameters<typeof dollarsText>[0];

interface StoredHolding {
  readonly quantity: Numeric;
  readonly averagePrice: Numeric | null;
  readonly costBasis: Numeric;
  readonly realized: Numeric;
  readonly fees: Numeric;
  readonly updatedAt: Date;
  readonly journalSeq: bigint;
}

function holding(row: StoredHolding) {
  return {
    quantity: sharesText(row.quantity),
    averagePrice: maybeDollars(row.averagePrice),
    costBasis: dollarsText(row.costBasis),
    realized: dollarsText(row.realized),
    fees: dollarsText(row.fees),
    updatedAt: row.updatedAt.getTime(),
    journalSeq: Number(row.journalSeq),
  };
}
