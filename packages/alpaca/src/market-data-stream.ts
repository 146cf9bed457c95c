import { Alpaca } from "@alpacahq/alpaca-trade-api";
import { encode } from "@msgpack/msgpack";
import { type AlpacaEnvironment, type MarketDataFeed, marketDataStreamUrl } from "./environment.ts";
import { FrameReader } from "./frame/frame-reader.ts";
import { type FrameCounts, FrameTally, type RawSample } from "./frame/frame-tally.ts";
import type { FrameItem } from "./frame/item-reader.ts";
import type { MarketDataEvent } from "./frame/market-data-event.ts";
import { keyRefusedSentence } from "./rest/judge-reply.ts";
import { STREAM_LIMITS, StreamConnection, type StreamLimits } from "./stream/stream-connection.ts";
import { ChannelPace } from "./stream/channel-pace.ts";
import type { StreamNotice, StreamState } from "./stream/stream-notice.ts";
import type { TappedSocket } from "./stream/tapped-socket.ts";

/** Symbols by channel; "*" is allowed for bars. */
export interface MarketDataSubscription {
  readonly trades: readonly string[];
  readonly quotes: readonly string[];
  readonly bars: readonly string[];
  /** Whose trading statuses, limit bands and revised bars are wanted. A feed that has none is no fault. */
  readonly notices?: readonly string[];
}

type Channel = "trades" | "quotes" | "bars";
const CHANNELS: readonly Channel[] = ["trades", "quotes", "bars"];
const NOTICE_CHANNELS = ["statuses", "lulds", "updatedBars"] as const;
/** A liquid channel speaks in nearly every fifth of the silence that is too long for it. */
const SLOTS_OF_SILENCE = 5;
const DEFAULT_LIQUID_MS = 5_000;
const CHANNEL_OF = { trade: "trades", quote: "quotes", bar: "bars" } as const;

/** What a market-data stream is made with. */
export interface MarketDataStreamOptions {
  readonly environment: AlpacaEnvironment;
  readonly feed: MarketDataFeed;
  /** What the venue is asked to send. Default "msgpack"; frames of either kind are read. */
  readonly encoding?: "msgpack" | "json";
  /** One call per frame, in the venue's order. What it throws ends the process: it is never swallowed. */
  readonly onEvents: (events: readonly MarketDataEvent[]) => void;
  readonly onNotice: (notice: StreamNotice) => void;
  /** Silence counts only while this is true. */
  readonly isSessionOpen: () => boolean;
  /** How long a subscribed channel may be silent in an open session. Null, or absent: for ever. */
  readonly silenceMsMax: Readonly<Partial<Record<Channel, number | null>>>;
  /**
   * For a venue that advances its tape only after our answer to its ping: called with the function that answers, after
   * everything received before was handed on. Absent: pings are answered at once.
   */
  readonly holdPongUntilSettled?: (pong: () => void) => void;
  /** A bound channel that is liquid may be silent for no longer than this. Absent: as long as any other. */
  readonly liquidSilenceMs?: number;
  /** Gets every frame that could not be read, cut to a bound. */
  readonly onUnreadable?: (sample: RawSample) => void;
  readonly limits?: StreamLimits;
}

/** How the stream is doing, for metrics and health. */
export interface StreamHealth {
  readonly state: StreamState;
  readonly reconnects: number;
  readonly counts: FrameCounts;
}

/** Quotes, trades and bars as the venue sends them. Holds the wanted symbols and applies them after each reconnect. */
export class MarketDataStream {
  readonly #options: MarketDataStreamOptions;
  readonly #sdk: Alpaca;
  readonly #reader: FrameReader;
  readonly #connection: StreamConnection;
  #wanted: MarketDataSubscription = { trades: [], quotes: [], bars: [] };
  #missingNotices = "";
  #stream: ReturnType<Alpaca["marketData"]["stockStream"]> | null = null;
  readonly #heard: Readonly<Record<Channel, ChannelPace>>;

