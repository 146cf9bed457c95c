import type { ClientOrderId } from "@interlock/core/ids";
import type { Fill } from "@interlock/core/fill/fill";
import type { Bar } from "@interlock/core/market/bar";
import type { Quote } from "@interlock/core/market/quote";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { Price } from "@interlock/core/number/price";
import type { UnixMs } from "@interlock/core/time";
import type { Input } from "../input.ts";
import type { EngineRecord, EquityMark } from "../record.ts";

/** A signal, an approved order or a denial as it was journaled, and when. */
export interface Decided {
  readonly at: UnixMs;
  readonly kind: "signal" | "order" | "denial";
  /** Who decided what, in words, e.g. "crossover buys 29 SPY". */
  readonly what: string;
  /** The record, byte for byte. */
  readonly record: string;
}

/** A bar that the strategies saw, when, and what was quoted then. */
export interface SeenBar {
  readonly at: UnixMs;
  readonly bar: Bar;
  readonly quotes: ReadonlyMap<string, Quote>;
}

/** An execution and the middle of the market when its order was decided; null where the market showed none. */
export interface BacktestFill {
  readonly fill: Fill;
  readonly arrivalMid: Price | null;
}

/** Gathers from the records of a run what its figures and checks are made of. */
export class BacktestLedger {
  readonly decisions: Decided[] = [];
  readonly bars: SeenBar[] = [];
  readonly fills: BacktestFill[] = [];
  readonly curve: EquityMark[] = [];
  readonly denials: Record<string, number> = {};
  readonly disabled: Record<string, string> = {};
  orders = 0;
  denied = 0;
  signals = 0;
  readonly #arrivals = new Map<ClientOrderId, Price | null>();
  readonly #quotes = new Map<string, Quote>();

  /** Takes what one input decided. */
  take({ time: at, body }: Input, records: readonly EngineRecord[]): void {
    if (body.kind === "quote") this.#quotes.set(body.quote.symbol, body.quote);
    for (const record of records) this.#note(record, at);
  }

  #note(record: EngineRecord, at: UnixMs): void {
    switch (record.kind) {
      case "bar_closed":
        this.bars.push({ at, bar: record.bar, quotes: new Map(this.#quotes) });
        return;
      case "equity_marked":
        this.curve.push(record.mark);
        return;
      case "fill_booked": {
        const arrivalMid = this.#arrivals.get(record.fill.clientOrderId) ?? null;
        this.fills.push({ fill: record.fill, arrivalMid });
        return;
      }
      case "strategy_disabled":
        this.disabled[record.strategyId] ??= record.error;
        return;
      default:
        this.#noteDecision(record, at);
    }
  }

  #noteDecision(record: EngineRecord, at: UnixMs): void {
    if (record.kind === "signal_generated") {
      this.signals += 1;
      const what = `${record.strategyId} wants ${record.target} of ${record.symbol}`;
      this.decisions.push({ at, kind: "signal", what, record: JSON.stringify(record) });
    }
    if (record.kind !== "order_approved" && record.kind !== "order_denied") return;
    const { side, symbol, quantity, strategyId, clientOrderId } = record.intent;
    const approved = record.kind === "order_approved";
    const what = `${strategyId ?? "nobody"}: ${side} ${formatQuantity(quantity)} ${symbol}`;
    const kind = approved ? "order" : "denial";
    this.decisions.push({ at, kind, what, record: JSON.stringify(record) });
    if (approved) {
      this.orders += 1;
      this.#arrivals.set(clientOrderId, record.arrivalMid);
      return;
    }
    this.denied += 1;
    for (const { code } of record.denials) this.denials[code] = (this.denials[code] ?? 0) + 1;
  }
}
