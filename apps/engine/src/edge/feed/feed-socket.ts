import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { closeOnFlood } from "../admission/flood-guard.ts";
import { SOCKET_PROTOCOL } from "../admission/socket-tickets.ts";
import type { FeedClient, LiveFeed } from "./live-feed.ts";

/** Nothing is expected from a client: anything long is a mistake or worse. */
const MESSAGE_BYTES_MAX = 4 * 1024;
/** Time for the reason to reach a client that is cut off. */
const FAREWELL_MS = 1_000;

/** A request to become a socket. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** The WebSocket side of the live feed. Clients only listen; commands go over HTTP. */
export class FeedSocket {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_BYTES_MAX,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SOCKET_PROTOCOL) ? SOCKET_PROTOCOL : false),
  });
  readonly #feed: LiveFeed;

  constructor(feed: LiveFeed) {
    this.#feed = feed;
  }

  /** Takes an upgrade whose sender was already let in, and tells of the socket that it became. */
  upgrade({ request, socket, head }: Upgrade, opened: (socket: WebSocket) => void): void {
    this.#server.handleUpgrade(request, socket, head, (one) => {
      opened(one);
      this.#join(one);
    });
  }

  close(): void {
    for (const client of this.#server.clients) client.close(1001, "the engine stops");
    this.#server.close();
  }

  #join(socket: WebSocket): void {
    const client: FeedClient = {
      get bufferedBytes() {
        return socket.bufferedAmount;
      },
      send: (frame) => socket.send(frame),
      close: (reason) => {
        socket.close(1013, reason);
        // It may never read that: what waits for it is given up.
        setTimeout(() => socket.terminate(), FAREWELL_MS).unref();
      },
    };
    closeOnFlood(socket);
    this.#feed.join(client, Date.now());
    socket.on("close", () => this.#feed.leave(client));
    socket.on("error", () => socket.terminate());
  }
}
