import type { Server } from "node:http";
import type { Registry } from "prom-client";
import type { EnginePort } from "@interlock/api/engine-port";
import { LOOPBACK } from "../config/loopback.ts";
import { RefusalNotes } from "./admission/refusal-notes.ts";
import type { PeopleHouse } from "./auth/open-people.ts";
import type { EdgeStart } from "./edge-message.ts";
import type { EdgePicture } from "./edge-picture.ts";
import type { FeedSocket } from "./feed/feed-socket.ts";
import { makeEdgeServer } from "./http/edge-server.ts";
import { healthRoutes } from "./http/health-routes.ts";
import type { Route } from "./http/router.ts";
import type { TradingThread } from "./trading-thread.ts";

/** What is served. */
export interface ServedParts {
  readonly engine: EnginePort;
  readonly house: PeopleHouse;
  readonly feedSocket: FeedSocket;
  readonly picture: EdgePicture;
  readonly metrics: Registry;
  readonly trading: TradingThread;
}

/** Opens the edge's port and says on which one it listens. */
export function serveEdge(start: EdgeStart, parts: ServedParts): Server {
  const { trading, picture } = parts;
  const server = makeEdgeServer({
    engine: parts.engine,
    house: parts.house,
    feedSocket: parts.feedSocket,
    routes: [
      ...healthRoutes({ items: () => picture.health(), ready: () => picture.isReady() }),
      metricsRoute(parts.metrics),
    ],
    allowedOrigins: start.allowedOrigins,
    refusals: new RefusalNotes((noted) => trading.tell({ kind: "person_event", noted })),
  });
  server.on("error", (error) =>
    trading.tell({ kind: "failed", sentence: whyNotServed(error, start.port) }),
  );
  server.listen(start.port, LOOPBACK, () => {
    const address = server.address();
    if (address !== null && typeof address === "object")
      trading.tell({ kind: "listening", port: address.port });
  });
  return server;
}

function whyNotServed(error: Error, port: number): string {
  if ("code" in error && error.code === "EADDRINUSE") {
    return `The edge cannot listen: port ${port} is in use. End the program that has it, or set ENGINE_PORT, and start again.`;
  }
  return `The edge cannot listen: ${error.message}.`;
}

function metricsRoute(metrics: Registry): Route {
  return {
    path: "/metrics",
    handler: async (_request, response) => {
      const text = await metrics.metrics();
      response.writeHead(200, { "content-type": metrics.contentType });
      response.end(text);
    },
  };
}
