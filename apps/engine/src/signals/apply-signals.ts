import type { Bar } from "@interlock/core/market/bar";
import { forgetExecutions } from "@interlock/core/risk/flow/flow-book";
import { beginParent } from "@interlock/core/risk/parent/parent-book";
import type { RecordOf } from "../record.ts";
import type { EngineState } from "../state.ts";

/** Bars kept per symbol: enough to warm up any built-in strategy after a restart. */
export const BARS_KEPT = 240;

/** Keeps a closed bar; indicators are rebuilt from these after a restart. */
export function applyBar(state: EngineState, bar: Bar): void {
  const bars = state.bars[bar.symbol] ?? [];
  state.bars[bar.symbol] = bars;
  const last = bars.at(-1);
  if (last !== undefined && last.startAt >= bar.startAt) return;
  bars.push(bar);
  if (bars.length > BARS_KEPT) bars.shift();
}

/** Remembers what a strategy wants. */
export function applySignal(state: EngineState, record: RecordOf<"signal_generated">): void {
  state.counters.signal += 1;
  const asker = state.settings?.strategies.find(({ id }) => id === record.strategyId);
  if (asker !== undefined) beginParent(state.parents, { ...record, allocation: asker.allocation });
  const strategy = state.strategies[record.strategyId];
  if (strategy === undefined) return;
  strategy.targets[record.symbol] = record.target;
  strategy.lastSignal = `${record.symbol}: ${record.reason}`;
}

/** A strategy that failed stays off until a person enables it. */
export function applyStrategySwitch(
  state: EngineState,
  record: RecordOf<"strategy_disabled" | "strategy_enabled">,
): void {
  const strategy = state.strategies[record.strategyId];
  if (strategy === undefined) return;
  if (record.kind === "strategy_disabled") {
    strategy.disabledBecause = record.error;
    return;
  }
  strategy.disabledBecause = "";
  forgetExecutions(state.flow, record.strategyId);
}
