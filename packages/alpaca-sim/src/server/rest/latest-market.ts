import { renderBar, renderQuote, renderTrade } from "../../render/render-market-data.ts";
import { assetOf } from "../../venue/asset.ts";
import type { LastEvent } from "../tape/market-board.ts";
import { knownUntil } from "./data-faults.ts";
import type { RestContext } from "./rest-context.ts";
import type { StoredBars } from "./stored-bars.ts";

/** What was last seen of a symbol on a feed, rendered; null where nothing was. */
export interface Seen {
  readonly symbol: string;
  readonly feed: string | null;
}

/** What was last seen: at the venue's present, on the delayed feed a quarter of an hour before it. */
export class LatestMarket {
  readonly #context: RestContext;
  readonly #bars: StoredBars;

  /** Reads from where the tape stands. */
  constructor(context: RestContext, bars: StoredBars) {
    this.#context = context;
    this.#bars = bars;
  }

  quote(seen: Seen): unknown {
    const event = this.#event("quote", seen);
    return event === null ? null : renderQuote(this.#place(seen.symbol, event));
  }

  trade(seen: Seen): unknown {
    const event = this.#event("trade", seen);
    return event === null ? null : renderTrade(this.#place(seen.symbol, event));
  }

  bar({ symbol, feed }: Seen): unknown {
    const bar = this.#bars.lastMinute(symbol, knownUntil(this.#context, feed));
    return bar === null ? null : renderBar(bar);
  }

  snapshot(seen: Seen): Record<string, unknown> {
    const { symbol, feed } = seen;
    const until = feed === "delayed_sip" ? knownUntil(this.#context, feed) : null;
    const [today, before] = this.#bars.lastDays(symbol, until);
    return {
      latestTrade: this.trade(seen),
      latestQuote: this.quote(seen),
      minuteBar: this.bar(seen),
      dailyBar: today === null ? null : renderBar(today),
      prevDailyBar: before === null ? null : renderBar(before),
    };
  }

  #event(kind: "quote" | "trade", { symbol, feed }: Seen): LastEvent | null {
    if (feed === "delayed_sip") return this.#delayed(kind, symbol);
    const { player, source } = this.#context;
    const number = source.symbols.indexOf(symbol);
    return kind === "quote" ? player.board.lastQuote(number) : player.board.lastTrade(number);
  }

  #delayed(kind: "quote" | "trade", symbol: string): LastEvent | null {
    const to = knownUntil(this.#context, "delayed_sip");
    const last = { from: 0, to, limit: 1, sort: "desc", after: null } as const;
    const query = { ...last, symbols: [symbol], feed: null, adjustment: "raw" };
    return this.#context.ticks.select(kind, query).get(symbol)?.[0] ?? null;
  }

  #place(symbol: string, event: LastEvent): Parameters<typeof renderTrade>[0] {
    return { ...event, asset: assetOf(symbol), printKinds: this.#context.source.printKinds };
  }
}
