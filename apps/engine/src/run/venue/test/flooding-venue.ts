import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { type WebSocket, WebSocketServer } from "ws";
import { MsgpackWriter } from "@interlock/alpaca-sim/server/stream/msgpack-writer";

// A venue in a thread of its own that takes every cancel and, when told to, floods both streams for a while.

const { symbols, perSecond, seconds, reportsPerSecond, startAt } = workerData as {
  readonly symbols: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
  readonly reportsPerSecond: number;
  /** Time of the first event; each next one is later by as much as its burst is old, each burst by ten seconds. */
  readonly startAt: number;
};

// As many as the shortest form of a list holds, so that the frame needs no other.
const FRAME_ITEMS = 10;
const STEP_MS = 5;
const BURST_APART_MS = 10_000;
/** One event in so many is a trade. */
const TRADE_EVERY = 10;

let market: WebSocket | null = null;
let orders: WebSocket | null = null;
let canceled = 0;
let reports = 0;
let bursts = 0;

const http = createServer((request, response) => {
  if (request.method === "DELETE") canceled += 1;
  response.writeHead(request.method === "DELETE" ? 204 : 404).end();
});
const sockets = new WebSocketServer({ server: http });
sockets.on("connection", (socket, request) => {
  if (request.url === "/stream") serveOrders(socket);
  else serveMarket(socket);
});
http.listen(0, "127.0.0.1", () => {
  parentPort?.postMessage({ port: (http.address() as AddressInfo).port });
});
parentPort?.on("message", () => flood());

function serveOrders(socket: WebSocket): void {
  const say = (stream: string, data: unknown) => socket.send(JSON.stringify({ stream, data }));
  let asked = 0;
  socket.on("message", () => {
    asked += 1;
    if (asked === 1) say("authorization", { status: "authorized", action: "authenticate" });
    else say("listening", { streams: ["trade_updates"] });
    orders = socket;
  });
}

function serveMarket(socket: WebSocket): void {
  const say = (item: unknown) => socket.send(JSON.stringify([item]));
  say({ T: "success", msg: "connected" });
  let asked = 0;
  socket.on("message", () => {
    asked += 1;
    if (asked === 1) say({ T: "success", msg: "authenticated" });
    else say({ T: "subscription", trades: symbols, quotes: symbols, bars: [] });
    market = socket;
  });
}

function flood(): void {
  const begunAt = performance.now();
  const burstAt = startAt + bursts * BURST_APART_MS;
  const reportsBefore = reports;
  bursts += 1;
  let sent = 0;
  const timer = setInterval(() => {
    const elapsed = Math.min(performance.now() - begunAt, seconds * 1_000);
    while (sent + FRAME_ITEMS <= (elapsed / 1_000) * perSecond) {
      market?.send(frame(sent, burstAt + elapsed));
      sent += FRAME_ITEMS;
    }
    for (; reports - reportsBefore < (elapsed / 1_000) * reportsPerSecond; reports += 1)
      orders?.send(report(reports, burstAt + elapsed));
    if (elapsed < seconds * 1_000) return;
    clearInterval(timer);
    parentPort?.postMessage({ sent, reports, canceled });
  }, STEP_MS);
}

function frame(first: number, at: number): Uint8Array {
  const writer = new MsgpackWriter(Buffer.alloc(16_384), 0);
  writer.array(FRAME_ITEMS);
  for (let index = first; index < first + FRAME_ITEMS; index += 1) {
    const symbol = symbols[index % symbols.length] ?? "";
    if (index % TRADE_EVERY === 0) {
      writer.map(7).text("T").text("t").text("S").text(symbol).text("p").double(100.01);
      writer.text("s").whole(10).text("x").text("V").text("c").array(0);
    } else {
      writer.map(7).text("T").text("q").text("S").text(symbol).text("bp").double(100);
      writer.text("bs").whole(500).text("ap").double(100.02).text("as").whole(500);
    }
    writer.text("t").time(Math.floor(at));
  }
  return Uint8Array.from(writer.bytes.subarray(0, writer.at));
}

function report(index: number, at: number): string {
  const time = new Date(at).toISOString();
  const order = {
    id: `venue-${index}`,
    client_order_id: `stranger-${index}`,
    created_at: time,
    updated_at: time,
    symbol: symbols[0],
    qty: "1",
    filled_qty: "0",
    filled_avg_price: null,
    type: "limit",
    side: "buy",
    time_in_force: "day",
    limit_price: "1",
    status: "new",
    extended_hours: false,
  };
  return JSON.stringify({
    stream: "trade_updates",
    data: { event: "new", timestamp: time, order },
  });
}