  constructor(options: MarketDataStreamOptions) {
    this.#options = options;
    const slotMs = (options.liquidSilenceMs ?? DEFAULT_LIQUID_MS) / SLOTS_OF_SILENCE;
    this.#heard = {
      trades: new ChannelPace(slotMs),
      quotes: new ChannelPace(slotMs),
      bars: new ChannelPace(slotMs),
    };
    this.#reader = new FrameReader(new FrameTally(options.onUnreadable));
    const { environment, feed, limits = STREAM_LIMITS } = options;
    const { keyId, secretKey } = environment.credentials;
    this.#sdk = new Alpaca({ keyId, secret: secretKey, paper: environment.mode !== "live" });
    this.#connection = new StreamConnection({
      url: marketDataStreamUrl(environment, feed),
      encoding: options.encoding ?? "msgpack",
      limits,
      holdPong: options.holdPongUntilSettled ?? null,
      makeStream: (openSocket) => this.#makeStream(openSocket, limits),
      frame: (data, isBinary) => this.#receive(data, isBinary),
      findFault: () => this.#findSilence(),
      becameReady: () => this.#beginAll(),
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

  /** Sets everything that is wanted; what was wanted before and is not named ends. Works at any time. */
  subscribe(wanted: MarketDataSubscription): void {
    const before = this.#wanted;
    this.#wanted = wanted;
    const { trades, quotes, bars, notices = [] } = wanted;
    this.#reader.expect([...trades, ...quotes, ...bars, ...notices]);
    if (this.#stream === null) return;
    const added = difference(wanted, before);
    const removed = difference(before, wanted);
    // The SDK sends at once when it is logged in, and with the login otherwise.
    if (this.#connection.state === "ready" && (hasSymbols(added) || hasSymbols(removed))) {
      this.#connection.unconfirm();
    }
    this.#unsubscribe(removed);
    this.#subscribe(added);
  }

  /** Returns state and counters. */
  health(): StreamHealth {
    const { state, reconnects } = this.#connection;
    return { state, reconnects, counts: this.#reader.tally.counts() };
  }

  #makeStream(openSocket: () => TappedSocket, limits: StreamLimits) {
    this.#stream = this.#sdk.marketData.stockStream({
      url: marketDataStreamUrl(this.#options.environment, this.#options.feed),
      wsFactory: openSocket,
      reconnect: false,
      pingIntervalMs: limits.pingMs,
      pongWaitMs: limits.pongMs,
    });
    this.#subscribe(this.#wanted);
    return this.#stream;
  }

