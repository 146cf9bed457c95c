import type { IncomingHttpHeaders } from "node:http";

/** Who answers a request: the engine's edge, the watchdog, or this console's own pages. */
export type Upstream = "engine" | "watchdog" | "pages";

/** What of a request decides where it goes. */
export interface RoutedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

function isUnder(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}

/**
 * Routes a request. `/kill` is shared: a browser that navigates there gets the console's page; a post, and a question
 * for JSON, go to the watchdog.
 */
export function upstreamOf(request: RoutedRequest): Upstream {
  const path = pathOf(request.url);
  if (isUnder(path, "/trpc") || isUnder(path, "/api/auth")) return "engine";
  if (path === "/kill/plain") return "watchdog";
  if (path !== "/kill") return "pages";
  if (request.method !== "GET" && request.method !== "HEAD") return "watchdog";
  return asksForJson(request.headers) ? "watchdog" : "pages";
}

/** Routes a WebSocket upgrade; null for a path that has no socket. */
export function upgradeUpstreamOf(url: string): "engine" | null {
  const path = pathOf(url);
  return path === "/feed" || isUnder(path, "/trpc") ? "engine" : null;
}

function asksForJson(headers: IncomingHttpHeaders): boolean {
  return headers.rsc === undefined && (headers.accept ?? "").includes("application/json");
}
