import { z } from "zod";

/** How far an engine is that folds its journal at its start. */
export const folding = z.object({
  /** Entries folded so far. */
  entries: z.number().int().nonnegative(),
  /** Entries to fold, as far as the journal's head file knows; 0 where it does not. */
  of: z.number().int().nonnegative(),
  /** Since the fold began. */
  seconds: z.number().nonnegative(),
  /** It is at its end. */
  done: z.boolean(),
});
export type Folding = z.infer<typeof folding>;

/** A fold that is over by then says nothing; a longer one is told of each time so much has passed. */
const TELL_EVERY_MS = 2_000;
/** The clock is asked once in so many entries: a fold takes microseconds for each. */
const LOOK_EVERY = 256;

/** Tells how far a fold is. `now` gives monotonic milliseconds. */
export class FoldProgress {
  readonly #of: number;
  readonly #tell: (folding: Folding) => void;
  readonly #now: () => number;
  readonly #beganAt: number;
  #toldAt: number;
  #entries = 0;

  constructor(of: number, tell: (folding: Folding) => void, now: () => number) {
    this.#of = of;
    this.#tell = tell;
    this.#now = now;
    this.#beganAt = now();
    this.#toldAt = this.#beganAt;
  }

  /** An entry was folded. */
  entry(): void {
    this.#entries += 1;
    if (this.#entries % LOOK_EVERY !== 0) return;
    const now = this.#now();
    if (now - this.#toldAt >= TELL_EVERY_MS) this.#say(now, false);
  }

  /** The last one was. */
  end(): void {
    if (this.#toldAt > this.#beganAt) this.#say(this.#now(), true);
  }

  #say(now: number, done: boolean): void {
    this.#toldAt = now;
    const seconds = Math.round((now - this.#beganAt) / 100) / 10;
    this.#tell({ entries: this.#entries, of: Math.max(this.#of, this.#entries), seconds, done });
  }
}

/** Says it in a sentence. */
export function describeFolding({ entries, of, seconds, done }: Folding): string {
  const count = (number: number): string => number.toLocaleString("en-US");
  if (done) return `The engine folded ${count(entries)} entries of its journal in ${seconds} s.`;
  return `The engine folds its journal: ${count(entries)} of ${count(of)} entries after ${seconds} s.`;
}
