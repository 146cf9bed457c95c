import { asRecord, type StreamClient, type TestVenue } from "./running-venue.ts";

/**
 * A client as the engine is one: it answers a ping only when everything that came before it has been dealt with, its
 * requests answered. It trades by a fixed rule on what it sees, so that two replays of the same tape must end alike.
 */
export class ExactClient {
  readonly #venue: TestVenue;
  readonly #dawdles: () => Promise<void>;
  #quotes = 0;
  #orders = 0;
  #work: Promise<unknown> = Promise.resolve();

  /** `dawdles` is waited for before each request: how slow the client is. */
  constructor(venue: TestVenue, dawdles: () => Promise<void>) {
    this.#venue = venue;
    this.#dawdles = dawdles;
  }

  /** Opens both streams and trades until the tape is at its end; resolves with the account's truth. */
  async trade(): Promise<Record<string, unknown>> {
    const reports = await this.#venue.listen({ autoPong: false });
    this.#answerPings(reports);
    for (const payload of reports.pings) reports.pong(payload);
    const data = await this.#venue.connect("/v2/sip", { encoding: "msgpack", autoPong: false });
    this.#answerPings(data);
    data.socket.on("message", () => this.#consider(data));
    data.send({
      action: "auth",
      key: "PKSIMULATEDVENUE0001",
      secret: "simulated-venue-keeps-no-secrets",
    });
    data.send({ action: "subscribe", quotes: ["*"], trades: ["*"] });
    for (;;) {
      const tape = await this.#venue.get("/sim/tape");
      if (tape["finished"] === true) break;
      await this.#dawdles();
    }
    return this.#venue.get("/sim/state");
  }

  #answerPings(client: StreamClient): void {
    client.socket.on("ping", (payload: Buffer) => {
      this.#work = this.#work.then(() => client.pong(payload.toString()));
    });
  }

  /** Looks at the quotes that are new and acts on every hundredth. */
  #consider(data: StreamClient): void {
    for (const message of data.messages.splice(0)) {
      if (asRecord(message)["T"] !== "q") continue;
      this.#quotes += 1;
      if (this.#quotes % 100 === 0) {
        const quote = asRecord(message);
        this.#work = this.#work.then(() => this.#act(quote));
      }
    }
  }

  async #act(quote: Record<string, unknown>): Promise<void> {
    await this.#dawdles();
    this.#orders += 1;
    const turn = this.#orders % 5;
    if (turn === 4) {
      await this.#venue.ask("DELETE", "/v2/orders");
      return;
    }
    await this.#venue.ask("POST", "/v2/orders", {
      symbol: quote["S"],
      side: turn % 2 === 0 ? "buy" : "sell",
      qty: String(100 * (turn + 1)),
      time_in_force: "day",
      client_order_id: `exact-${this.#orders}`,
      ...(turn < 2 ? { type: "limit", limit_price: quote["bp"] } : { type: "market" }),
    });
  }
}
