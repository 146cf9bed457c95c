import type { HttpLimits } from "../src/rest/http-client.ts";
import { VenueClient } from "../src/venue-client.ts";
import { NOW } from "./samples.ts";
import { type Responder, ScriptedVenue, sendJson } from "./scripted-venue.ts";

/** As long as production waits: a busy machine must not look like a silent venue. */
const PATIENT: HttpLimits = {
  connectMs: 2_000,
  totalMs: 5_000,
  bodyBytesMax: 1_000_000,
  connections: 8,
};
/** For venues that never answer. */
const IMPATIENT: HttpLimits = { ...PATIENT, connectMs: 300, totalMs: 300 };

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

  /** Replaces the client by one that waits 300 ms, of another address where one is given. */
  async useImpatientClient(tradingUrl = this.venue.environment.tradingUrl): Promise<void> {
    await this.#client?.close();
    this.#client = this.#makeClient(tradingUrl, IMPATIENT);
  }

  #makeClient(tradingUrl: string, limits: HttpLimits): VenueClient {
    const environment = { ...this.venue.environment, tradingUrl };
    return new VenueClient({ environment, venueNow: () => this.now, limits });
  }

  /** To be called before each test. */
  async start(): Promise<void> {
    this.now = NOW;
    this.#venue = await ScriptedVenue.start();
    this.#client = this.#makeClient(this.#venue.environment.tradingUrl, PATIENT);
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
