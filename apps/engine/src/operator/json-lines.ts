import { StringDecoder } from "node:string_decoder";
import { fail, ok, type Result } from "@interlock/core/result";

/**
 * Cuts a byte stream into lines. A line longer than `bytesMax` ends the stream with a fault instead of
 * filling memory.
 */
export class LineSplitter {
  readonly #bytesMax: number;
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Returns the lines completed by `chunk`, without their ends and without empty ones. */
  push(chunk: Buffer): Result<readonly string[]> {
    const parts = (this.#rest + this.#decoder.write(chunk)).split("\n");
    this.#rest = parts.pop() ?? "";
    const longest = Math.max(this.#rest.length, ...parts.map((part) => part.length));
    if (longest > this.#bytesMax) return fail(`a line is longer than ${this.#bytesMax} bytes`);
    return ok(parts.filter((part) => part.trim() !== ""));
  }
}

/** Reads one line of JSON. */
export function parseJsonLine(line: string): Result<unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return ok(value);
  } catch {
    return fail(`"${line.slice(0, 60)}" is not JSON`);
  }
}
