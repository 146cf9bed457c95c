import { fail, ok, type Result } from "@interlock/core/result";

/** A request as the routes see it, whichever way it came. */
export interface KillHttpRequest {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** True on the Unix socket, which only this user can open. */
  readonly trusted: boolean;
}

/** An answer of the routes. */
export interface KillHttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Whom the listener lets in. */
export interface GuardOptions {
  /** Origins whose pages may use the listener: the console's and the listener's own. */
  readonly allowedOrigins: readonly string[];
}

/** Longest body that is read. A kill is a few hundred bytes. */
export const BODY_BYTES_MAX = 16 * 1024;

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

function hostName(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
}

/**
 * Refuses what another site makes a browser send. A page can neither forge Origin nor Sec-Fetch-Site; the Host header
 * stops a name that was rebound to this machine. A client that is no browser sends neither and must show its token.
 */
export function guardRequest(
  request: KillHttpRequest,
  { allowedOrigins }: GuardOptions,
): Result<true> {
  if (request.trusted) return ok(true);
  const host = guardHost(request, allowedOrigins);
  return host.ok ? guardOrigin(request, allowedOrigins) : host;
}

function guardHost({ headers }: KillHttpRequest, allowedOrigins: readonly string[]): Result<true> {
  const names = allowedOrigins.map((allowed) => new URL(allowed).hostname);
  const name = hostName(headers.host ?? "");
  if (LOOPBACK.has(name) || names.includes(name)) return ok(true);
  const shown = (headers.host ?? "").slice(0, 80);
  return fail(`host "${shown}" is not served here: use the address that ./interlock status prints`);
}

function guardOrigin(request: KillHttpRequest, allowedOrigins: readonly string[]): Result<true> {
  const { origin, cookie, "sec-fetch-site": site } = request.headers;
  if (origin !== undefined && !allowedOrigins.includes(origin)) {
    const allowed = allowedOrigins.join(", ");
    return fail(
      `origin "${origin.slice(0, 80)}" may not use the kill switch: allowed are ${allowed}`,
    );
  }
  if (site === "cross-site")
    return fail("another site may not use the kill switch: open it directly");
  const changes = request.method !== "GET" && request.method !== "OPTIONS";
  if (changes && origin === undefined && cookie !== undefined) {
    return fail(
      "a request with a cookie must say its origin: use a current browser, or a bearer token",
    );
  }
  return ok(true);
}

/** Headers that let the console's page read an answer of this other origin; none for anybody else. */
export function crossOriginHeaders(
  request: KillHttpRequest,
  { allowedOrigins }: GuardOptions,
): Record<string, string> {
  const { origin } = request.headers;
  if (origin === undefined || !allowedOrigins.includes(origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "content-type, authorization, x-interlock-tap",
    "access-control-allow-private-network": "true",
    "access-control-max-age": "600",
    vary: "origin",
  };
}