  #subscribe({ trades, quotes, bars, notices = [] }: MarketDataSubscription): void {
    // First, so that the acknowledgment of what must be there names them too.
    if (notices.length > 0) {
      this.#stream?.subscribeForStatuses([...notices]);
      this.#stream?.subscribeForLulds([...notices]);
      this.#stream?.subscribeForUpdatedBars([...notices]);
    }
    if (trades.length > 0) this.#stream?.subscribeForTrades([...trades]);
    if (quotes.length > 0) this.#stream?.subscribeForQuotes([...quotes]);
    if (bars.length > 0) this.#stream?.subscribeForBars([...bars]);
  }

  #unsubscribe({ trades, quotes, bars, notices = [] }: MarketDataSubscription): void {
    if (notices.length > 0) {
      this.#stream?.unsubscribeFromStatuses([...notices]);
      this.#stream?.unsubscribeFromLulds([...notices]);
      this.#stream?.unsubscribeFromUpdatedBars([...notices]);
    }
    if (trades.length > 0) this.#stream?.unsubscribeFromTrades([...trades]);
    if (quotes.length > 0) this.#stream?.unsubscribeFromQuotes([...quotes]);
    if (bars.length > 0) this.#stream?.unsubscribeFromBars([...bars]);
  }

  #receive(data: Buffer, isBinary: boolean): Uint8Array | null {
    const { events, controls } = this.#reader.read(data, isBinary);
    if (events.length > 0) {
      this.#hear(events);
      this.#options.onEvents(events);
    }
    if (controls.length === 0) return null;
    const forSdk = controls.filter((control) => this.#takeControl(control));
    return forSdk.length === 0 ? null : encode(forSdk);
  }

  /** Returns whether the SDK is to see the message. */
  #takeControl(control: FrameItem): boolean {
    switch (control.T) {
      case "success":
        if (control.msg === "authenticated") {
          this.#connection.authorized();
          if (!hasSymbols(this.#wanted)) this.#connection.confirm();
        }
        return true;
      case "subscription":
        this.#takeAck(control);
        return true;
      default:
        this.#takeError(Number(control.code), String(control.msg));
        return false;
    }
  }

  #takeAck(ack: FrameItem): void {
    const missing = CHANNELS.flatMap((channel) => {
      const listed = ack[channel];
      const confirmed = new Set<unknown>(Array.isArray(listed) ? listed : []);
      if (confirmed.has("*")) return [];
      return this.#wanted[channel]
        .filter((symbol) => !confirmed.has(symbol))
        .map((symbol) => `${channel} ${symbol}`);
    });
    if (missing.length === 0) {
      this.#connection.confirm();
      this.#tellMissingNotices(ack);
    } else
      this.#connection.remember(
        `the venue left out of the subscription: ${missing.slice(0, 10).join(", ")}`,
      );
  }

  /** Without statuses a halt is not told: whoever looks is told that, once for each connection's silence. */
  #tellMissingNotices(ack: FrameItem): void {
    const missing = NOTICE_CHANNELS.filter((channel) => {
      const listed: readonly unknown[] = Array.isArray(ack[channel]) ? ack[channel] : [];
      return !listed.includes("*") && this.#wanted.notices?.some((one) => !listed.includes(one));
    }).join(", ");
    if (missing !== "" && missing !== this.#missingNotices) {
      const sentence = `Feed ${this.#options.feed} tells no ${missing} of some symbols: a halt there shows only by the absence of trades. Use feed sip where the data plan has it.`;
      this.#options.onNotice({ kind: "trouble", sentence });
    }
    this.#missingNotices = missing;
  }

  #takeError(code: number, message: string): void {
    const connection = this.#connection;
    const { environment, feed } = this.#options;
    const url = marketDataStreamUrl(environment, feed);
    const said = `market-data stream error ${code}: ${message}`;
    switch (code) {
      case 402:
        connection.fail(keyRefusedSentence(environment, url));
        return;
      case 409:
        connection.fail(
          `Feed ${feed} is not part of this account's data plan: use feed iex, or change the plan at Alpaca.`,
        );
        return;
      case 401:
      case 404:
        connection.reconnect(said);
        return;
      case 406:
        connection.holdOff();
        connection.reconnect(
          `${said}: another program holds this account's data connection; stop it, or wait until the venue notices that it is gone`,
        );
        return;
      case 405:
        connection.remember(said);
        this.#options.onNotice({
          kind: "trouble",
          sentence: `The data plan allows fewer symbols than are subscribed (405): subscribe fewer, or change the plan at Alpaca.`,
        });
        return;
      default:
        connection.remember(said);
        this.#options.onNotice({
          kind: "trouble",
          sentence: `The venue reported ${said}: it is left to continue.`,
        });
    }
  }

  #hear(events: readonly MarketDataEvent[]): void {
    const now = performance.now();
    for (const { kind } of events)
      if (kind === "quote" || kind === "trade" || kind === "bar")
        this.#heard[CHANNEL_OF[kind]].hear(now);
  }

  #beginAll(): void {
    const now = performance.now();
    for (const channel of CHANNELS) this.#heard[channel].begin(now);
  }

  #hearAll(): void {
    const now = performance.now();
    for (const channel of CHANNELS) this.#heard[channel].excuse(now);
  }

  /** What comes steadily is missed soon; what comes now and then may well be silent for a while. */
  #silenceMsMax(channel: Channel, now: number): number | null {
    const { silenceMsMax, liquidSilenceMs } = this.#options;
    const limit = silenceMsMax[channel] ?? null;
    if (limit === null || liquidSilenceMs === undefined) return limit;
    return this.#heard[channel].isLiquid(now) ? Math.min(limit, liquidSilenceMs) : limit;
  }

  /** Names the first channel that is connected but mute. */
  #findSilence(): string | null {
    if (!this.#options.isSessionOpen()) {
      this.#hearAll();
      return null;
    }
    const now = performance.now();
    for (const channel of CHANNELS) {
      const limit = this.#silenceMsMax(channel, now);
      if (limit === null || this.#wanted[channel].length === 0) continue;
      const silence = now - this.#heard[channel].lastAt;
      if (silence > limit) return `no ${channel} for ${Math.round(silence)} ms in an open session`;
    }
    return null;
  }
}

function hasSymbols(subscription: MarketDataSubscription): boolean {
  const { notices = [] } = subscription;
  return notices.length > 0 || CHANNELS.some((channel) => subscription[channel].length > 0);
}

function difference(a: MarketDataSubscription, b: MarketDataSubscription): MarketDataSubscription {
  const without = (channel: Channel | "notices"): readonly string[] => {
    const other = new Set(b[channel]);
    return (a[channel] ?? []).filter((symbol) => !other.has(symbol));
  };
  return {
    trades: without("trades"),
    quotes: without("quotes"),
    bars: without("bars"),
    notices: without("notices"),
  };
}
