import { type WireTradingRequest, wireTradingRequest } from "@interlock/alpaca/wire/trading-stream";
import { decodeMessage } from "./decode-message.ts";
import type { Reports } from "./reports.ts";
import type { StreamFaults } from "../faults/stream-faults.ts";
import { TOKEN_KEY } from "../venue-server-options.ts";
import type { TradingClient } from "./trading-client.ts";

/** What all sessions of /stream have in common. */
export interface TradingSessionContext {
  readonly reports: Reports;
  readonly isKnownKey: (key: string, secret: string) => boolean;
  readonly faults: StreamFaults;
  /** Called after every change of who listens. */
  readonly onChange: () => void;
}

/**
 * Speaks the trade_updates protocol with one client. There is no welcome; `listen` replaces what was chosen
 * before.
 */
export class TradingSession {
  readonly #client: TradingClient;
  readonly #context: TradingSessionContext;
  readonly #readsMsgpack: boolean;

  /** Prepares the talk with a client; `readsMsgpack` tells how its binary messages are to be read. */
  constructor(client: TradingClient, context: TradingSessionContext, readsMsgpack: boolean) {
    this.#client = client;
    this.#context = context;
    this.#readsMsgpack = readsMsgpack;
  }

  /** Listens to the client. */
  open(): void {
    const client = this.#client;
    const context = this.#context;
    const { socket } = client.peer;
    const encoding = this.#readsMsgpack ? "msgpack" : "json";
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      const message = decodeMessage(data, isBinary, encoding);
      const request = wireTradingRequest.safeParse(message);
      if (request.success) this.#handle(request.data);
      else this.#refuse();
      if (client.isAuthorized) client.peer.ping();
      context.onChange();
    });
    socket.on("close", () => {
      context.reports.clients.delete(client);
      context.onChange();
    });
  }

  #handle(request: WireTradingRequest): void {
    switch (request.action) {
      case "authenticate": {
        const { data } = request;
        if ("oauth_token" in data) this.#signIn(TOKEN_KEY, String(data["oauth_token"]));
        else this.#signIn(String(data["key_id"]), String(data["secret_key"]));
        return;
      }
      case "auth":
        this.#signIn(request.key, request.secret);
        return;
      case "listen":
        this.#listen(request.data.streams);
    }
  }

  #signIn(key: string, secret: string): void {
    const fails = this.#context.faults.takeSignIn("stream") !== null;
    this.#client.isAuthorized = !fails && this.#context.isKnownKey(key, secret);
    if (this.#client.isAuthorized) this.#context.reports.clients.add(this.#client);
    else {
      this.#context.reports.clients.delete(this.#client);
      this.#client.isListening = false;
    }
    this.#answer(this.#client.isAuthorized ? "authorized" : "unauthorized", "authenticate");
  }

  #listen(streams: readonly string[]): void {
    if (!this.#client.isAuthorized) return this.#answer("unauthorized", "listen");
    this.#client.isListening = streams.includes("trade_updates");
    const listening = this.#client.isListening ? ["trade_updates"] : [];
    this.#client.tell({ stream: "listening", data: { streams: listening } });
  }

  #answer(status: "authorized" | "unauthorized", action: "authenticate" | "listen"): void {
    this.#client.tell({ stream: "authorization", data: { status, action } });
  }

  #refuse(): void {
    this.#client.tell({ action: "error", data: { error_message: "invalid syntax" } });
  }
}
