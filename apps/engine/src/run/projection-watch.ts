/** The edge reports twice a second: a longer silence is that of the projection itself. */
const SILENCE_MS = 2_000;

/**
 * Tells the engine how far the database is behind. A report ages: once the edge has fallen, nobody writes the database,
 * and what it is behind grows by every second of silence. Time is this host's, as the edge's own figure is.
 */
export class ProjectionWatch {
  readonly #accept: (lagMs: number) => void;
  readonly #monotonicMs: () => number;
  #lagMs = 0;
  #reportedAt: number;

  /** Silence counts from here: the edge has just been started. */
  constructor(accept: (lagMs: number) => void, monotonicMs: () => number) {
    this.#accept = accept;
    this.#monotonicMs = monotonicMs;
    this.#reportedAt = monotonicMs();
  }

  /** The edge said how far the database is behind. */
  reported(lagMs: number): void {
    this.#lagMs = lagMs;
    this.#reportedAt = this.#monotonicMs();
    this.#accept(lagMs);
  }

  /** To be called every second or so: tells what silence adds. */
  look(): void {
    const silentMs = this.#monotonicMs() - this.#reportedAt;
    if (silentMs > SILENCE_MS) this.#accept(Math.round(this.#lagMs + silentMs));
  }
}
