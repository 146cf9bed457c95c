import type { WireMarketDataRequest } from "@interlock/alpaca/wire/market-data-stream";

/** Channels of a market-data stream, and the bit of each in a symbol's mask. */
export const CHANNEL_BITS = {
  trades: 1,
  quotes: 2,
  bars: 4,
  updatedBars: 8,
  dailyBars: 16,
  statuses: 32,
  lulds: 64,
  imbalances: 128,
} as const;

type Channel = keyof typeof CHANNEL_BITS;

const CHANNELS: readonly Channel[] = [
  "trades",
  "quotes",
  "bars",
  "updatedBars",
  "dailyBars",
  "statuses",
  "lulds",
  "imbalances",
];
const TEST_CHANNELS: readonly Channel[] = ["trades", "quotes", "bars"];
const SYMBOL = /^(\*|[A-Z0-9]{1,10}([./][A-Z0-9]{1,4})?)$/;

/** Why a change was refused; the numeric code of the stream's error frame. */
export type SubscriptionFault = 400 | 405 | 410;

/** What one client is subscribed to. Repeating a subscription changes nothing. */
export class Subscriptions {
  readonly #sets = new Map<Channel, Set<string>>(CHANNELS.map((name) => [name, new Set()]));
  readonly #symbols: readonly string[];
  readonly #isTest: boolean;
  readonly #most: number | null;
  /** Per symbol of the tape the bits of the channels that the client wants. */
  readonly mask: Uint8Array;

  /** `most` bounds trades and quotes together; null for no bound. */
  constructor(options: {
    readonly symbols: readonly string[];
    readonly isTest: boolean;
    readonly most: number | null;
  }) {
    this.#symbols = options.symbols;
    this.#isTest = options.isTest;
    this.#most = options.most;
    this.mask = new Uint8Array(options.symbols.length);
  }

  /** Tells whether there is any subscription. */
  get isEmpty(): boolean {
    return [...this.#sets.values()].every((set) => set.size === 0);
  }

  /** Adds or takes away what a request names. On a fault nothing changes. */
  change(request: WireMarketDataRequest, adds: boolean): SubscriptionFault | null {
    const named = CHANNELS.map((channel) => [channel, request[channel] ?? []] as const);
    if (named.some(([, symbols]) => symbols.some((symbol) => !SYMBOL.test(symbol)))) return 400;
    const unknown = CHANNELS.filter((channel) => !TEST_CHANNELS.includes(channel));
    if (this.#isTest && unknown.some((channel) => (request[channel] ?? []).length > 0)) return 410;
    if (adds && this.#exceeds(request)) return 405;
    for (const [channel, symbols] of named) {
      const set = this.#sets.get(channel);
      for (const symbol of symbols) {
        if (adds) set?.add(symbol);
        else set?.delete(symbol);
      }
    }
    this.#refreshMask();
    return null;
  }

  /** Returns the acknowledgment: always the whole set. Corrections and cancellations follow the trades. */
  acknowledgment(): Record<string, unknown> {
    const lists: Record<string, unknown> = { T: "subscription" };
    for (const channel of this.#isTest ? TEST_CHANNELS : CHANNELS) {
      const list = this.#list(channel);
      if (channel !== "imbalances" || list.length > 0) lists[channel] = list;
    }
    if (this.#isTest) return lists;
    return { ...lists, corrections: this.#list("trades"), cancelErrors: this.#list("trades") };
  }

  #list(channel: Channel): string[] {
    return [...(this.#sets.get(channel) ?? [])];
  }

  #exceeds(request: WireMarketDataRequest): boolean {
    if (this.#most === null) return false;
    const trades = new Set([...this.#list("trades"), ...(request.trades ?? [])]);
    const quotes = new Set([...this.#list("quotes"), ...(request.quotes ?? [])]);
    return trades.size + quotes.size > this.#most;
  }

  #refreshMask(): void {
    this.mask.fill(0);
    for (const channel of CHANNELS) {
      const set = this.#sets.get(channel);
      if (set === undefined || set.size === 0) continue;
      const takesAll = set.has("*");
      for (const [index, symbol] of this.#symbols.entries()) {
        if (takesAll || set.has(symbol)) {
          this.mask[index] = (this.mask[index] ?? 0) | CHANNEL_BITS[channel];
        }
      }
    }
  }
}
