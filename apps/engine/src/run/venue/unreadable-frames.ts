import { join } from "node:path";
import type { RawSample } from "@interlock/alpaca/frame/frame-tally";
import type { Channel } from "../../input.ts";
import { type LogBounds, RotatingLog } from "../../supervisor/rotating-log.ts";

/** A megabyte and two older ones: enough for Alpaca's support, and no reason for a full disk. */
const BOUNDS: LogBounds = { bytesMax: 1_000_000, files: 3 };

/**
 * Keeps what the venue sent and nobody could read, one line of JSON each, under `logs` of the data folder. A stream
 * brings no secret of ours: the key goes out on it, and never comes back.
 */
export class UnreadableFrames {
  readonly #log: RotatingLog;
  #count = 0;

  constructor(dataDir: string, bounds = BOUNDS) {
    this.#log = new RotatingLog(join(dataDir, "logs", "unreadable-frames.jsonl"), bounds);
  }

  /** Frames kept since the start. */
  get count(): number {
    return this.#count;
  }

  /** Keeps one; `wallAt` is this host's clock. */
  keep(channel: Channel, { why, raw }: RawSample, wallAt: number): void {
    this.#count += 1;
    const line = JSON.stringify({ at: new Date(wallAt).toISOString(), channel, why, raw });
    this.#log.write(Buffer.from(`${line}\n`));
  }

  close(): void {
    this.#log.close();
  }
}
