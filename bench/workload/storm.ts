import type { Ticker } from "@interlock/core/ids";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import type { Signal } from "@interlock/core/strategy/signal";
import type { CommitLog } from "../../apps/engine/src/engine.ts";
import { nowUs } from "../harness/latency-recorder.ts";
import { type BenchEngine, openBenchEngine } from "./bench-engine.ts";

/** A storm of trades, of which every n-th makes the strategy want something else. */
export interface StormOptions {
  readonly symbols: number;
  readonly log: CommitLog;
  /** Called when an order may leave, before it is filled. */
  readonly onLeave?: (order: ApprovedOrder) => void;
}

/** An engine under a storm of trades, and how it fares. */
export interface Storm extends BenchEngine {
  readonly strategy: TurnByTurn;
  /** Orders that were allowed to leave. */
  readonly orders: () => number;
  /** The symbol of the n-th trade: in turn, shifted by one each time around, so that every symbol gets signals. */
  readonly symbolAt: (index: number) => number;
  /** Throws unless every signal became an order, every order was filled, and the books agree with the venue's. */
  readonly demandAgreement: () => void;
}

/** Opens the engine under the storm: each signal is an order, which fills at once, long and flat by turns. */
export function openStorm({ symbols, log, onLeave }: StormOptions): Storm {
  const strategy = new TurnByTurn();
  const startedAt = performance.now();
  let orders = 0;
  const bench: BenchEngine = openBenchEngine({
    symbols,
    log,
    elapsedMs: () => performance.now() - startedAt,
    strategy: {
      onTrade: ({ symbol }) => strategy.onTrade(symbol),
      onFill: ({ symbol }) => strategy.onFill(symbol),
    },
    onSubmit: (order) => {
      orders += 1;
      onLeave?.(order);
      bench.engine.accept(bench.venue.fill(order, bench.now()));
    },
  });
  return {
    ...bench,
    strategy,
    orders: () => orders,
    symbolAt: (index) => (index + Math.floor(index / symbols)) % symbols,
    demandAgreement: () => {
      const difference =
        bench.venue.differenceFrom(bench.state) ??
        (orders === strategy.signals
          ? null
          : `${strategy.signals} signals, but ${orders} orders: ${JSON.stringify(bench.state.today)}`);
      if (difference !== null) throw new Error(`the figures are void: ${difference}`);
    },
  };
}

/**
 * Wants to be long, then flat, by turns, each only once the last was filled: every signal is an order, however late
 * the disk is.
 */
class TurnByTurn {
  /** Of so many trades one turns the position over; may be changed between runs. */
  signalEvery = 25;
  /** Whether the trades between say again what is wanted: each is a signal that is journaled, but no order. */
  repeats = false;
  /** Signals that turned a position over. */
  signals = 0;
  /** When it was called last with a trade that was no signal, in microseconds. */
  calledUs = 0;
  #seen = 0;
  readonly #long = new Set<Ticker>();
  readonly #unfilled = new Set<Ticker>();

  onTrade(symbol: Ticker): Signal | null {
    this.#seen += 1;
    if (this.#seen % this.signalEvery !== 0 || this.#unfilled.has(symbol)) {
      this.calledUs = nowUs();
      return this.repeats ? this.#wish(symbol) : null;
    }
    this.signals += 1;
    this.#unfilled.add(symbol);
    if (!this.#long.delete(symbol)) this.#long.add(symbol);
    return this.#wish(symbol);
  }
  onFill(symbol: Ticker): null {
    this.#unfilled.delete(symbol);
    return null;
  }

  #wish(symbol: Ticker): Signal {
    return { symbol, target: this.#long.has(symbol) ? 1 : 0, reason: "storm", horizonMs: null };
  }
}
