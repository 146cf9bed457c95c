import type { IncomingMessage } from "node:http";

/**
 * Whether a request may come in at all, before anybody asks who sends it. A browser names the page that sends a
 * request; one from another origin is refused, whatever cookie it carries. A request without an origin is no browser's.
 */
export function refusalOf(
  request: IncomingMessage,
  allowedOrigins: readonly string[],
): string | null {
  const { origin } = request.headers;
  if (origin !== undefined && !allowedOrigins.includes(origin)) {
    return `requests from ${origin} are not allowed here: open the console at ${allowedOrigins[0] ?? "its own address"}`;
  }
  const site = request.headers["sec-fetch-site"];
  if (site === "cross-site" || site === "same-site")
    return "requests from other sites are not allowed here";
  return null;
}

/** A mutation must be JSON, so that no plain form of another page can send one. */
export function isJsonBody(request: IncomingMessage): boolean {
  return (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim() === "application/json";
}
