import { createServer, type IncomingMessage, type Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { createProxyServer } from "httpxy";
import { isSafeMethod, isSameOrigin } from "./same-origin.ts";
import { upgradeUpstreamOf, upstreamOf } from "./upstream.ts";

/** Where the console's server finds the others, and who renders its pages. */
export interface ConsoleServerOptions {
  readonly engineUrl: string;
  readonly watchdogUrl: string;
  /** Flags that a command needs to reach this product, with a space before them. */
  readonly commandFlags?: string;
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

/** Never taken from a client: this server says them itself. */
const FORWARDED_HEADERS = [
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
  const { engineUrl, watchdogUrl, commandFlags = "" } = options;
  const targets: Targets = { engine: engineUrl, watchdog: watchdogUrl, commandFlags };
  const proxy = createProxyServer({ xfwd: true });
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
    for (const name of FORWARDED_HEADERS) delete request.headers[name];
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
    for (const name of FORWARDED_HEADERS) delete request.headers[name];
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
