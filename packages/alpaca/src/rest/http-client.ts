import { Pool, type Dispatcher } from "undici";
import type { AlpacaEnvironment } from "../environment.ts";

/**
 * The HTTP transport under the SDK, as its `fetchApi`: keep-alive pools to the configured hosts and nothing else.
 * The SDK compiles in Alpaca's hosts; its addresses are rewritten here, and any other host is refused, so that no
 * defect can reach an account that was not configured. Redirects are errors, for they would carry the keys along.
 * A failure says whether the request can have reached the venue: only then is an order's fate unknown.
 */

/** Deadlines and sizes. Milliseconds of this machine's clock; bytes of a body. */
export interface HttpLimits {
  readonly connectMs: number;
  readonly totalMs: number;
  readonly bodyBytesMax: number;
  /** Connections per lane: orders and cancels never queue behind queries. */
  readonly connections: number;
}

/** What production uses. */
const HTTP_LIMITS: HttpLimits = {
  connectMs: 2_000,
  totalMs: 5_000,
  bodyBytesMax: 4 * 1024 * 1024,
  connections: 8,
};

/** A request without a usable answer. `sent` is false only when no byte of it can have left. */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly sent: boolean;

  constructor(message: string, sent: boolean) {
    super(message);
    this.sent = sent;
  }
}

/** The request as the SDK hands it over. */
interface OutgoingRequest {
  readonly method?: string | undefined;
  readonly headers?: unknown;
  readonly body?: unknown;
}

interface Route {
  /** Origin that the SDK believes in. */
  readonly from: string;
  /** Path prefix at the configured host, usually empty. */
  readonly prefix: string;
  readonly queries: Pool;
  readonly mutations: Pool;
}

const METHODS: Readonly<Record<string, Dispatcher.HttpMethod>> = {
  GET: "GET",
  POST: "POST",
  PATCH: "PATCH",
  DELETE: "DELETE",
};

/** Failures that happen before a connection stands: nothing was sent. */
const UNSENT_CODES: ReadonlySet<string> = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** Origins that the SDK is built to call, for a paper or a live client. */
function sdkOrigins(environment: AlpacaEnvironment): { trading: string; data: string } {
  const trading = environment.mode === "live" ? "api" : "paper-api";
  return { trading: `https://${trading}.alpaca.markets`, data: "https://data.alpaca.markets" };
}

function errorCode(error: unknown): string {
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return String(error.code);
}

function explain(error: unknown, host: string, totalMs: number): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === "UND_ERR_ABORTED" || (error instanceof Error && error.name === "AbortError")) {
    return new HttpFailure(`no answer from ${host} within ${totalMs} ms`, true);
  }
  return new HttpFailure(
    `${host}: ${code === "" ? message : `${code} ${message}`}`,
    !UNSENT_CODES.has(code),
  );
}

function headerFields(headers: unknown): Record<string, string> {
  const entries = typeof headers === "object" && headers !== null ? Object.entries(headers) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
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
      queries: this.#pool(origin),
      mutations: this.#pool(origin),
    };
  }

  #pool(origin: string): Pool {
    return new Pool(origin, {
      connections: this.#limits.connections,
      connect: { timeout: this.#limits.connectMs },
      headersTimeout: this.#limits.totalMs,
      bodyTimeout: this.#limits.totalMs,
    });
  }

  /** Drop-in for `fetch` as the SDK calls it. Throws HttpFailure where there is no complete answer. */
  readonly fetch = async (url: string, request: OutgoingRequest): Promise<Response> => {
    const route = this.#routes.find(({ from }) => url.startsWith(`${from}/`));
    const method = METHODS[request.method ?? "GET"];
    if (route === undefined || method === undefined) {
      throw new HttpFailure(`request to ${url} refused: not a configured venue`, false);
    }
    const pool = method === "GET" ? route.queries : route.mutations;
    const host = route.from.slice("https://".length);
    const abort = new AbortController();
    const deadline = setTimeout(() => abort.abort(), this.#limits.totalMs);
    try {
      const answer = await pool.request({
        path: `${route.prefix}${url.slice(route.from.length)}`,
        method,
        headers: headerFields(request.headers),
        body: typeof request.body === "string" ? request.body : null,
        signal: abort.signal,
      });
      return await this.#respond(answer, host);
    } catch (error: unknown) {
      throw explain(error, host, this.#limits.totalMs);
    } finally {
      clearTimeout(deadline);
    }
  };

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
    const pools = this.#routes.flatMap(({ queries, mutations }) => [queries, mutations]);
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
}
