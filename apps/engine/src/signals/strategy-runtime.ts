import type { StrategyId, Ticker } from "@interlock/core/ids";
import type { Quote } from "@interlock/core/market/quote";
import { type Quantity, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { Result } from "@interlock/core/result";
import { fail, ok } from "@interlock/core/result";
import { findStrategy } from "@interlock/core/strategy/registry";
import type { StrategyContext, StrategyInstance } from "@interlock/core/strategy/strategy";
import type { UnixMs } from "@interlock/core/time";
import type { StrategySettings } from "../settings.ts";
import type { EngineState } from "../state.ts";

/** Where a strategy sees quotes. */
export interface SeenMarkets {
  readonly markets: ReadonlyMap<Ticker, { readonly quote: Quote | null }>;
}

/** A strategy that runs: its instance and the context that it is given with every event. */
export interface StrategyRuntime {
  readonly settings: StrategySettings;
  /** The strategy's symbols, to be asked at every event whatever their number. */
  readonly watched: ReadonlySet<Ticker>;
  readonly instance: StrategyInstance;
  readonly context: ReusedContext;
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

/** Starts a configured strategy on the bars that the journal kept, so that a restart does not cool it down. */
export function startStrategy(
  settings: StrategySettings,
  state: EngineState,
  views: SeenMarkets,
): Result<StrategyRuntime> {
  const kind = findStrategy(settings.kind);
  if (!kind.ok) return fail(`strategy ${settings.id}: ${kind.error}`);
  const started = kind.value.start({
    params: settings.params,
    symbols: settings.symbols,
    saved: null,
  });
  if (!started.ok) return fail(`strategy ${settings.id}: ${started.error}`);
  const context = new ReusedContext(state, views, settings.id);
  const watched = new Set(settings.symbols);
  const runtime = { settings, watched, instance: started.value, context };
  warmUp(runtime, state);
  return ok(runtime);
}

function warmUp({ settings, instance, context }: StrategyRuntime, state: EngineState): void {
  const bars = settings.symbols.flatMap((symbol) => state.bars[symbol] ?? []);
  for (const bar of bars.sort((a, b) => a.startAt - b.startAt)) {
    context.time = bar.startAt;
    instance.onBar?.(bar, context);
  }
}
