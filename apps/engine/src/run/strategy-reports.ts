import type { StrategyReport } from "../edge/view/position-section.ts";
import type { Views } from "../views.ts";

/** What each strategy says of each of its symbols, for the consoles. */
export function strategyReports(views: Views): StrategyReport[] {
  return views.strategies.map(({ settings, instance }) => ({
    id: settings.id,
    symbols: settings.symbols.map((symbol) => ({ symbol, ...instance.status(symbol) })),
  }));
}
