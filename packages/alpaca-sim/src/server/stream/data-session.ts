import {
  type WireMarketDataRequest,
  wireMarketDataRequest,
} from "@interlock/alpaca/wire/market-data-stream";
import type { DataClient } from "./data-client.ts";
import { decodeMessage } from "./decode-message.ts";
import type { Feed } from "./feed.ts";
import type { StreamFaults } from "../faults/stream-faults.ts";

/** Errors of a market-data stream, by their numeric code. */
const STREAM_ERRORS = {
  400: "invalid syntax",
  401: "not authenticated",
  402: "auth failed",
  403: "already authenticated",
  404: "auth timeout",
  405: "symbol limit exceeded",
  406: "connection limit exceeded",
  407: "slow client",
  409: "insufficient subscription",
  410: "invalid subscribe action for this feed",
  500: "internal error",
} as const;

/** What sessions of one feed have in common. */
export interface DataSessionContext {
  readonly feed: Feed;
  /** Tells whether a key and secret are the account's. */
  readonly isKnownKey: (key: string, secret: string) => boolean;
  /** Whether the account may read this feed. */
  readonly isEntitled: boolean;
  readonly authTimeoutMs: number;
  /** Whether a client over the connection limit is cut after the error. */
  readonly cutsOverLimit: boolean;
  readonly faults: StreamFaults;
  /** Called after every change of who reads what. */
  readonly onChange: () => void;
}

/** Speaks the market-data protocol with one client: welcome, sign-in within the time limit, subscriptions. */
export class DataSession {
  readonly #client: DataClient;
  readonly #context: DataSessionContext;
  #deadline: NodeJS.Timeout | null = null;

  /** Prepares the talk with a client. */
  constructor(client: DataClient, context: DataSessionContext) {
    this.#client = client;
    this.#context = context;
  }

  /** Welcomes the client. `credentials` are those of the upgrade request, where it had any. */
  open(credentials: { readonly key: string; readonly secret: string } | null): void {
    const { socket } = this.#client.peer;
    socket.on("message", (data: Buffer, isBinary: boolean) => this.#receive(data, isBinary));
    socket.on("close", () => this.#end());
    this.#deadline = setTimeout(() => this.#expire(), this.#context.authTimeoutMs);
    this.#client.tell({ T: "success", msg: "connected" });
    if (credentials !== null) this.#signIn(credentials.key, credentials.secret);
  }

  #receive(data: Buffer, isBinary: boolean): void {
    const message = decodeMessage(data, isBinary, this.#client.encoding);
    const request = wireMarketDataRequest.safeParse(message);
    if (!request.success) {
      this.#fail(400);
      return;
    }
    this.#handle(request.data);
    if (this.#client.key !== null) this.#client.peer.ping();
    this.#context.onChange();
  }

  #handle(request: WireMarketDataRequest): void {
    switch (request.action) {
      case "auth":
        this.#signIn(request.key ?? "", request.secret ?? "");
        return;
      case "subscribe":
      case "unsubscribe":
        this.#subscribe(request, request.action === "subscribe");
        return;
      default:
        this.#fail(400);
    }
  }

  #signIn(key: string, secret: string): void {
    const { feed, isKnownKey, isEntitled, faults } = this.#context;
    if (this.#client.key !== null) return this.#fail(403);
    const scripted = faults.takeSignIn(feed.name);
    if (scripted !== null) return this.#refuseSignIn(scripted);
    if (!isKnownKey(key, secret)) return this.#fail(402);
    if (!isEntitled) return this.#fail(409);
    if (feed.clients.some(({ peer }) => peer.isOpen)) {
      return this.#refuseSignIn(406);
    }
    this.#stopDeadline();
    this.#client.key = key;
    feed.join(this.#client);
    this.#client.tell({ T: "success", msg: "authenticated" });
  }

  #refuseSignIn(code: keyof typeof STREAM_ERRORS): void {
    this.#fail(code);
    if (code === 406 && this.#context.cutsOverLimit) this.#client.peer.socket.close();
  }

  #subscribe(asked: WireMarketDataRequest, adds: boolean): void {
    if (this.#client.key === null) return this.#fail(401);
    const request = this.#context.faults.thin(asked);
    const fault = this.#client.subscriptions.change(request, adds);
    if (fault !== null) return this.#fail(fault);
    this.#client.tell(this.#client.subscriptions.acknowledgment());
  }

  #expire(): void {
    this.#fail(404);
    this.#client.peer.socket.close();
  }

  #fail(code: keyof typeof STREAM_ERRORS): void {
    this.#client.tell({ T: "error", code, msg: STREAM_ERRORS[code] });
  }

  #stopDeadline(): void {
    if (this.#deadline !== null) clearTimeout(this.#deadline);
  }

  #end(): void {
    this.#stopDeadline();
    this.#context.feed.leave(this.#client);
    this.#context.onChange();
  }
}

/** Tells a client that it reads too slowly, and cuts it. */
export function dropSlowClient(client: DataClient): void {
  client.tell({ T: "error", code: 407, msg: STREAM_ERRORS[407] });
  client.peer.cut();
}
