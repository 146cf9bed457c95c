import type { StrategyId } from "@interlock/core/ids";
import type { Decision } from "../decision.ts";
import { type CommandOutcome, REASON_LENGTH_MIN, refuse } from "./command-outcome.ts";

/** A person's wish to let a strategy that was turned off go on. */
export interface EnableRequest {
  readonly strategyId: StrategyId;
  readonly reason: string;
  readonly by: string;
}

/** Turns a disabled strategy on again: with a reason, for nobody else knows what was looked at. */
export function enableStrategy(decision: Decision, request: EnableRequest): CommandOutcome {
  const { strategyId, by } = request;
  const reason = request.reason.trim();
  const strategy = decision.state.strategies[strategyId];
  if (strategy === undefined) return refuse(`No strategy ${strategyId} is configured here.`);
  if (strategy.disabledBecause === "")
    return refuse(`Strategy ${strategyId} is not disabled: there is nothing to enable.`);
  if (!decision.views.strategies.some(({ settings }) => settings.id === strategyId))
    return refuse(
      `Strategy ${strategyId} could not start: ${strategy.disabledBecause}. Mend its configuration and restart.`,
    );
  if (reason.length < REASON_LENGTH_MIN)
    return refuse(`Enabling needs a reason of at least ${REASON_LENGTH_MIN} characters.`);
  decision.emit({ kind: "strategy_enabled", strategyId, by, reason });
  return {
    accepted: true,
    sentence: `Strategy ${strategyId} is enabled; it goes on with the next market event.`,
  };
}
