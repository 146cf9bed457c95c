import { AsyncLocalStorage } from "node:async_hooks";
import { Pool, type Dispatcher } from "undici";
import type { AlpacaEnvironment } from "../environment.ts";
import { VENUE_TLS } from "../venue-tls.ts";
import { explainFailure, HttpFailure } from "./http-failure.ts";
import { askingBefore, type LastWord } from "./last-word.ts";
import type { RequestPriority } from "./rate-budget.ts";
import { RequestLane } from "./request-lane.ts";

/**
 * The HTTP transport under the SDK, as its `fetchApi`: keep-alive pools to the configured hosts and nothing else.
 * The SDK compiles in Alpaca's hosts; its addresses are rewritten here, and any other host is refused, so that no
 * defect can reach an account that was not configured. Redirects are errors, for they would carry the keys along.
 * A failure says whether the request can have reached the venue: only then is an order's fate unknown.
 */

/** Deadlines and sizes. Milliseconds of this machine's clock; bytes of a body. */
export interface HttpLimits {
  readonly connectMs: number;
  /** For the answer, from the moment at which a connection is free; the wait for one may take as long again. */
  readonly totalMs: number;
  readonly bodyBytesMax: number;
  /** Connections of each lane: what is urgent never waits behind orders, and orders never behind queries. */
  readonly connections: number;
}

/** What production uses. */
const HTTP_LIMITS: HttpLimits = {
  connectMs: 2_000,
  totalMs: 5_000,
  bodyBytesMax: 4 * 1024 * 1024,
  connections: 8,
};

/** The request as the SDK hands it over. */
interface OutgoingRequest {
  readonly method?: string | undefined;
  readonly headers?: unknown;
  readonly body?: unknown;
}

/**
 * Queries; what places and changes orders; and cancels with everything that a kill asks for, so that slow orders keep
 * nobody from stopping them.
 */
type LaneName = "queries" | "orders" | "urgent";

interface Lane {
  readonly pool: Pool;
  readonly turns: RequestLane;
}

/** How a request is sent: what the SDK that carries it does not know. */
interface Sending {
  readonly priority?: RequestPriority;
  readonly lastWord?: LastWord;
}

interface Route {
  /** Origin that the SDK believes in. */
  readonly from: string;
  /** Path prefix at the configured host, usually empty. */
  readonly prefix: string;
  readonly lanes: Readonly<Record<LaneName, Lane>>;
}

const METHODS: Readonly<Record<string, Dispatcher.HttpMethod>> = {
  GET: "GET",
  POST: "POST",
  PATCH: "PATCH",
  DELETE: "DELETE",
};

/** Origins that the SDK is built to call, for a paper or a live client. */
function sdkOrigins(environment: AlpacaEnvironment): { trading: string; data: string } {
  const trading = environment.mode === "live" ? "api" : "paper-api";
  return { trading: `https://${trading}.alpaca.markets`, data: "https://data.alpaca.markets" };
}

function headerFields(headers: unknown): Record<string, string> {
  const entries = typeof headers === "object" && headers !== null ? Object.entries(headers) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function carried({
  headers,
  body,
}: OutgoingRequest): Pick<Dispatcher.RequestOptions, "headers" | "body"> {
  return { headers: headerFields(headers), body: typeof body === "string" ? body : null };
}

function laneOf(method: string, priority: RequestPriority | undefined): LaneName {
  if (priority === "kill" || priority === "cancel" || method === "DELETE") return "urgent";
  return method === "GET" ? "queries" : "orders";
}

function answerHeaders(headers: Dispatcher.ResponseData["headers"]): Headers {
  const fields = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) fields.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return fields;
}

/** Speaks HTTP to the venue for the SDK. Create one per account and close it in the end. */
export class HttpClient {
  readonly #routes: readonly Route[];
  readonly #limits: HttpLimits;
  readonly #sending = new AsyncLocalStorage<Sending>();

