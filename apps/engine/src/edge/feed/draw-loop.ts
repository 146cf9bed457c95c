/** What is drawn, when it changed, and the clock: the process's own in the product. */
export interface Drawing {
  /** Grows or changes with everything that a picture shows. */
  readonly version: () => string;
  /** Whether anybody looks. */
  readonly watched: () => boolean;
  readonly draw: () => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/** How often is looked for a change: what a first change waits at most. */
export const LOOK_MS = 4;
/** Pictures follow each other no faster. */
const REST_MS = 25;
/** What does not announce its change, such as ages and health, and pictures that nobody looks at. */
const IDLE_MS = 250;
/** Drawing takes at most one part in so many of the edge's time, however large the picture. */
const SHARE = 5;

/**
 * Decides when the live picture is drawn: at once after a quiet time, then at a pace that a busy market cannot raise
 * and a large picture lowers.
 */
export class DrawLoop {
  readonly #drawing: Drawing;
  #version = "";
  #drawnAt = Number.NEGATIVE_INFINITY;
  #restMs = 0;

  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  /** Draws when it is time to; called each few milliseconds. */
  look(): void {
    const { version, watched, draw, now } = this.#drawing;
    const startedAt = now();
    const sinceMs = startedAt - this.#drawnAt;
    if (sinceMs < this.#restMs) return;
    const current = version();
    const isDue = watched() && current !== this.#version;
    if (!isDue && sinceMs < IDLE_MS) return;
    this.#version = current;
    this.#drawnAt = startedAt;
    draw();
    this.#restMs = Math.max(REST_MS, SHARE * (now() - startedAt));
  }
}
