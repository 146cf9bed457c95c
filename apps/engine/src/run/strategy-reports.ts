import type { StrategyReport } from "../edge/view/position-section.ts";
import { enterCall, leaveCall } from "../signals/call-mark.ts";
import type { StrategyRuntime } from "../signals/strategy-runtime.ts";
import type { Views } from "../views.ts";

/** What each strategy says of each of its symbols, for the consoles. */
export function strategyReports(views: Views): StrategyReport[] {
  return views.strategies.map((runtime) => {
    enterCall(views.callMark, runtime.place);
    try {
      return { id: runtime.settings.id, symbols: symbolReports(runtime) };
    } finally {
      leaveCall(views.callMark);
    }
  });
}

/** Explaining itself is a strategy's own code, too: where it throws, that is what there is to say. */
function symbolReports({ settings, instance }: StrategyRuntime): StrategyReport["symbols"] {
  return settings.symbols.map((symbol) => {
    try {
      return { symbol, ...instance.status(symbol) };
    } catch (error: unknown) {
      const text = `it cannot say: ${error instanceof Error ? error.message : String(error)}`;
      return { symbol, phase: "ready", text, target: 0 };
    }
  });
}
