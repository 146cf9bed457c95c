import { z } from "zod";
import { Random } from "../../venue/random.ts";

/**
 * When a scripted fault strikes: it lets the first `after` matches pass, then strikes `times` times (null: until it
 * is taken away), each with `probability`, drawn from `seed` so that a script always does the same.
 */
export const SCHEDULE_FIELDS = {
  after: z.number().int().min(0).default(0),
  times: z.number().int().min(1).nullable().default(1),
  probability: z.number().min(0).max(1).default(1),
  seed: z.string().default("1"),
} as const;

/** The fields of a schedule, read. */
export interface ScheduleChoice {
  readonly after: number;
  readonly times: number | null;
  readonly probability: number;
  readonly seed: string;
}

/** Counts the matches of one scripted fault. */
export class Schedule {
  readonly #choice: ScheduleChoice;
  readonly #random: Random;
  #matches = 0;
  #strikes = 0;

  /** Starts with no match. */
  constructor(choice: ScheduleChoice) {
    this.#choice = choice;
    this.#random = new Random(`fault/${choice.seed}`);
  }

  /** How often it struck. */
  get struck(): number {
    return this.#strikes;
  }

  /** Whether it will never strike again. */
  get isSpent(): boolean {
    return this.#choice.times !== null && this.#strikes >= this.#choice.times;
  }

  /** Notes a match and tells whether the fault strikes. */
  strikes(): boolean {
    if (this.isSpent) return false;
    this.#matches += 1;
    if (this.#matches <= this.#choice.after) return false;
    if (this.#choice.probability < 1 && this.#random.unit() >= this.#choice.probability)
      return false;
    this.#strikes += 1;
    return true;
  }
}
