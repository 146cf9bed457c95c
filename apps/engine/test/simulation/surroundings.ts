import type { Random } from "@interlock/alpaca-sim/venue/random";
import { type FaultPlan, NO_FAULTS } from "./fault-plan.ts";
import type { Scheduler } from "./scheduler.ts";

/** What every part of a simulation shares: its time, its chance, and what goes wrong at present. */
export class Surroundings {
  readonly scheduler: Scheduler;
  readonly random: Random;
  #faults: FaultPlan;
  #stirred = false;
  #outageUntil = 0;

  constructor(scheduler: Scheduler, random: Random, faults: FaultPlan) {
    this.scheduler = scheduler;
    this.random = random;
    this.#faults = faults;
  }

  get faults(): FaultPlan {
    return this.#faults;
  }

  /** Notes that a promise was made or kept: what hangs on it comes about before the next event. */
  stir(): void {
    this.#stirred = true;
  }

  /** Tells whether anything was noted since the last time that it was asked. */
  takeStir(): boolean {
    const stirred = this.#stirred;
    this.#stirred = false;
    return stirred;
  }

  /** Lets nothing through for a while. */
  cutOff(ms: number): void {
    this.#outageUntil = this.scheduler.now + ms;
  }

  get isCutOff(): boolean {
    return this.scheduler.now < this.#outageUntil;
  }

  /** From now on nothing goes wrong. */
  calm(): void {
    this.#outageUntil = 0;
    this.#faults = NO_FAULTS;
  }

  get isCalm(): boolean {
    return this.#faults === NO_FAULTS;
  }

  /** Draws whether something with this probability happens. */
  strikes(probability: number): boolean {
    return probability > 0 && this.random.unit() < probability;
  }

  /** Draws a whole number of milliseconds. */
  between(least: number, most: number): number {
    return least + this.random.below(most - least + 1);
  }

  /** Has something happen so many times a minute on average, while it is asked for. */
  perMinute(rate: () => number, happen: () => void): void {
    this.scheduler.every(1_000, () => {
      if (this.strikes(rate() / 60)) happen();
      return true;
    });
  }
}
