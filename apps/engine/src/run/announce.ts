/** Says on standard output, once, that the engine listens and may trade: the supervisor waits for this line. */
export class Announcement {
  #port: number | null = null;
  #tradingReady = false;
  #said = false;

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
    process.stdout.write(`${JSON.stringify({ ready: true, port: this.#port })}\n`);
  }
}
