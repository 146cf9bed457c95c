import { MINUTE_MS } from "@interlock/core/time";
import { buildBar, type Print } from "../../tape/bars/bar-builder.ts";
import { printAt, type TapeSource } from "../../tape/tape-source.ts";
import { assetOf } from "../../venue/asset.ts";
import type { VenueState } from "../../venue/venue-state.ts";
import type { StoredTicks } from "../tape/stored-ticks.ts";
import type { TapePlayer } from "../tape/tape-player.ts";
import type { Feed } from "./feed.ts";
import { CHANNEL_BITS } from "./subscriptions.ts";

const DOLLAR = 1_000_000;
/** More prints than a minute can have. */
const MOST_PRINTS = 1_000_000;

/** Codes of a halt and a resume: tapes A and B have digits, C letters. */
const STATUS = {
  A: { halt: ["2", "Trading Halt"], resume: ["3", "Resume"] },
  B: { halt: ["2", "Trading Halt"], resume: ["3", "Resume"] },
  C: { halt: ["H", "Trading Halt"], resume: ["T", "Trading Resumption"] },
} as const;

const REASONS: Readonly<Record<string, string>> = {
  T1: "Halt News Pending",
  T2: "Halt News Dissemination",
  T5: "Single Stock Trading Pause In Affect",
  T12: "Trading Halted; For Information Requested By Listing Market",
  LUDP: "Volatility Trading Pause",
  MWC1: "Market Wide Circuit Breaker Halt - Level 1",
  MWC2: "Market Wide Circuit Breaker Halt - Level 2",
  MWC3: "Market Wide Circuit Breaker Halt - Level 3",
  M: "Volatility Trading Pause",
  P: "News Pending",
};

/** What became of a print after it went out; null: it was canceled. */
export type Amendment = { readonly price: number; readonly size: number } | null;

/** What notices are made from. */
export interface NoticeParts {
  readonly venue: VenueState;
  readonly source: TapeSource;
  readonly player: TapePlayer;
  readonly ticks: StoredTicks;
  readonly feeds: readonly Feed[];
}

/** What a market tells besides prints and quotes: halts, price bands, imbalances, corrections and cancellations. */
export class MarketNotices {
  /** By the number of the print. */
  readonly amendments = new Map<number, Amendment>();
  readonly #parts: NoticeParts;

  /** Tells the readers of live feeds. */
  constructor(parts: NoticeParts) {
    this.#parts = parts;
  }

  /** Tells that trading in a symbol stopped or goes on. */
  status(symbol: string, change: "halt" | "resume", reason: string): void {
    const { tape } = assetOf(symbol);
    const [code, text] = STATUS[tape][change];
    const why = change === "halt" ? { rc: reason, rm: REASONS[reason] ?? "" } : { rc: "", rm: "" };
    this.#tell(symbol, CHANNEL_BITS.statuses, { T: "s", S: symbol, sc: code, sm: text, ...why });
  }

  /** Tells the price bands of a symbol, in dollars. */
  bands(
    symbol: string,
    bands: { readonly up: number; readonly down: number; readonly indicator: string },
  ): void {
    const { up: u, down: d, indicator: i } = bands;
    this.#tell(symbol, CHANNEL_BITS.lulds, { T: "l", S: symbol, u, d, i });
  }

  /** Tells the price at which an auction would be uneven, in dollars. */
  imbalance(symbol: string, price: number): void {
    this.#tell(symbol, CHANNEL_BITS.imbalances, { T: "i", S: symbol, p: price });
  }

  /**
   * Corrects the last print of a symbol, or cancels it; its minute's bar is told anew. Returns false when there is no
   * print that still stands.
   */
  amend(symbol: string, amendment: Amendment, action: "C" | "E" = "C"): boolean {
    const { source, player } = this.#parts;
    const index = source.symbols.indexOf(symbol);
    const last = player.board.lastTrade(index);
    if (last === null || this.amendments.has(last.id)) return false;
    const print = printAt(source, last.chunk, last.index);
    const packed = last.chunk.sizeB[last.index] ?? 0;
    const x = String.fromCharCode(packed & 0xff);
    const conditions = [...(source.printKinds[packed >>> 8]?.conditions ?? [])];
    this.amendments.set(last.id, amendment);
    const frame =
      amendment === null
        ? { T: "x", S: symbol, i: last.id, x, p: print.price / DOLLAR, s: print.size, a: action }
        : {
            T: "c",
            S: symbol,
            x,
            oi: last.id,
            op: print.price / DOLLAR,
            os: print.size,
            oc: conditions,
            ci: last.id,
            cp: amendment.price / DOLLAR,
            cs: amendment.size,
            cc: conditions,
          };
    this.#tell(symbol, CHANNEL_BITS.trades, frame);
    this.#rebuild(symbol, print);
    return true;
  }

  /** Builds the bar of a print's minute anew and tells it where it was told before. */
  #rebuild(symbol: string, { symbol: index, at }: Print): void {
    const { ticks, player, source, feeds } = this.#parts;
    const from = at - (at % MINUTE_MS);
    const period = { from, to: from + MINUTE_MS - 1, limit: MOST_PRINTS, sort: "asc" } as const;
    const query = { ...period, symbols: [symbol], feed: null, after: null, adjustment: "raw" };
    const prints = (ticks.select("trade", query).get(symbol) ?? []).flatMap((tick) => {
      const amendment = this.amendments.get(tick.id);
      if (amendment === null) return [];
      return { ...printAt(source, tick.chunk, tick.index), ...amendment };
    });
    const bar = buildBar(from, prints);
    if (bar === null || !player.bars.amend(index, bar)) return;
    for (const feed of feeds) {
      feed.bars("u", [{ symbol: index, bar }]);
      feed.flush();
    }
  }

  #tell(symbol: string, bits: number, fields: Record<string, unknown>): void {
    const { source, venue, feeds } = this.#parts;
    const index = source.symbols.indexOf(symbol);
    const item = { ...fields, t: new Date(venue.now), z: assetOf(symbol).tape };
    for (const feed of feeds) {
      feed.item(index, bits, item);
      feed.flush();
    }
  }
}
