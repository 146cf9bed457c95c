import { Alpaca } from "@alpacahq/alpaca-trade-api";
import type { UnixMs } from "@interlock/core/time";
import type { AlpacaEnvironment } from "../environment.ts";
import { HttpClient, type HttpLimits } from "./http-client.ts";
import type { LastWord } from "./last-word.ts";
import { RateBudget, type RequestPriority } from "./rate-budget.ts";
import {
  type RestReply,
  readRateHeaders,
  readReply,
  readRetryAt,
  type SdkCall,
} from "./rest-reply.ts";

/** Requests per minute that Alpaca allows an account. */
const REQUESTS_PER_MINUTE = 200;

/** Sends the SDK's requests through our transport and our budget, one account's for each host. */
export class VenueRequests {
  readonly sdk: Alpaca;
  readonly environment: AlpacaEnvironment;
  readonly #http: HttpClient;
  readonly #venueNow: () => UnixMs;
  readonly #budgets = {
    trading: new RateBudget(REQUESTS_PER_MINUTE),
    data: new RateBudget(REQUESTS_PER_MINUTE),
  };

  constructor(
    environment: AlpacaEnvironment,
    options: { readonly venueNow: () => UnixMs; readonly limits?: HttpLimits },
  ) {
    this.environment = environment;
    this.#venueNow = options.venueNow;
    this.#http = new HttpClient(environment, options.limits);
    this.sdk = new Alpaca({
      keyId: environment.credentials.keyId,
      secret: environment.credentials.secretKey,
      paper: environment.mode !== "live",
      fetchApi: this.#http.fetch,
      // Deadlines, retries and rate are ours: the SDK counts time in its own queue against the deadline, and repeats
      // reads without regard to what else needs the budget.
      timeoutMs: 0,
      retry: false,
      rateLimit: false,
    });
  }

  /** The venue's time, as the owner of this client keeps it. */
  get now(): UnixMs {
    return this.#venueNow();
  }

  /** Requests of the last minute against the account's limit, for metrics. */
  usage(): { readonly trading: number; readonly data: number; readonly limit: number } {
    const now = this.now;
    return {
      trading: this.#budgets.trading.used(now),
      data: this.#budgets.data.used(now),
      limit: REQUESTS_PER_MINUTE,
    };
  }

  /** Performs one request of the given priority, if the budget has room for it. */
  async run(
    priority: RequestPriority,
    call: SdkCall,
    host: "trading" | "data" = "trading",
  ): Promise<RestReply> {
    const budget = this.#budgets[host];
    const decision = budget.take(priority, this.now);
    if (!decision.granted) {
      const { retryAt } = decision;
      const reason = `the request budget for ${priority} requests is used up`;
      return { kind: "not_sent", cause: "budget", reason, retryAt };
    }
    const reply = await readReply(() => this.#http.send({ priority }, call), this.now);
    if (reply.kind !== "answered") return reply;
    const now = this.now;
    budget.observe(readRateHeaders(reply.headers), now);
    if (reply.status === 429) budget.refused(readRetryAt(reply.headers, now), now);
    return reply;
  }

  /** Runs a call whose requests ask for the last word right before they are written to a connection. */
  lastAsking<T>(lastWord: LastWord, call: () => Promise<T>): Promise<T> {
    return this.#http.send({ lastWord }, call);
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return this.#http.close();
  }
}
