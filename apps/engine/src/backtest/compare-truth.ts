import { formatMoney, moneyUnits } from "@interlock/core/number/money";
import { formatQuantity, quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { Position } from "@interlock/core/position/position";
import type { BacktestRun } from "./run-backtest.ts";

/** Holds our books against the venue's own at the end of a run; a sentence for each thing in which they differ. */
export function compareWithTruth({ state, venue, ledger }: BacktestRun): readonly string[] {
  const { portfolio } = state;
  const differences: string[] = [];
  if (ledger.fills.length !== venue.executions.length)
    differences.push(`${ledger.fills.length} fills booked, ${venue.executions.length} made`);
  if (moneyUnits(portfolio.cash) !== moneyUnits(venue.cash))
    differences.push(`cash ${formatMoney(portfolio.cash)}, the venue's ${formatMoney(venue.cash)}`);
  for (const { symbol } of Object.values<Position>(portfolio.positions)) {
    const ours = portfolio.positions[symbol]?.quantity ?? ZERO_QUANTITY;
    const theirs = venue.positions.get(symbol)?.quantity ?? ZERO_QUANTITY;
    if (quantityUnits(ours) !== quantityUnits(theirs))
      differences.push(`${formatQuantity(ours)} ${symbol}, the venue's ${formatQuantity(theirs)}`);
  }
  return differences;
}
