import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { fail, ok, type Result } from "@interlock/core/result";
import { listenUnix } from "../../operator/unix-listener.ts";
import { answerKillRequest, type KillRoutesOptions } from "./kill-routes.ts";
import { BODY_BYTES_MAX, type KillHttpRequest } from "./request-guard.ts";

/** Where the listener listens. */
export interface ListenerPlaces {
  readonly port: number;
  readonly host: string;
  /** Path of the Unix socket. */
  readonly socket: string;
}

/** The open listener. */
export interface KillListener {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens the kill switch on a TCP port and on a Unix socket. Fails with a sentence when either cannot be had. */
export async function openKillListener(
  places: ListenerPlaces,
  options: (port: number) => KillRoutesOptions,
): Promise<Result<KillListener>> {
  let routes: KillRoutesOptions | null = null;
  const tcp = serve(() => routes, false);
  const port = await listenTcp(tcp, places);
  if (!port.ok) return port;
  routes = options(port.value);
  const unix = serve(() => routes, true);
  const socket = await listenUnix(unix, places.socket);
  if (!socket.ok) {
    tcp.close();
    return socket;
  }
  return ok({ port: port.value, close: () => closeAll([tcp, unix]) });
}

function serve(routes: () => KillRoutesOptions | null, trusted: boolean): Server {
  const server = createServer((incoming, response) => {
    const options = routes();
    if (options !== null) void respond(incoming, response, { options, trusted });
    else response.destroy();
  });
  // A client that dawdles must not hold a connection for long; none is ever turned away for coming often.
  server.requestTimeout = 5_000;
  server.headersTimeout = 5_000;
  return server;
}

async function respond(
  incoming: IncomingMessage,
  response: ServerResponse,
  { options, trusted }: { readonly options: KillRoutesOptions; readonly trusted: boolean },
): Promise<void> {
  try {
    const request = await readRequest(incoming, trusted);
    const answer = await answerKillRequest(request, options);
    response.writeHead(answer.status, {
      ...answer.headers,
      "content-length": Buffer.byteLength(answer.body),
    });
    response.end(answer.body);
  } catch {
    // The client went away in the middle of its request.
    response.destroy();
  }
}

async function readRequest(incoming: IncomingMessage, trusted: boolean): Promise<KillHttpRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    // One byte too many is kept: it is what tells the routes that the body is too long.
    if (size - bytes.length <= BODY_BYTES_MAX) chunks.push(bytes);
  }
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    method: incoming.method ?? "GET",
    path: (incoming.url ?? "/").split("?")[0] ?? "/",
    headers,
    body: Buffer.concat(chunks),
    trusted,
  };
}

function listenTcp(server: Server, { port, host }: ListenerPlaces): Promise<Result<number>> {
  return new Promise((resolve) => {
    server.once("error", (error) =>
      resolve(fail(`port ${port} (watchdog) cannot be used: ${error.message}`)),
    );
    server.listen(port, host, () => {
      const address = server.address();
      resolve(
        typeof address === "object" && address !== null
          ? ok(address.port)
          : fail("no port was given"),
      );
    });
  });
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map((server) => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    }),
  );
}
