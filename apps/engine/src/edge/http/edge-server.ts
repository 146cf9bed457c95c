import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { applyWSSHandler } from "@trpc/server/adapters/ws";
import { type WebSocket, WebSocketServer } from "ws";
import { appRouter } from "@interlock/api/app-router";
import { STEP_UP_HEADER } from "@interlock/api/people/action-text";
import type { Actor } from "@interlock/api/actor";
import type { EnginePort } from "@interlock/api/engine-port";
import type { ApiContext } from "@interlock/api/trpc";
import type { PeopleHouse } from "../auth/open-people.ts";
import type { Exchange } from "../auth/kill-cookie.ts";
import type { FeedSocket, Upgrade } from "../feed/feed-socket.ts";
import { makeCallLimits } from "../admission/call-limits.ts";
import { closeOnFlood } from "../admission/flood-guard.ts";
import { BODY_BYTES_MAX, readBody } from "../admission/read-body.ts";
import type { RefusalNotes } from "../admission/refusal-notes.ts";
import { type Refusal, refusalOf, refusalOfCall } from "../admission/refusal.ts";
import { refusalOfJson } from "../admission/refusal-of-json.ts";
import { SOCKET_PROTOCOL, SocketTickets } from "../admission/socket-tickets.ts";
import { authRoutes, identifyOrNull } from "./auth-routes.ts";
import { findRoute, type Route, sendJson } from "./router.ts";

/** What the edge serves. */
export interface EdgeServerParts {
  readonly engine: EnginePort;
  readonly house: PeopleHouse;
  readonly feedSocket: FeedSocket;
  /** Health and metrics. */
  readonly routes: readonly Route[];
  readonly allowedOrigins: readonly string[];
  /** Tells the audit trail of what was refused before anybody was asked who they are. */
  readonly refusals: RefusalNotes;
}

const BATCH_MAX = 10;

/** Makes the edge's HTTP server: API, sign-in, live feed, health, metrics. */
export function makeEdgeServer(parts: EdgeServerParts): Server {
  const { engine, house } = parts;
  const tickets = new SocketTickets();
  const limits = makeCallLimits();
  const contextOf = async ({ req }: { readonly req: IncomingMessage }): Promise<ApiContext> => ({
    engine,
    actor: await whoAsks(house, req),
    keys: house.keys,
    people: house.port,
    stepUpId: headerOf(req, STEP_UP_HEADER),
    keyShown: req.headers.authorization !== undefined,
    limits,
    socketTicket: (actor) => tickets.issue(actor),
  });
  const trpc = createHTTPHandler({
    router: appRouter,
    basePath: "/trpc/",
    createContext: async ({ req, res }) => {
      const context = await contextOf({ req });
      if (context.actor?.by === "session")
        house.killCookie.give({ request: req, response: res }, context.actor);
      return context;
    },
    maxBodySize: BODY_BYTES_MAX,
    maxBatchSize: BATCH_MAX,
  });
  const trpcSockets = new WebSocketServer({
    noServer: true,
    maxPayload: BODY_BYTES_MAX,
    perMessageDeflate: false,
    handleProtocols: () => SOCKET_PROTOCOL,
  });
  trpcSockets.on("connection", closeOnFlood);
  applyWSSHandler({
    wss: trpcSockets,
    router: appRouter,
    createContext: async (opening) => ({ ...(await contextOf(opening)), readOnly: true }),
    keepAlive: { enabled: true },
  });
  const routes: Route[] = [
    ...parts.routes,
    {
      path: "/trpc/",
      handler: async (request, response) => {
        const unfit = await prepareCall(request);
        if (unfit !== null) return refuse(parts.refusals, { request, response }, unfit);
        response.setHeader("cache-control", "no-store");
        trpc(request, response);
      },
    },
    ...authRoutes(house),
  ];
  const server = createServer(
    (request, response) => void serve(parts, routes, { request, response }),
  );
  server.on(
    "upgrade",
    (request, socket, head) =>
      void upgrade({ ...parts, trpcSockets, tickets }, { request, socket, head }),
  );
  return server;
}

