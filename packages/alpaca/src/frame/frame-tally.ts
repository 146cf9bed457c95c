import type { RefusalReason } from "./market-data-event.ts";

/** A frame or message that was not used, as text, for the log. */
export interface RawSample {
  readonly why: string;
  /** Start of the text as it came, or of the bytes in hexadecimal. */
  readonly raw: string;
}

/** What a stream has received so far. Counters only grow. */
export interface FrameCounts {
  readonly frames: number;
  readonly events: number;
  readonly malformed: number;
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>;
  /** Messages of a kind that is not used here, by the venue's letter for it. */
  readonly ignored: Readonly<Record<string, number>>;
  readonly samples: readonly RawSample[];
}

const SAMPLES_MAX = 32;
const SAMPLE_CHARS_MAX = 2_000;
const KINDS_MAX = 32;

/** Tells whether the n-th occurrence is worth keeping: the first few, then ever fewer, so a flood costs nothing. */
function isWorthKeeping(count: number): boolean {
  return count <= 4 || (count & (count - 1)) === 0;
}

function sampleOf(why: string, raw: () => string): RawSample {
  return { why: why.slice(0, 200), raw: raw().slice(0, SAMPLE_CHARS_MAX) };
}

/** Counts what a stream receives and keeps bounded samples of what it could not use. */
export class FrameTally {
  readonly #onUnreadable: (sample: RawSample) => void;
  #frames = 0;
  #events = 0;
  #malformed = 0;
  readonly #refused: Partial<Record<RefusalReason, number>> = {};
  readonly #ignored = new Map<string, number>();
  readonly #samples: RawSample[] = [];

  /** `onUnreadable` gets every frame that could not be read, cut to a bound: a connection ends after a few of them. */
  constructor(onUnreadable: (sample: RawSample) => void = () => {}) {
    this.#onUnreadable = onUnreadable;
  }

  /** Counts a frame that held `events` usable messages. */
  received(events: number): void {
    this.#frames += 1;
    this.#events += events;
  }

  /** Counts a frame that could not be read; `raw` makes its text when a sample is due. */
  malformed(why: string, raw: () => string): void {
    this.#frames += 1;
    this.#malformed += 1;
    const sample = sampleOf(why, raw);
    this.#onUnreadable(sample);
    if (isWorthKeeping(this.#malformed)) this.#keep(sample);
  }

  /** Counts a message that was refused. */
  refused(reason: RefusalReason, raw: () => string): void {
    const count = (this.#refused[reason] ?? 0) + 1;
    this.#refused[reason] = count;
    if (isWorthKeeping(count)) this.#keep(sampleOf(reason, raw));
  }

  /** Counts a message of a kind that is not used here. */
  ignored(kind: string): void {
    const name =
      this.#ignored.has(kind) || this.#ignored.size < KINDS_MAX ? kind.slice(0, 16) : "other";
    this.#ignored.set(name, (this.#ignored.get(name) ?? 0) + 1);
  }

  #keep(sample: RawSample): void {
    if (this.#samples.length === SAMPLES_MAX) this.#samples.shift();
    this.#samples.push(sample);
  }

  /** Returns all counts so far. */
  counts(): FrameCounts {
    return {
      frames: this.#frames,
      events: this.#events,
      malformed: this.#malformed,
      refused: { ...this.#refused },
      ignored: Object.fromEntries(this.#ignored),
      samples: [...this.#samples],
    };
  }
}