  constructor(environment: AlpacaEnvironment, limits: HttpLimits = HTTP_LIMITS) {
    this.#limits = limits;
    const origins = sdkOrigins(environment);
    this.#routes = [
      this.#route(origins.trading, environment.tradingUrl),
      this.#route(origins.data, environment.dataUrl),
    ];
  }

  #route(from: string, to: string): Route {
    const { origin, pathname } = new URL(to);
    return {
      from,
      prefix: pathname === "/" ? "" : pathname,
      lanes: {
        queries: this.#lane(origin),
        orders: this.#lane(origin),
        urgent: this.#lane(origin),
      },
    };
  }

  #lane(origin: string): Lane {
    const { connections: slots, totalMs: waitMs } = this.#limits;
    return { pool: this.#pool(origin), turns: new RequestLane({ slots, waitMs }) };
  }

  #pool(origin: string): Pool {
    return new Pool(origin, {
      connections: this.#limits.connections,
      connect: { timeout: this.#limits.connectMs, ...VENUE_TLS },
      headersTimeout: this.#limits.totalMs,
      bodyTimeout: this.#limits.totalMs,
    });
  }

  /** Runs a call of the SDK; the requests in it are sent as said, and as said around it. */
  send<T>(how: Sending, call: () => Promise<T>): Promise<T> {
    return this.#sending.run({ ...this.#sending.getStore(), ...how }, call);
  }

  /** Drop-in for `fetch` as the SDK calls it. Throws HttpFailure where there is no complete answer. */
  readonly fetch = async (url: string, request: OutgoingRequest): Promise<Response> => {
    const route = this.#routes.find(({ from }) => url.startsWith(`${from}/`));
    const method = METHODS[request.method ?? "GET"];
    if (route === undefined || method === undefined) {
      throw new HttpFailure(`request to ${url} refused: not a configured venue`, false);
    }
    const how = this.#sending.getStore() ?? {};
    const { pool, turns } = route.lanes[laneOf(method, how.priority)];
    const dispatcher = how.lastWord === undefined ? pool : askingBefore(pool, how.lastWord);
    const path = `${route.prefix}${url.slice(route.from.length)}`;
    const host = route.from.slice("https://".length);
    const asked = { path, method, ...carried(request) };
    return turns.run(() => this.#exchange(dispatcher, asked, host));
  };

  async #exchange(
    dispatcher: Dispatcher,
    asked: Omit<Dispatcher.RequestOptions, "origin">,
    host: string,
  ): Promise<Response> {
    const abort = new AbortController();
    const deadline = setTimeout(() => abort.abort(), this.#limits.totalMs);
    try {
      const answer = await dispatcher.request({ ...asked, signal: abort.signal });
      return await this.#respond(answer, host);
    } catch (error: unknown) {
      throw explainFailure(error, host, this.#limits.totalMs);
    } finally {
      clearTimeout(deadline);
    }
  }

  async #respond(answer: Dispatcher.ResponseData, host: string): Promise<Response> {
    const body = await this.#readBody(answer, host);
    if (answer.statusCode >= 300 && answer.statusCode < 400) {
      throw new HttpFailure(
        `${host} answered with a redirect (${answer.statusCode}), which is never followed`,
        true,
      );
    }
    const empty = body.length === 0 || answer.statusCode === 204;
    return new Response(empty ? null : body, {
      status: answer.statusCode,
      headers: answerHeaders(answer.headers),
    });
  }

  async #readBody(answer: Dispatcher.ResponseData, host: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      size += bytes.length;
      if (size > this.#limits.bodyBytesMax) {
        throw new HttpFailure(
          `${host} answered with more than ${this.#limits.bodyBytesMax} bytes`,
          true,
        );
      }
      chunks.push(bytes);
    }
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  }

  /** Ends all connections; requests under way fail. */
  async close(): Promise<void> {
    const lanes = this.#routes.flatMap((route) => Object.values(route.lanes));
    await Promise.all(lanes.map(({ pool }) => pool.destroy()));
  }
}
