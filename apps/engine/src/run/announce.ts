import type { Folding } from "./process/folding.ts";

/** Says once, when the engine both listens and may trade, on which port it does: the supervisor waits for this. */
export class Announcement {
  readonly #announce: (port: number) => void;
  #port: number | null = null;
  #tradingReady = false;
  #said = false;

  constructor(announce: (port: number) => void) {
    this.#announce = announce;
  }

  listening(port: number): void {
    this.#port = port;
    this.#say();
  }

  tradingReady(): void {
    this.#tradingReady = true;
    this.#say();
  }

  #say(): void {
    if (this.#port === null || !this.#tradingReady || this.#said) return;
    this.#said = true;
    this.#announce(this.#port);
  }
}

/** Announces on standard output, as a line of JSON. */
export function announceOnStdout(port: number): void {
  process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`);
}

/** Says on standard output, as a line of JSON, that the journal is recovered and the engine is at work. */
export function sayAliveOnStdout(): void {
  process.stdout.write(`${JSON.stringify({ alive: true })}\n`);
}

/** Says on standard output, as a line of JSON, how far the fold of the journal is. A pipe is written at once. */
export function sayFoldingOnStdout(folding: Folding): void {
  process.stdout.write(`${JSON.stringify({ folding })}\n`);
}
