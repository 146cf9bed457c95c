import type { HttpLimits } from "../src/rest/http-client.ts";
import { VenueClient } from "../src/venue-client.ts";
import { NOW } from "./samples.ts";
import { type Responder, ScriptedVenue, sendJson } from "./scripted-venue.ts";

/** Deadlines short enough to be met in a test. */
export const SHORT_LIMITS: HttpLimits = {
  connectMs: 300,
  totalMs: 300,
  bodyBytesMax: 64 * 1024,
  connections: 8,
};

/** A scripted venue with a client of it, new for each test, and the venue's time in the test's hands. */
export class VenueFixture {
  #venue: ScriptedVenue | undefined;
  #client: VenueClient | undefined;
  now = NOW;

  get venue(): ScriptedVenue {
    if (this.#venue === undefined) throw new Error("the venue runs only during a test");
    return this.#venue;
  }

  get client(): VenueClient {
    if (this.#client === undefined) throw new Error("the client lives only during a test");
    return this.#client;
  }

  /** Makes another client, e.g. of an address where nobody answers. */
  anotherClient(tradingUrl: string): VenueClient {
    const environment = { ...this.venue.environment, tradingUrl };
    return new VenueClient({ environment, venueNow: () => this.now, limits: SHORT_LIMITS });
  }

  /** To be called before each test. */
  async start(): Promise<void> {
    this.now = NOW;
    this.#venue = await ScriptedVenue.start();
    this.#client = this.anotherClient(this.#venue.environment.tradingUrl);
  }

  /** To be called after each test. */
  async stop(): Promise<void> {
    await this.#client?.close();
    await this.#venue?.stop();
  }
}

/** Answers every request with a refusal. */
export function refuse(status: number, code: number | null, message: string): Responder {
  return (_request, response) =>
    sendJson(response, status, code === null ? { message } : { code, message });
}
