import { Alpaca } from "@alpacahq/alpaca-trade-api";
import type { ExecutionReport } from "@interlock/core/order/execution-report";
import type { UnixMs } from "@interlock/core/time";
import type { AlpacaEnvironment } from "./environment.ts";
import { FrameTally, type RawSample } from "./frame/frame-tally.ts";
import { FrameError } from "./frame/msgpack-cursor.ts";
import { mapExecutionReport } from "./mapping/execution-report.ts";
import type { StreamHealth } from "./market-data-stream.ts";
import { keyRefusedSentence } from "./rest/judge-reply.ts";
import { STREAM_LIMITS, StreamConnection, type StreamLimits } from "./stream/stream-connection.ts";
import type { StreamNotice } from "./stream/stream-notice.ts";
import type { TappedSocket } from "./stream/tapped-socket.ts";

/** What an order stream is made with. */
export interface OrderStreamOptions {
  readonly environment: AlpacaEnvironment;
  /** Called for each report in the venue's order; duplicates included. What it throws is never swallowed. */
  readonly onReport: (report: ExecutionReport) => void;
  readonly onNotice: (notice: StreamNotice) => void;
  /** The venue's time, for reports that carry none. */
  readonly venueNow: () => UnixMs;
  /** See MarketDataStreamOptions. */
  readonly holdPongUntilSettled?: (pong: () => void) => void;
  /** Gets every frame that could not be read, cut to a bound. */
  readonly onUnreadable?: (sample: RawSample) => void;
  readonly limits?: StreamLimits;
}

type Fields = Readonly<Record<string, unknown>>;

const TRADE_UPDATES = "trade_updates";
/** A heartbeat that Alpaca may send on this stream: one byte, no message. */
const HEARTBEAT = 0x01;
/** Orders whose last description is kept, to complete a report that lacks a field. */
const REMEMBERED_MAX = 2_000;

const utf8 = new TextDecoder("utf-8", { fatal: true });

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What the venue reports of our orders. It replays nothing: after every gap the books are compared through REST. */
export class OrderStream {
  readonly #options: OrderStreamOptions;
  readonly #sdk: Alpaca;
  readonly #connection: StreamConnection;
  readonly #tally: FrameTally;
  readonly #remembered = new Map<string, Fields>();

