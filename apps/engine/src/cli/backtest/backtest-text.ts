import { groupThousands } from "@interlock/core/number/fixed";
import type { BacktestReport } from "../../backtest/backtest-report.ts";

type Check = NonNullable<BacktestReport["checks"]>["lookAhead"];
type Earned = BacktestReport["figures"]["account"];

/** Says what a backtest came to, for people. */
export function backtestText(report: BacktestReport, seconds: number): string {
  const { figures, sessions, symbols, events, checks } = report;
  const { account, denials, disabled, differences } = figures;
  const denied = Object.entries(denials).map(([code, times]) => `${code} ${times}`);
  return [
    `Backtest of ${sessions.join(", ")}, ${symbols.join(", ")}: ${figure(events)} events, ${seconds.toFixed(1)} s.`,
    `${figures.signals} signals, ${figures.orders} orders, ${account.fills} fills, ${figures.denied} orders denied${denied.length === 0 ? "" : ` (${denied.join(", ")})`}.`,
    `P&L ${earnedText(account)}; deepest fall of the equity ${dollars(figures.maxDrawdown)}.`,
    "By strategy and symbol:",
    ...figures.books.map(
      ({ strategyId, symbol, ...earned }) =>
        `  ${strategyId.padEnd(16)} ${symbol.padEnd(6)} ${String(earned.fills).padStart(4)} fills  ${earnedText(earned)}`,
    ),
    ...Object.entries(disabled).map(([id, why]) => `Strategy ${id} was turned off: ${why}`),
    ...differences.map((one) => `Our books and the venue's differ: ${one}`),
    ...(checks === null
      ? ["Not checked for look-ahead and recursion: add --check."]
      : [checkText("Look-ahead", checks.lookAhead), checkText("Recursion", checks.recursion)]),
    `Records ${report.recordsHash}`,
  ].join("\n");
}

function checkText(name: string, { passed, points, compared, difference }: Check): string {
  if (passed) return `${name}: passed, ${figure(compared)} compared at ${points} points.`;
  return `${name}: FAILED: ${difference ?? "there was nothing to compare"}.`;
}

function earnedText({ gross, slippage, fees, net }: Earned): string {
  return `net ${dollars(net)} (gross ${dollars(gross)}, slippage ${dollars(slippage)}, fees ${dollars(fees)})`;
}

function dollars(decimal: string): string {
  const grouped = groupThousands(decimal);
  return grouped.startsWith("-") ? `-$${grouped.slice(1)}` : `$${grouped}`;
}

function figure(value: number): string {
  return groupThousands(String(value));
}
