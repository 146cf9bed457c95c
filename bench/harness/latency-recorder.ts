import { percentile } from "./statistics.ts";

/** Latencies in microseconds, the timer's own cost taken off. */
export interface LatencySummary {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

const CALIBRATION_PAIRS = 20_001;

/** Returns the time now in microseconds, from a clock that never goes back. */
export function nowUs(): number {
  return performance.now() * 1_000;
}

/** Measures what reading the clock twice costs, in microseconds: the median of many pairs. */
export function timerOverheadUs(): number {
  const pairs = new Float64Array(CALIBRATION_PAIRS);
  for (let at = 0; at < pairs.length; at += 1) {
    const startedAt = nowUs();
    pairs[at] = nowUs() - startedAt;
  }
  return percentile(pairs.sort(), 0.5);
}

/**
 * Keeps every latency of a run in memory taken beforehand, so that recording allocates nothing.
 * Beyond its capacity it refuses, because a summary of a part would pass for one of the whole.
 */
export class LatencyRecorder {
  readonly #values: Float64Array;
  readonly #overheadUs: number;
  #count = 0;

  constructor(capacity: number, overheadUs: number = timerOverheadUs()) {
    this.#values = new Float64Array(capacity);
    this.#overheadUs = overheadUs;
  }

  /** Records one latency in microseconds. */
  record(latencyUs: number): void {
    if (this.#count === this.#values.length)
      throw new RangeError(`more than ${this.#count} latencies`);
    this.#values[this.#count] = Math.max(0, latencyUs - this.#overheadUs);
    this.#count += 1;
  }

  /** Forgets what was recorded: for the end of a warm-up. */
  clear(): void {
    this.#count = 0;
  }

  /** Summarizes what was recorded since the last clear. */
  summary(): LatencySummary {
    const sorted = this.#values.slice(0, this.#count).sort();
    return {
      count: this.#count,
      p50: percentile(sorted, 0.5),
      p99: percentile(sorted, 0.99),
      p999: percentile(sorted, 0.999),
      max: percentile(sorted, 1),
    };
  }
}
