import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** How large a log may grow and how many old ones are kept. */
export interface LogBounds {
  readonly bytesMax: number;
  readonly files: number;
}

/** 10 MB and four older files: a full disk is never the log's doing. */
const LOG_BOUNDS: LogBounds = { bytesMax: 10_000_000, files: 5 };

/** Appends to a file and, when it is full, moves it aside: engine.log, engine.log.1, … the oldest is dropped. */
export class RotatingLog {
  readonly #path: string;
  readonly #bounds: LogBounds;
  #handle: number;
  #size: number;

  constructor(path: string, bounds: LogBounds = LOG_BOUNDS) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#path = path;
    this.#bounds = bounds;
    this.#handle = openSync(path, "a", 0o600);
    this.#size = statSync(path).size;
  }

  /** Writes a piece of output. A disk that takes no more is no reason to stop anybody: the piece is lost. */
  write(chunk: Buffer): void {
    if (this.#size > 0 && this.#size + chunk.length > this.#bounds.bytesMax) this.#rotate();
    try {
      writeSync(this.#handle, chunk);
      this.#size += chunk.length;
    } catch {
      // Disk full or gone; the process behind the log goes on.
    }
  }

  close(): void {
    closeSync(this.#handle);
  }

  #rotate(): void {
    closeSync(this.#handle);
    for (let number = this.#bounds.files - 1; number >= 1; number--) {
      const source = number === 1 ? this.#path : `${this.#path}.${number - 1}`;
      try {
        renameSync(source, `${this.#path}.${number}`);
      } catch {
        // There is no such older file yet.
      }
    }
    this.#handle = openSync(this.#path, "a", 0o600);
    this.#size = 0;
  }
}
