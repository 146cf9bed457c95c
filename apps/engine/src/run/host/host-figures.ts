import { statfsSync } from "node:fs";
import { getHeapStatistics } from "node:v8";

/** Returns the used share of the disk that holds a folder, as df counts it; null where the system does not say. */
export function diskShareOf(folder: string): number | null {
  try {
    const { blocks, bfree, bavail } = statfsSync(folder);
    const used = blocks - bfree;
    return used + bavail === 0 ? null : used / (used + bavail);
  } catch {
    return null;
  }
}

/**
 * Returns the used share of the memory that this process may have: of the heap's own limit, or of what the system
 * allows the process as a whole, whichever is nearer to its end.
 */
export function memoryShareOfProcess(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  const allowed = process.constrainedMemory();
  // Without a limit of the system this is 0, or a number that no machine has.
  const resident = allowed > 0 && allowed < MEMORY_MAX ? process.memoryUsage.rss() / allowed : 0;
  return Math.max(used / limit, resident);
}

const MEMORY_MAX = 2 ** 50;

const BEAT_MS = 50;

/**
 * Measures how late this thread's timers are. The runtime's own histogram loses what happens right after it was read,
 * which is what every look begins with.
 */
export class LoopLag {
  readonly #timer: ReturnType<typeof setInterval>;
  #dueAt = performance.now() + BEAT_MS;
  #longestMs = 0;

  constructor() {
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
    this.#timer.unref();
  }

  /** Returns the longest standstill since the last call, in ms; 0 when there was none. */
  takeMs(): number {
    this.#note();
    const longest = this.#longestMs;
    this.#longestMs = 0;
    return longest;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    this.#note();
    this.#dueAt = performance.now() + BEAT_MS;
  }

  #note(): void {
    this.#longestMs = Math.max(this.#longestMs, performance.now() - this.#dueAt);
  }
}
