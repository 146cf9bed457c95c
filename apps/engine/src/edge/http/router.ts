import type { IncomingMessage, ServerResponse } from "node:http";

/** What one path answers. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A path, or with a trailing "/" everything below it, and who answers. */
export interface Route {
  readonly path: string;
  readonly handler: Handler;
}

/** Finds the handler of a request's path; the longest prefix wins. */
export function findRoute(routes: readonly Route[], url: string): Handler | null {
  const path = url.split("?", 1)[0] ?? "/";
  let best: Route | null = null;
  for (const route of routes) {
    const matches = route.path.endsWith("/") ? path.startsWith(route.path) : path === route.path;
    if (matches && route.path.length > (best?.path.length ?? 0)) best = route;
  }
  return best?.handler ?? null;
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(JSON.stringify(body));
}
