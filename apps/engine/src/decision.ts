import type { StrategyId } from "@interlock/core/ids";
import type { HoldSource, TradingHold } from "@interlock/core/risk/trading-state";
import type { UnixMs } from "@interlock/core/time";
import { apply } from "./apply.ts";
import type { Effect } from "./effect.ts";
import type { EngineRecord } from "./record.ts";
import type { EngineState } from "./state.ts";
import { followRecord, type Views } from "./views.ts";

/**
 * What one input decides, while it is being decided. A record takes effect on the state the moment it is emitted, by
 * the same `apply` that recovery uses, so every later rule of the same input sees it: two orders decided together
 * cannot both take the last of a limit.
 */
export class Decision {
  readonly state: EngineState;
  readonly views: Views;
  readonly time: UnixMs;
  #records: EngineRecord[] = NO_RECORDS;
  #effects: Effect[] = NO_EFFECTS;

  constructor(state: EngineState, views: Views, time: UnixMs) {
    this.state = state;
    this.views = views;
    this.time = time;
  }

  /** The records decided so far, in order. */
  get records(): readonly EngineRecord[] {
    return this.#records;
  }

  /** The effects decided so far, in order. They are performed once the records are durable. */
  get effects(): readonly Effect[] {
    return this.#effects;
  }

  /** Records a fact and applies it. */
  emit(record: EngineRecord): void {
    if (this.#records === NO_RECORDS) this.#records = [];
    this.#records.push(record);
    apply(this.state, record, this.time);
    followRecord(this.views, this.state, record);
  }

  /** Asks for something to be done in the world after the records are durable. */
  perform(effect: Effect): void {
    if (this.#effects === NO_EFFECTS) this.#effects = [];
    this.#effects.push(effect);
  }

  /** Tells people: the record brings it to every console and the audit trail, the effect to whoever is to be called. */
  alert(severity: "warning" | "critical", sentence: string): void {
    this.emit({ kind: "alert_raised", severity, sentence });
    this.perform({ kind: "raise_alert", severity, sentence });
  }

  /** Tells whether a strategy was turned off, by a failure of its own or by what watches it, and not enabled since. */
  isOff(strategyId: StrategyId): boolean {
    return (this.state.strategies[strategyId]?.disabledBecause ?? "") !== "";
  }

  /** Turns a strategy off until a person enables it, and tells people why. */
  turnOff(strategyId: StrategyId, error: string): void {
    this.emit({ kind: "strategy_disabled", strategyId, error });
    this.alert("critical", `Strategy ${strategyId} was disabled: ${error}`);
  }

  /** Tells whether a source holds trading. */
  isHeldBy(source: HoldSource): boolean {
    return this.state.trading.holds.some((hold) => hold.source === source);
  }

  /**
   * Tells whether the venue refuses our key, proven and as far as we know still: then nothing is asked but what a kill
   * needs and, minutes apart, the account. Requests that can only be refused would go on for as long as nobody looks.
   */
  isKeyRefused(): boolean {
    return this.views.accountQuestion.keyRefused && this.isHeldBy("venue_key");
  }

  /** Holds trading for a fact, once. Returns false when its source holds already. */
  hold(hold: Pick<TradingHold, "source" | "state" | "reason">): boolean {
    if (this.isHeldBy(hold.source)) return false;
    this.emit({ kind: "trading_held", hold: { ...hold, at: this.time, by: null } });
    return true;
  }

  /** Ends a hold whose fact is over; nothing where it does not hold. */
  release(source: HoldSource, how: string): void {
    if (this.isHeldBy(source)) this.emit({ kind: "hold_released", source, how });
  }
}

// Shared by the inputs that decide nothing, which are nearly all: a tick costs no allocation here.
const NO_RECORDS: EngineRecord[] = [];
const NO_EFFECTS: Effect[] = [];
