import type { StrategyId } from "@interlock/core/ids";
import type { Decision } from "../decision.ts";
import type { EngineState } from "../state.ts";

/** Whether a strategy was turned off, by a failure of its own or by what watches it, and no person enabled it since. */
export function isOff(state: EngineState, strategyId: StrategyId): boolean {
  return (state.strategies[strategyId]?.disabledBecause ?? "") !== "";
}

/** Turns a strategy off until a person enables it, on record, and tells people why. */
export function turnOff(decision: Decision, strategyId: StrategyId, error: string): void {
  decision.emit({ kind: "strategy_disabled", strategyId, error });
  decision.alert("critical", `Strategy ${strategyId} was disabled: ${error}`);
}
