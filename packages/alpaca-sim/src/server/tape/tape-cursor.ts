import type { UnixMs } from "@interlock/core/time";
import type { TapeChunk, TapeReader } from "../../tape/tape-source.ts";

/** A place on a tape: the next event is `chunk[index]`. */
export class TapeCursor {
  readonly #reader: TapeReader;
  chunk: TapeChunk | null;
  index = 0;
  /** Number of events that lie behind. */
  position = 0;

  /** Stands before the first event. */
  constructor(reader: TapeReader) {
    this.#reader = reader;
    this.chunk = reader.next();
  }

  /** Returns when the next event happens; infinity after the last. */
  nextAt(): UnixMs {
    return this.chunk?.time[this.index] ?? Number.POSITIVE_INFINITY;
  }

  /** Moves past the next event. */
  advance(): void {
    this.index += 1;
    this.position += 1;
    if (this.chunk !== null && this.index >= this.chunk.length) {
      this.chunk = this.#reader.next();
      this.index = 0;
    }
  }
}
