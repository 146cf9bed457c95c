import type { AlpacaEnvironment, MarketDataFeed } from "@interlock/alpaca/environment";
import type { MarketDataEvent } from "@interlock/alpaca/frame/market-data-event";
import type { RawSample } from "@interlock/alpaca/frame/frame-tally";
import { MarketDataStream } from "@interlock/alpaca/market-data-stream";
import { OrderStream } from "@interlock/alpaca/order-stream";
import type { StreamNotice } from "@interlock/alpaca/stream/stream-notice";
import { sessionAt } from "@interlock/core/market/calendar";
import type { Engine } from "../../engine.ts";
import type { Channel } from "../../input.ts";
import type { MarketFeed } from "./market-feed.ts";
import type { VenueTime } from "./venue-time.ts";

/** The account's two streams, connected to the engine. */
export interface VenueStreams {
  readonly orders: OrderStream;
  readonly market: MarketDataStream;
  stop(): void;
  /** Breaks both connections, as a drill; they come back by themselves. */
  cut(): void;
}

/** What the streams need. */
export interface StreamParts {
  readonly engine: Engine;
  readonly environment: AlpacaEnvironment;
  readonly feed: MarketDataFeed;
  readonly time: VenueTime;
  readonly marketFeed: MarketFeed;
  /** With a simulated venue a pong waits until everything before it is settled; a real venue is answered at once. */
  readonly holdPongs: boolean;
  /** Something a person should know, e.g. a key that another program uses. */
  readonly log: (sentence: string) => void;
  /** Keeps a frame that could not be read. */
  readonly unreadable?: (channel: Channel, sample: RawSample) => void;
}

/** Silence of quotes in the regular session after which the connection counts as mute. */
const QUOTE_SILENCE_MS = 30_000;
/** The same where quotes came in nearly every second of the last half a minute. */
const LIQUID_SILENCE_MS = 5_000;

/** Makes both streams. Everything they bring becomes an input of the engine, in the order in which it arrived. */
export function connectStreams(parts: StreamParts): VenueStreams {
  const { engine, environment, feed, time, marketFeed } = parts;
  const hold = parts.holdPongs
    ? { holdPongUntilSettled: (pong: () => void) => answerWhenSettled(engine, pong) }
    : {};
  const orders = new OrderStream({
    environment,
    onReport: (report) => engine.accept({ kind: "execution_report", report }),
    onNotice: (notice) => noteConnection(parts, "order_stream", notice),
    venueNow: () => time.now(),
    onUnreadable: (sample) => parts.unreadable?.("order_stream", sample),
    ...hold,
  });
  const market = new MarketDataStream({
    environment,
    feed,
    onEvents: (events: readonly MarketDataEvent[]) => marketFeed.take(events),
    onNotice: (notice) => noteConnection(parts, "market_data", notice),
    isSessionOpen: () => environment.mode !== "sim" && sessionAt(time.now()) === "regular",
    silenceMsMax: { quotes: QUOTE_SILENCE_MS },
    liquidSilenceMs: LIQUID_SILENCE_MS,
    onUnreadable: (sample) => parts.unreadable?.("market_data", sample),
    ...hold,
  });
  return {
    orders,
    market,
    stop: () => {
      market.stop();
      orders.stop();
    },
    cut: () => {
      market.cut(DRILL);
      orders.cut(DRILL);
    },
  };
}

const DRILL = "a drill cut the connection";

function answerWhenSettled(engine: Engine, pong: () => void): void {
  if (engine.isSettled()) pong();
  else void engine.settled().then(pong);
}

function noteConnection(
  { engine, log }: StreamParts,
  channel: Channel,
  notice: StreamNotice,
): void {
  switch (notice.kind) {
    case "ready":
      return engine.accept({ kind: "connection", channel, up: true, reason: "" });
    case "down":
      return engine.accept({ kind: "connection", channel, up: false, reason: notice.reason });
    case "gap":
      return engine.accept({ kind: "stream_gap", channel, reason: notice.reason });
    case "trouble":
      return log(notice.sentence);
    case "connected":
    case "authorized":
      return;
  }
}
