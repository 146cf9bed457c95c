import { createServer, type IncomingMessage, type Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { createProxyServer } from "httpxy";
import { clientAddress, NO_PROXIES, type TrustedProxies } from "./client-address.ts";
import { isSafeMethod, isSameOrigin } from "./same-origin.ts";
import { upgradeUpstreamOf, upstreamOf } from "./upstream.ts";

/** Where the console's server finds the others, and who renders its pages. */
export interface ConsoleServerOptions {
  readonly engineUrl: string;
  readonly watchdogUrl: string;
  /** Flags that a command needs to reach this product, with a space before them. */
  readonly commandFlags?: string;
  /** Whether people reach it by TLS, which another server ends before this one. */
  readonly secure?: boolean;
  /** The proxies that stand before it; absent: none, and nobody is believed who says for whom they ask. */
  readonly proxies?: TrustedProxies;
  readonly renderPage: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Answers other upgrades: the page reloader's while developing. */
  readonly upgradePage?: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
}

type Targets = Readonly<Record<"engine" | "watchdog" | "commandFlags", string>>;

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
};

/** A year, for this host and those below it: a browser that was here by TLS comes back by nothing else. */
const TRANSPORT_SECURITY = "max-age=31536000; includeSubDomains";

/** Never taken from a client: this server says them itself, or, as what skips the pages' own code, nobody does. */
const DROPPED_HEADERS = [
  "forwarded",
  "x-real-ip",
  "x-middleware-subrequest",
  "x-middleware-subrequest-id",
  "x-middleware-rewrite",
  "x-middleware-next",
  "x-invoke-path",
  "x-invoke-query",
  "x-invoke-output",
  "x-matched-path",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
];

/**
 * Makes the console's server: one origin for pages, tRPC, the live feed, sign-in and the emergency path. Targets are
 * read when the process starts, never built in. The caller listens and closes.
 */
export function makeConsoleServer(options: ConsoleServerOptions): Server {
  const { engineUrl, watchdogUrl, commandFlags = "", proxies = NO_PROXIES } = options;
  const targets: Targets = { engine: engineUrl, watchdog: watchdogUrl, commandFlags };
  const proxy = createProxyServer({ xfwd: false });
  // Told before the proxy closes the connection, so that a refused upgrade too gets a status.
  proxy.on("error", (_error, request, answer) => {
    if (request === undefined || answer === undefined) return;
    if (answer instanceof ServerResponse) return unreachable(request, answer, targets);
    // A socket that was joined already speaks frames, not HTTP.
    if (answer.bytesWritten > 0) answer.destroy();
    else closeSocket(answer, "502 Bad Gateway");
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (options.secure === true)
      response.setHeader("Strict-Transport-Security", TRANSPORT_SECURITY);
    nameClient(request, proxies);
    if (!isPath(request.url))
      return refuse(response, 400, "A request names a path of this console, never a host.");
    const method = request.method ?? "GET";
    if (!isSafeMethod(method) && !isSameOrigin(request.headers)) {
      return refuse(
        response,
        403,
        "This request comes from another site; only pages of this console may send it.",
      );
    }
    const upstream = upstreamOf({ method, url: request.url ?? "/", headers: request.headers });
    if (upstream === "pages") return options.renderPage(request, response);
    await proxy.web(request, response, { target: targets[upstream] });
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const upstream = upgradeUpstreamOf(request.url ?? "/");
    nameClient(request, proxies);
    if (!isPath(request.url)) return closeSocket(socket, "400 Bad Request");
    if (!isSameOrigin(request.headers)) return closeSocket(socket, "403 Forbidden");
    if (upstream === null && options.upgradePage !== undefined) {
      return options.upgradePage(request, socket, head);
    }
    if (upstream === null) return closeSocket(socket, "404 Not Found");
    await proxy.ws(request, request.socket, { target: targets[upstream] }, head);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => failed(response, error));
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    upgrade(request, socket, head).catch(() => socket.destroy());
  });
  return server;
}

/** Drops what a client claims of itself, and names the address that asks in the one header that the edge believes. */
function nameClient(request: IncomingMessage, proxies: TrustedProxies): void {
  const address = clientAddress(request, proxies);
  for (const name of DROPPED_HEADERS) delete request.headers[name];
  if (address !== null) request.headers["x-forwarded-for"] = address;
}

/**
 * Whether an address is a path here, and says where it leads: one with a host would be carried there by whoever trusts
 * it, and one that climbs would come out elsewhere than where it was looked at.
 */
function isPath(url = "/"): boolean {
  const path = url.split(/[?#]/, 1)[0] ?? "/";
  return path.startsWith("/") && !path.startsWith("//") && !CLIMBS.test(path);
}

const CLIMBS = /(?:\.|%2e)(?:\.|%2e)|\\|%5c|%2f/i;

function refuse(response: ServerResponse, status: number, sentence: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8" });
  // The shape of a tRPC error, so that every client shows the sentence.
  const data = { httpStatus: status };
  response.end(JSON.stringify({ error: { message: sentence, code: -32603, data } }));
}

/** Says who does not answer, and how to stop trading all the same: in words for a person, in JSON for a program. */
function unreachable(request: IncomingMessage, response: ServerResponse, targets: Targets): void {
  const { method = "GET", url = "/", headers } = request;
  const upstream = upstreamOf({ method, url, headers }) === "watchdog" ? "watchdog" : "engine";
  const what = `The ${upstream} at ${targets[upstream]} does not answer.`;
  const sentence = `${what} To stop trading now, run: ./interlock kill --mode halt${targets.commandFlags}`;
  const forPerson = (request.headers.accept ?? "").includes("text/html");
  if (!forPerson || response.headersSent) return refuse(response, 502, sentence);
  response.writeHead(502, { "Content-Type": "text/plain; charset=utf-8" });
  response.end(`${sentence}\n`);
}

function failed(response: ServerResponse, error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`console: a request failed: ${reason}\n`);
  refuse(response, 500, "The console could not answer this request; its log says why.");
}

function closeSocket(socket: Duplex, status: string): void {
  if (socket.destroyed || socket.writableEnded) return;
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
