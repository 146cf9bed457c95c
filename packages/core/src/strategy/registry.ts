import type { Ticker } from "../ids.ts";
import { fail, ok, type Result } from "../result.ts";
import { meanReversion } from "./mean-reversion.ts";
import { movingAverageCrossover } from "./moving-average-crossover.ts";
import type { StrategyDefinition, StrategyInstance } from "./strategy.ts";

/** A kind of strategy whose parameters are not yet read. */
export interface RegisteredStrategy {
  readonly kind: string;
  readonly title: string;
  /** Reads the parameters and tells how many one-minute bars they need to warm up. */
  checkParams(raw: unknown): Result<{ readonly warmupBars: number }>;
  start(request: StartRequest): Result<StrategyInstance>;
}

/** What to start a strategy with, as configuration and snapshot give it. */
export interface StartRequest {
  readonly params: unknown;
  readonly symbols: readonly Ticker[];
  /** The `state` of an earlier instance; null for a fresh start. */
  readonly saved: unknown;
}

/** The built-in strategies. */
export const STRATEGIES: readonly RegisteredStrategy[] = [
  register(movingAverageCrossover),
  register(meanReversion),
];

/** Returns the strategy of a kind, or a sentence that names the kinds there are. */
export function findStrategy(kind: string): Result<RegisteredStrategy> {
  const found = STRATEGIES.find((strategy) => strategy.kind === kind);
  if (found !== undefined) return ok(found);
  const known = STRATEGIES.map((strategy) => strategy.kind).join(", ");
  return fail(`strategy kind "${kind}" is not known: must be one of ${known}`);
}

function register<Params>(definition: StrategyDefinition<Params>): RegisteredStrategy {
  return {
    kind: definition.kind,
    title: definition.title,
    checkParams(raw) {
      const params = definition.parseParams(raw);
      return params.ok ? ok({ warmupBars: definition.warmupBars(params.value) }) : params;
    },
    start({ params: raw, symbols, saved }) {
      const params = definition.parseParams(raw);
      return params.ok ? ok(definition.start({ params: params.value, symbols, saved })) : params;
    },
  };
}
