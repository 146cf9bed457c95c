import type { Fill } from "@interlock/core/fill/fill";
import { symbolFlowOf } from "@interlock/core/risk/flow/flow-book";
import { countAfter } from "@interlock/core/risk/flow/order-flow";
import { SECOND_MS } from "@interlock/core/time";
import type { Decision } from "../decision.ts";

/**
 * The repeated-execution throttle (RTS 6 Art. 15(3)): a strategy whose orders on one side of a symbol fill again and
 * again within the rolling window may be answering its own fills. It is turned off until a person turns it on again,
 * and what it has working is canceled. An order counts once, in however many pieces it fills.
 */
export function watchExecutions(decision: Decision): void {
  // What is emitted here is a record too: only those that there are now are looked at.
  const { records } = decision;
  for (let index = 0, count = records.length; index < count; index++) {
    const record = records[index];
    if (record?.kind === "fill_booked") throttle(decision, record.fill);
  }
}

function throttle(decision: Decision, { strategyId, symbol, side }: Fill): void {
  const { state, time } = decision;
  if (strategyId === null || state.limits === null) return;
  if (state.strategies[strategyId] === undefined || decision.isOff(strategyId)) return;
  const { rollingWindowMs, maxRepeatedFills } = state.limits.values;
  const { executed } = symbolFlowOf(state.flow, { strategyId, symbol });
  const count = countAfter(executed[side], time - rollingWindowMs);
  if (count < maxRepeatedFills) return;
  const what = `${count} of its orders to ${side} ${symbol} filled within ${rollingWindowMs / SECOND_MS} s`;
  const error = `${what}; the limit is ${maxRepeatedFills}. A person must look at it and enable it again.`;
  decision.turnOff(strategyId, error);
}
