/** A level of something measured, from which on a person is told, and how. */
export interface AlarmStep {
  readonly from: number;
  readonly severity: "warning" | "critical";
}

/** What falls below this share of a step has left it: a figure that swings around a step is told once. */
const LEFT_SHARE = 0.95;

/** Says when a figure has come to its next step, once for each step until it has left it again. */
export class Alarm {
  readonly #steps: readonly AlarmStep[];
  #reached = 0;

  /** Steps in rising order. */
  constructor(steps: readonly AlarmStep[]) {
    this.#steps = steps;
  }

  /** Returns the highest step that the figure has newly come to; null when there is none. */
  look(value: number): AlarmStep | null {
    const reached = this.#steps.filter(({ from }) => value >= from).length;
    const kept = this.#steps.filter(({ from }) => value >= from * LEFT_SHARE).length;
    const before = Math.min(this.#reached, kept);
    this.#reached = Math.max(reached, before);
    return reached > before ? (this.#steps[reached - 1] ?? null) : null;
  }
}
