import type { StrategyId, Ticker } from "@interlock/core/ids";
import type { Quote } from "@interlock/core/market/quote";
import { type Quantity, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { Result } from "@interlock/core/result";
import { fail, ok } from "@interlock/core/result";
import { findStrategy, type RegisteredStrategy } from "@interlock/core/strategy/registry";
import type { StrategyContext, StrategyInstance } from "@interlock/core/strategy/strategy";
import type { UnixMs } from "@interlock/core/time";
import type { StrategySettings } from "../settings.ts";
import type { EngineState } from "../state.ts";

/** Where a strategy sees quotes. */
export interface SeenMarkets {
  readonly markets: ReadonlyMap<Ticker, { readonly quote: Quote | null }>;
}

/** A configured strategy: its instance and the context that it is given with every event. */
export interface StrategyRuntime {
  readonly settings: StrategySettings;
  /** Its place among the configured strategies, from 0: what a call mark names it by. */
  readonly place: number;
  /** The strategy's symbols, to be asked at every event whatever their number. */
  readonly watched: ReadonlySet<Ticker>;
  readonly kind: RegisteredStrategy;
  readonly context: ReusedContext;
  instance: StrategyInstance;
  /** Whether it is yet to be started: none of its code runs before, so that a disabled one can do no harm. */
  asleep: boolean;
}

/** One object for all events of a strategy: an event costs no allocation. */
class ReusedContext implements StrategyContext {
  time: UnixMs = 0;
  readonly #state: EngineState;
  readonly #views: SeenMarkets;
  readonly #strategyId: StrategyId;

  constructor(state: EngineState, views: SeenMarkets, strategyId: StrategyId) {
    this.#state = state;
    this.#views = views;
    this.#strategyId = strategyId;
  }

  positionOf(symbol: Ticker): Quantity {
    return this.#state.portfolio.byStrategy[this.#strategyId]?.[symbol]?.quantity ?? ZERO_QUANTITY;
  }

  quoteOf(symbol: Ticker): Quote | null {
    return this.#views.markets.get(symbol)?.quote ?? null;
  }
}

/** What a strategy that is not started answers: it handles nothing and wants nothing. */
const SLEEPING: StrategyInstance = {
  state: {},
  status: () => ({ phase: "warming", text: "not started", target: 0 }),
};

/** What a strategy is opened with. */
export interface StrategyPlace {
  readonly settings: StrategySettings;
  readonly place: number;
}

/** Opens a configured strategy without starting it: a sentence when its kind or parameters are not known. */
export function openStrategy(
  { settings, place }: StrategyPlace,
  state: EngineState,
  views: SeenMarkets,
): Result<StrategyRuntime> {
  const found = findStrategy(settings.kind);
  if (!found.ok) return fail(`strategy ${settings.id}: ${found.error}`);
  const kind = found.value;
  const checked = kind.checkParams(settings.params);
  if (!checked.ok) return fail(`strategy ${settings.id}: ${checked.error}`);
  const context = new ReusedContext(state, views, settings.id);
  const watched = new Set(settings.symbols);
  return ok({ settings, place, watched, kind, context, instance: SLEEPING, asleep: true });
}

/** Has a strategy begin anew before the next event: what it saw so far does not fit what comes. */
export function putToSleep(runtime: StrategyRuntime): void {
  runtime.instance = SLEEPING;
  runtime.asleep = true;
}

/**
 * Starts a strategy on the bars that the journal kept, so that a restart does not cool it down. Runs its code: it may
 * throw, and may never return.
 */
export function startStrategy(runtime: StrategyRuntime, state: EngineState): void {
  const { settings, kind, context } = runtime;
  const { params, symbols } = settings;
  const started = kind.start({ params, symbols, saved: null });
  if (!started.ok) throw new Error(started.error);
  const bars = symbols.flatMap((symbol) => state.bars[symbol] ?? []);
  for (const bar of bars.sort((a, b) => a.startAt - b.startAt)) {
    context.time = bar.startAt;
    started.value.onBar?.(bar, context);
  }
  runtime.instance = started.value;
}
