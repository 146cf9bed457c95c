import type { EngineRecord } from "../../../src/record.ts";

/** What the journal says of stop-losses that fired: which close now, and which entries they refuse. */
export class StopBook {
  /** Symbols whose position a stop-loss closes at present. */
  readonly closing = new Set<string>();
  /** The side that a strategy may not enter again, by strategy and symbol. */
  readonly #refused = new Map<string, string>();

  take(record: EngineRecord): void {
    switch (record.kind) {
      case "stop_fired":
        this.closing.add(record.stop.symbol);
        for (const id of record.strategies)
          this.#refused.set(keyOf(id, record.stop.symbol), record.stop.side);
        return;
      case "stop_ended":
        this.closing.delete(record.symbol);
        return;
      case "entry_released":
        this.#refused.delete(keyOf(record.strategyId, record.symbol));
        return;
      // What a stop-loss refuses, it refuses for the market day.
      case "day_opened":
        this.#refused.clear();
        return;
      default:
        return;
    }
  }

  /** Tells whether a stop-loss refuses a strategy this side of a symbol. */
  refuses(strategy: string | null, symbol: string, side: string): boolean {
    return strategy !== null && this.#refused.get(keyOf(strategy, symbol)) === side;
  }
}

function keyOf(strategy: string, symbol: string): string {
  return `${strategy} ${symbol}`;
}
