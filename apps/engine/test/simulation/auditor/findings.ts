/** A promise that was broken, and how. */
export interface Violation {
  /** The number in docs/INVARIANTS.md. */
  readonly invariant: string;
  readonly at: number;
  readonly sentence: string;
}

const KEPT_MAX = 20;

/** What an auditor found, in the order in which it happened. */
export class Findings {
  readonly violations: Violation[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(invariant: string, sentence: string): void {
    if (this.violations.length < KEPT_MAX)
      this.violations.push({ invariant, at: this.#now(), sentence });
  }
}