  constructor(options: OrderStreamOptions) {
    this.#options = options;
    this.#tally = new FrameTally(options.onUnreadable);
    const { environment, limits = STREAM_LIMITS } = options;
    const { keyId, secretKey } = environment.credentials;
    this.#sdk = new Alpaca({ keyId, secret: secretKey, paper: environment.mode !== "live" });
    this.#connection = new StreamConnection({
      url: environment.orderStreamUrl,
      encoding: null,
      limits,
      holdPong: options.holdPongUntilSettled ?? null,
      makeStream: (openSocket) => this.#makeStream(openSocket, limits),
      frame: (data) => this.#receive(data),
      // Orders may rest for hours: silence means nothing here. A dead peer is found by pings, a lost report by REST.
      findFault: () => null,
      becameReady: () => {},
      notice: options.onNotice,
    });
  }

  /** Connects, and stays connected until `stop`. */
  start(): void {
    this.#connection.start();
  }

  /** Disconnects for good. */
  stop(): void {
    this.#connection.stop();
  }

  /** Breaks the connection for a reason that is told; it is made again as after any loss. */
  cut(reason: string): void {
    this.#connection.reconnect(reason);
  }

  /** Returns state and counters. */
  health(): StreamHealth {
    const { state, reconnects } = this.#connection;
    return { state, reconnects, counts: this.#tally.counts() };
  }

  #makeStream(openSocket: () => TappedSocket, limits: StreamLimits) {
    const stream = this.#sdk.trading.stream({
      url: this.#options.environment.orderStreamUrl,
      wsFactory: openSocket,
      reconnect: false,
      pingIntervalMs: limits.pingMs,
      pongWaitMs: limits.pongMs,
    });
    stream.subscribeTradeUpdates();
    return stream;
  }

  #receive(data: Buffer): Buffer | null {
    if (data.length === 1 && data[0] === HEARTBEAT) {
      this.#tally.ignored("heartbeat");
      return null;
    }
    const { raw, frame } = this.#parse(data);
    if (frame.stream === TRADE_UPDATES) {
      this.#takeReport(frame.data, raw);
      return null;
    }
    this.#tally.received(0);
    return this.#takeControl(frame) ? data : null;
  }

  #parse(data: Buffer): { readonly raw: string; readonly frame: Fields } {
    try {
      const raw = utf8.decode(data);
      const frame: unknown = JSON.parse(raw);
      if (isFields(frame)) return { raw, frame };
      return this.#refuse("not an object", data);
    } catch (error: unknown) {
      if (error instanceof FrameError) throw error;
      return this.#refuse(error instanceof Error ? error.message : String(error), data);
    }
  }

  #refuse(why: string, data: Buffer): never {
    this.#tally.malformed(why, () => data.toString("utf8", 0, 2_000));
    throw new FrameError(why);
  }

  #takeReport(data: unknown, raw: string): void {
    const mapped = mapExecutionReport(data, {
      raw,
      receivedAt: this.#options.venueNow(),
      lastSeen: (id) => this.#remembered.get(id),
    });
    if (!mapped.ok) {
      this.#tally.malformed(mapped.error, () => raw);
      throw new FrameError(mapped.error);
    }
    this.#tally.received(1);
    const { report, concerns } = mapped.value;
    this.#remember(report.order.venueOrderId, data);
    this.#options.onReport(report);
    if (concerns.length > 0)
      this.#connection.gap(`order ${report.order.venueOrderId}: ${concerns.join(", ")}`);
  }

  #remember(venueOrderId: string, data: unknown): void {
    const order = isFields(data) ? data.order : undefined;
    if (!isFields(order)) return;
    const before = this.#remembered.get(venueOrderId);
    this.#remembered.delete(venueOrderId);
    this.#remembered.set(venueOrderId, { ...before, ...order });
    if (this.#remembered.size <= REMEMBERED_MAX) return;
    for (const oldest of this.#remembered.keys()) {
      this.#remembered.delete(oldest);
      return;
    }
  }

  /** Returns whether the SDK is to see the message. */
  #takeControl(frame: Fields): boolean {
    const data = isFields(frame.data) ? frame.data : {};
    if (frame.action === "error") {
      const said = data.error_message;
      this.#takeError(typeof said === "string" ? said : "no reason given");
      return false;
    }
    switch (frame.stream) {
      case "authorization":
        return this.#takeAuthorization(data);
      case "listening":
        this.#takeListening(data);
        return true;
      default:
        this.#tally.ignored(typeof frame.stream === "string" ? frame.stream : "unnamed");
        return false;
    }
  }

  #takeError(message: string): void {
    this.#connection.remember(`order stream error: ${message}`);
    const sentence = `The venue reported an error on the order stream (${message}): it is left to continue.`;
    this.#options.onNotice({ kind: "trouble", sentence });
  }

  #takeAuthorization(data: Fields): boolean {
    if (data.status === "authorized") {
      this.#connection.authorized();
      return true;
    }
    const { environment } = this.#options;
    if (data.action === "listen") this.#connection.reconnect("the venue lost our login");
    else this.#connection.fail(keyRefusedSentence(environment, environment.orderStreamUrl));
    return false;
  }

  #takeListening(data: Fields): void {
    const listed = Array.isArray(data.streams) ? data.streams : [];
    if (listed.includes(TRADE_UPDATES)) this.#connection.confirm();
    else this.#connection.remember(`the venue left ${TRADE_UPDATES} out of the subscription`);
  }
}
