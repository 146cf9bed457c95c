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
}

// Shared by the inputs that decide nothing, which are nearly all: a tick costs no allocation here.
const NO_RECORDS: EngineRecord[] = [];
const NO_EFFECTS: Effect[] = [];
