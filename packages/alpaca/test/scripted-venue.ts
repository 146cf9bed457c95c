import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { AlpacaEnvironment } from "../src/environment.ts";

/** One request as the venue saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Answers a request, or does whatever a broken venue does. */
export type Responder = (
  request: SeenRequest,
  response: ServerResponse,
  socket: Socket,
) => void | Promise<void>;

/** A venue that says exactly what a test tells it to, over real sockets. */
export class ScriptedVenue {
  readonly requests: SeenRequest[] = [];
  readonly sockets: WebSocket[] = [];
  respond: Responder = (_request, response) => {
    response.writeHead(404).end();
  };
  onSocket: (socket: WebSocket, request: IncomingMessage) => void = () => {};
  readonly #server: Server;
  readonly #upgrades = new WebSocketServer({ noServer: true });

  private constructor(server: Server) {
    this.#server = server;
    server.on("request", (request, response) => void this.#take(request, response));
    server.on("upgrade", (request, socket, head) => {
      this.#upgrades.handleUpgrade(request, socket, head, (webSocket) => {
        this.sockets.push(webSocket);
        webSocket.on("error", () => {});
        this.onSocket(webSocket, request);
      });
    });
  }

  static async start(): Promise<ScriptedVenue> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new ScriptedVenue(server);
  }

  get port(): number {
    const address = this.#server.address() as AddressInfo;
    return address.port;
  }

  get environment(): AlpacaEnvironment {
    const host = `127.0.0.1:${this.port}`;
    return {
      mode: "sim",
      credentials: { keyId: "PKTESTKEY", secretKey: "test-secret" },
      tradingUrl: `http://${host}`,
      dataUrl: `http://${host}`,
      orderStreamUrl: `ws://${host}/stream`,
      dataStreamUrl: `ws://${host}`,
    };
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    const seen: SeenRequest = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    this.requests.push(seen);
    await this.respond(seen, response, request.socket);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.#upgrades.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
