import type { MessagePort } from "node:worker_threads";
import { createPool } from "@interlock/db/create-pool";
import { createLedgerClient } from "@interlock/db/read/ledger-client";
import { updateMark } from "@interlock/core/portfolio/live-totals";
import { type Price, priceFromUnits } from "@interlock/core/number/price";
import type { Ticker } from "@interlock/core/ids";
import { JournalFollower } from "../journal/journal-follower.ts";
import { latestSnapshot } from "../journal/snapshot.ts";
import type { CommandAnswer, OperatorCommand } from "../operator/operator-command.ts";
import type { EngineRecord } from "../record.ts";
import type { EngineState } from "../state.ts";
import { secretKey } from "../supervisor/secret-key.ts";
import { makeAuth } from "./auth/make-auth.ts";
import type { EdgeStart, FromEdge, ToEdge } from "./edge-message.ts";
import { FeedSocket } from "./feed/feed-socket.ts";
import { LiveFeed } from "./feed/live-feed.ts";
import { EdgeBook } from "./follow/edge-book.ts";
import { makeEdgeServer } from "./http/edge-server.ts";
import { makeEngineGate } from "./http/engine-gate.ts";
import { healthRoutes } from "./http/health-routes.ts";
import { History } from "./http/history.ts";
import { makeMetrics } from "./http/metrics.ts";
import { type BoardRow, type MarketBoard, readBeat, readRow } from "./market-board.ts";
import { Projector } from "./project/projector.ts";
import { type EdgeFacts, health } from "./view/engine-section.ts";
import { drawLiveView } from "./view/live-view.ts";
import type { StrategyReport } from "./view/position-section.ts";
import { ViewClock } from "./view/view-clock.ts";

const FOLLOW_BATCH = 1_000;
const DRAW_MS = 250;
const HEARTBEAT_MS = 1_000;
const LAG_REPORT_MS = 500;

/**
 * The edge: follows the journal with the same `apply`, draws the live picture, serves people, and writes the database.
 * Nothing here can hold up trading: the trading thread publishes a number and a board, and takes commands.
 */
export async function runEdge(start: EdgeStart, port: MessagePort): Promise<void> {
  const { dataDir, cell, board } = start;
  const stopping = new AbortController();
  const tell = (message: FromEdge) => port.postMessage(message);
  const { snapshot } = latestSnapshot(dataDir);
  // Our own bytes, proven by checksum.
  const book = snapshot === null ? new EdgeBook() : new EdgeBook(snapshot.state as EngineState);
  const follower = new JournalFollower<EngineRecord>({ dir: dataDir, afterSeq: snapshot?.seq ?? 0, cell, batchMax: FOLLOW_BATCH });

  const pool = createPool({ connectionString: start.databaseUrl, applicationName: "interlock projector" });
  const readPool = createPool({ connectionString: start.databaseUrl, applicationName: "interlock console" });
  const peoplePool = createPool({ connectionString: start.databaseUrl, applicationName: "interlock people", schema: "identity" });
  const projector = new Projector({ pool, dataDir, cell, signal: stopping.signal });
  const feed = new LiveFeed();
  const feedSocket = new FeedSocket(feed);
  const waiting = new Map<string, ((answer: CommandAnswer) => void)[]>();
  let reports: readonly StrategyReport[] = [];
  let watchdogSeen: boolean | null = null;

  const facts = (): EdgeFacts => ({
    wallNow: Date.now(),
    phase: book.state.recovered ? "running" : "recovering",
    projection: projector.status(),
    watchdogUp: watchdogSeen,
  });
  const draw = () => {
    markFromBoard(book, board);
    return drawLiveView({ book, board, clock: new ViewClock(board, book.state.time), reports }, facts());
  };
  const command = (order: OperatorCommand) =>
    new Promise<CommandAnswer>((resolve) => {
      waiting.set(order.commandId, [...(waiting.get(order.commandId) ?? []), resolve]);
      tell({ kind: "command", command: order });
    });
  const engine = makeEngineGate({ book, feed, history: new History(createLedgerClient(readPool)), draw, command });
  const metrics = makeMetrics({
    book,
    board,
    projectionLagMs: () => projector.status().lagMs,
    feedClients: () => feed.clients,
    wallNow: Date.now,
  });
  const server = makeEdgeServer({
    engine,
    auth: makeAuth({
      pool: peoplePool,
      secret: secretKey(dataDir, "auth").toString("hex"),
      consoleUrl: start.consoleUrl,
      onToken: () => undefined,
    }),
    feedSocket,
    routes: [
      ...healthRoutes({ items: () => health(book, board, facts()), ready: () => isReady(book, board) }),
      {
        path: "/metrics",
        handler: async (_request, response) => {
          response.writeHead(200, { "content-type": metrics.contentType });
          response.end(await metrics.metrics());
        },
      },
    ],
    allowedOrigins: start.allowedOrigins,
    killKey: secretKey(dataDir, "kill"),
  });

  port.on("message", (message: ToEdge) => {
    switch (message.kind) {
      case "command_answered":
        for (const resolve of waiting.get(message.answer.commandId) ?? []) resolve(message.answer);
        waiting.delete(message.answer.commandId);
        return;
      case "strategy_reports":
        reports = message.reports;
        watchdogSeen = message.watchdogUp;
        return;
      case "stopping":
        stopping.abort();
        feedSocket.close();
        server.close();
        return;
    }
  });

  void projector.run();
  const drawing = setInterval(() => feed.publish(draw(), Date.now()), DRAW_MS);
  const beating = setInterval(() => feed.heartbeat(Date.now(), readBeat(board).wallAt), HEARTBEAT_MS);
  const lagging = setInterval(() => tell({ kind: "projection_lag", lagMs: projector.status().lagMs }), LAG_REPORT_MS);
  server.on("error", (error) => tell({ kind: "failed", sentence: `The edge cannot listen: ${error.message}` }));
  server.listen(start.port, () => {
    const address = server.address();
    if (address !== null && typeof address === "object") tell({ kind: "listening", port: address.port });
  });
  for await (const entries of follower.batches(stopping.signal)) {
    for (const entry of entries) book.take(entry);
  }
  clearInterval(drawing);
  clearInterval(beating);
  clearInterval(lagging);
  await Promise.all([pool.end(), readPool.end(), peoplePool.end()]);
}

/** Marks the edge's book at what the board shows now. */
function markFromBoard(book: EdgeBook, board: MarketBoard): void {
  board.symbols.forEach((symbol, index) => {
    const mark = markOf(readRow(board, index));
    if (mark !== null) updateMark(book.views.totals, symbol as Ticker, mark);
  });
}

/** Midpoint of a regular quote, before the first one the last trade: the rule of the trading thread. */
function markOf({ bidUnits, askUnits, lastUnits }: BoardRow): Price | null {
  if (bidUnits > 0 && askUnits > bidUnits) return priceFromUnits(Math.floor((bidUnits + askUnits) / 2));
  return lastUnits > 0 ? priceFromUnits(lastUnits) : null;
}

const HEARTBEAT_FRESH_MS = 5_000;

function isReady({ state }: EdgeBook, board: MarketBoard): boolean {
  const alive = Date.now() - readBeat(board).wallAt < HEARTBEAT_FRESH_MS;
  return alive && state.recovered && state.connections.order_stream && state.connections.market_data;
}
