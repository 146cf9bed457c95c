import type { MarketDataEvent } from "../src/frame/market-data-event.ts";
import { MarketDataStream, type MarketDataStreamOptions } from "../src/market-data-stream.ts";
import type { StreamNotice } from "../src/stream/stream-notice.ts";
import { ScriptedVenue } from "./scripted-venue.ts";
import { QUICK_LIMITS } from "./stream-limits.ts";
import { MarketDataPeer } from "./stream-peer.ts";

const AT = new Date(Date.UTC(2026, 10, 20, 15, 0, 0));

/** A quote and a trade as the venue sends them. */
export const QUOTE = { T: "q", S: "AAPL", bp: 150.24, bs: 300, ap: 150.26, as: 500, t: AT };
export const TRADE = { T: "t", S: "AAPL", p: 150.25, s: 100, x: "V", c: ["@"], t: AT };

/** A market-data stream of a scripted venue, new for each test, with all that it told. */
export class DataStreamFixture {
  readonly peers: MarketDataPeer[] = [];
  readonly frames: (readonly MarketDataEvent[])[] = [];
  readonly notices: StreamNotice[] = [];
  readonly venue: ScriptedVenue;
  sessionOpen = false;
  stream: MarketDataStream;

  private constructor(venue: ScriptedVenue) {
    this.venue = venue;
    this.serve((peer, message) => peer.answer(message));
    this.stream = this.useStream();
  }

  static async start(): Promise<DataStreamFixture> {
    return new DataStreamFixture(await ScriptedVenue.start());
  }

  /** Lets the venue answer in its own way. */
  serve(answer: ConstructorParameters<typeof MarketDataPeer>[2]): void {
    this.venue.onSocket = (socket, request) => {
      this.peers.push(new MarketDataPeer(socket, request, answer));
    };
  }

  /** Replaces the stream by one with other options. */
  useStream(change: Partial<MarketDataStreamOptions> = {}): MarketDataStream {
    this.stream = new MarketDataStream({
      environment: this.venue.environment,
      feed: "iex",
      onEvents: (events) => this.frames.push(events),
      onNotice: (notice) => this.notices.push(notice),
      isSessionOpen: () => this.sessionOpen,
      silenceMsMax: { quotes: 60 },
      limits: QUICK_LIMITS,
      ...change,
    });
    this.stream.subscribe({ trades: ["AAPL"], quotes: ["AAPL", "SPY"], bars: [] });
    return this.stream;
  }

  get kinds(): readonly string[] {
    return this.notices.map(({ kind }) => kind);
  }

  get downs(): readonly Extract<StreamNotice, { kind: "down" }>[] {
    return this.notices.filter((notice) => notice.kind === "down");
  }

  /** The n-th connection, from 0. */
  peer(n = 0): MarketDataPeer {
    const found = this.peers[n];
    if (found === undefined) throw new Error(`no connection ${n} yet`);
    return found;
  }

  async stop(): Promise<void> {
    this.stream.stop();
    await this.venue.stop();
  }
}
