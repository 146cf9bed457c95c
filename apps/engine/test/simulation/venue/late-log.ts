import { Random } from "@interlock/alpaca-sim/venue/random";
import type { Execution } from "@interlock/alpaca-sim/venue/order/order-event";
import type { Surroundings } from "../surroundings.ts";

const SHARE_OF_SEEDS = 0.25;
const SHARE_OF_EXECUTIONS = 0.3;
const LATE_MS = { least: 5_000, most: 180_000 };

/**
 * The log of activities lists some executions only minutes after they happened, as the broker's own does at times. Its
 * chance is its own, so that seeds in which it is punctual go as they did without it.
 */
export class LateLog {
  readonly #surroundings: Surroundings;
  readonly #random: Random;
  readonly #isLate: boolean;
  readonly #listedFrom = new Map<string, number>();

  constructor(surroundings: Surroundings, seed: string) {
    this.#surroundings = surroundings;
    this.#random = new Random(`${seed}, the log of activities`);
    this.#isLate = this.#random.unit() < SHARE_OF_SEEDS;
  }

  /** Tells whether the log shows an execution by now. */
  readonly lists = ({ id }: Pick<Execution, "id">): boolean => {
    if (!this.#isLate || this.#surroundings.isCalm) return true;
    const { now } = this.#surroundings.scheduler;
    let from = this.#listedFrom.get(id);
    if (from === undefined) {
      from = now + (this.#random.unit() < SHARE_OF_EXECUTIONS ? this.#drawLateness() : 0);
      this.#listedFrom.set(id, from);
    }
    return from <= now;
  };

  #drawLateness(): number {
    return LATE_MS.least + this.#random.below(LATE_MS.most - LATE_MS.least);
  }
}