async function serve(
  parts: EdgeServerParts,
  routes: readonly Route[],
  { request, response }: Exchange,
): Promise<void> {
  const refusal = refusalOf(request, parts.allowedOrigins);
  if (refusal !== null)
    return refuse(parts.refusals, { request, response }, { status: 403, sentence: refusal });
  const handler = findRoute(routes, request.url ?? "/");
  if (handler === null)
    return sendJson(response, 404, { error: `nothing is served at ${request.url ?? "/"}` });
  try {
    await handler(request, response);
  } catch (error: unknown) {
    const reason = error instanceof Error ? error.message : String(error);
    if (response.headersSent) response.destroy();
    else sendJson(response, 503, { error: `not answered: ${reason}. Try again in a moment.` });
  }
}

/** Looks at a call of the API before anything else reads it, and reads its body; null when it may go on. */
async function prepareCall(request: IncomingMessage): Promise<Refusal | null> {
  const unfit = refusalOfCall(request);
  if (unfit !== null) return unfit;
  const posted = request.method === "POST";
  const text = posted ? await readBody(request) : inputIn(request);
  if (typeof text !== "string") return text;
  const body = posted ? text : undefined;
  Object.assign(request, { body });
  return refusalOfJson(text);
}

/** What is asked with GET, as JSON; empty when there is nothing. */
function inputIn({ url = "/" }: IncomingMessage): string {
  return new URL(url, "http://edge").searchParams.get("input") ?? "";
}

/** Says why, notes it, and closes: what is left of the request is not read. */
function refuse(
  refusals: RefusalNotes,
  { request, response }: Exchange,
  { status, sentence }: Refusal,
): void {
  refusals.refused(request, sentence);
  response.setHeader("connection", "close");
  sendJson(response, status, { error: sentence });
}

interface UpgradeParts
  extends Pick<EdgeServerParts, "feedSocket" | "allowedOrigins" | "house" | "refusals"> {
  readonly trpcSockets: WebSocketServer;
  readonly tickets: SocketTickets;
}

/**
 * A socket is opened only for a page of ours with a session and a ticket that it asked for over HTTP: afterwards it is
 * too late to ask.
 */
async function upgrade(
  { house, feedSocket, trpcSockets, allowedOrigins, tickets, refusals }: UpgradeParts,
  { request, socket, head }: Upgrade,
): Promise<void> {
  socket.on("error", () => socket.destroy());
  const path = (request.url ?? "/").split("?", 1)[0];
  const refusal = refusalOf(request, allowedOrigins);
  if (refusal !== null) {
    refusals.refused(request, refusal);
    return refuseUpgrade(socket, "403 Forbidden");
  }
  const actor = await identifyOrNull(house, request);
  if (actor === null) return refuseUpgrade(socket, "401 Unauthorized");
  if (path !== "/feed" && path !== "/trpc") return refuseUpgrade(socket, "404 Not Found");
  if (!tickets.take(request.headers["sec-websocket-protocol"], actor))
    return refuseUpgrade(socket, "403 Forbidden");
  const opened = (one: WebSocket): void => house.sockets.add(one, actor);
  if (path === "/feed") return feedSocket.upgrade({ request, socket, head }, opened);
  trpcSockets.handleUpgrade(request, socket, head, (one) => {
    opened(one);
    trpcSockets.emit("connection", one, request);
  });
}

/** Whoever shows a key is who the key says; a cookie beside it counts for nothing. */
function whoAsks({ sessions, keys }: PeopleHouse, request: IncomingMessage): Promise<Actor | null> {
  const { authorization } = request.headers;
  if (authorization === undefined) return sessions.identify(request);
  return keys.identify(request, /^Bearer (.+)$/.exec(authorization)?.[1] ?? "");
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
