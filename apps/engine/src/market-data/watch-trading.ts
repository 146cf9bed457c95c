import type { Ticker } from "@interlock/core/ids";
import { marketDay, newYorkDate } from "@interlock/core/market/calendar";
import type { MarketTrade } from "@interlock/core/market/trade";
import {
  describeHalt,
  type TradingHalt,
  type TradingStatus,
} from "@interlock/core/market/trading-status";
import { quantityUnits } from "@interlock/core/number/quantity";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import { openBook } from "../views.ts";
import type { SymbolMarket } from "./symbol-market.ts";

/**
 * Whether a symbol trades, by what its market says of it.
 *
 * 1. A halt is a record: it outlives a restart. While it lasts no order is sent in the symbol, a closing one neither;
 *    what works at the venue stays. A circuit breaker of the market holds every symbol.
 * 2. It ends by the market's own word that trading resumes. New risk then waits for a regular quote made since.
 * 3. The venue cannot be asked for a status, and one that was told while our stream was away is lost. After a start and
 *    after each gap of the stream a symbol's status is unknown, never open: new risk waits for a status, or for a trade
 *    made since, which a halted symbol does not have. Such a trade also ends a halt whose end was not heard.
 * 4. A halt of an earlier day of which nothing was said since is in doubt from the pre-open on: a trade ends it, too.
 */
export function watchTrading(decision: Decision, { body }: Input): void {
  switch (body.kind) {
    case "trading_status":
      return takeStatus(decision, body.status);
    case "price_bands": {
      const market = decision.views.markets.get(body.bands.symbol);
      if (market !== undefined) market.bands = body.bands;
      return;
    }
    case "connection":
    case "stream_gap":
      if (body.channel === "market_data") doubtAll(decision);
      return;
    case "clock":
      return doubtOldHalts(decision);
    default:
      return;
  }
}

function doubtAll({ views, time }: Decision): void {
  for (const market of views.markets.values()) market.statusDoubtedSince = time;
}

function doubtOldHalts({ state, views, time }: Decision): void {
  const { marketHalt, halts } = state;
  if (marketHalt === null && Object.keys(halts).length === 0) return;
  const begins = marketDay(newYorkDate(time))?.preOpenAt ?? null;
  if (begins === null || time < begins) return;
  for (const market of views.markets.values()) {
    const halt = halts[market.symbol] ?? marketHalt;
    if (halt === null || market.statusDoubtedSince !== null) continue;
    if (Math.max(halt.since, market.statusAt) < begins) market.statusDoubtedSince = time;
  }
}

/**
 * Ends the halts of symbols that are not watched any more, at a start: nobody would ever hear their end, and what is
 * held of them could not be closed. New risk in them is impossible without market data.
 */
export function endUnwatchedHalts(decision: Decision): void {
  const { state, views } = decision;
  for (const { symbol } of Object.values(state.halts)) {
    if (symbol === null || views.markets.has(symbol)) continue;
    const how = "it is not watched any more, so that its end would not be heard";
    decision.emit({ kind: "halt_ended", symbol, how });
    decision.alert(
      "warning",
      `Whether ${symbol} is still halted is not known: it is not in the universe any more. A closing order in it goes to the venue, which may hold or refuse it.`,
    );
  }
}

function takeStatus(decision: Decision, status: TradingStatus): void {
  const market = decision.views.markets.get(status.symbol);
  if (market === undefined || status.venueAt < market.statusAt) return;
  market.statusAt = status.venueAt;
  market.statusDoubtedSince = null;
  switch (status.phase) {
    case "halted":
    case "quoting":
      return halt(decision, status);
    case "trading":
      return resume(decision, market, {
        since: status.venueAt,
        how: `its market says that trading resumes (${status.words})`,
      });
    case "unclear":
      market.statusDoubtedSince = decision.time;
      return decision.alert(
        "warning",
        `The market's status of ${status.symbol} is not known here (${status.words}): new risk in it waits for another status or a trade.`,
      );
  }
}

function halt(decision: Decision, { symbol, venueAt, words, marketWide }: TradingStatus): void {
  const { state } = decision;
  const stands = { since: venueAt, words };
  if (marketWide && state.marketHalt === null) {
    decision.emit({ kind: "trading_halted", halt: { symbol: null, ...stands } });
    decision.alert(
      "critical",
      `${describeHalt({ symbol: null, words })} No order is sent until it resumes; working orders stay.`,
    );
  }
  if (state.halts[symbol] !== undefined) return;
  const standing: TradingHalt = { symbol, ...stands };
  decision.emit({ kind: "trading_halted", halt: standing });
  if (marketWide) return;
  const severity = concernsUs(decision, symbol) ? "critical" : "warning";
  decision.alert(
    severity,
    `${describeHalt(standing)} No order is sent in it until it resumes; working orders stay.`,
  );
}

function concernsUs({ state, views }: Decision, symbol: Ticker): boolean {
  const position = state.portfolio.positions[symbol];
  const held = position !== undefined && quantityUnits(position.quantity) !== 0;
  return held || openBook(views, symbol).sum.count > 0;
}

interface Resumption {
  readonly since: number;
  readonly how: string;
}

function resume(decision: Decision, market: SymbolMarket, { since, how }: Resumption): void {
  const { state } = decision;
  const { symbol } = market;
  if (state.marketHalt !== null) endMarketHalt(decision, symbol);
  if (state.halts[symbol] === undefined) return;
  market.quoteAwaitedSince = since;
  decision.emit({ kind: "halt_ended", symbol, how });
}

/** One symbol that trades shows that the market does; each other one needs its own word, or a trade. */
function endMarketHalt(decision: Decision, by: Ticker): void {
  const { state, views, time } = decision;
  decision.emit({ kind: "halt_ended", symbol: null, how: `${by} trades again` });
  for (const market of views.markets.values()) {
    if (market.symbol === by || state.halts[market.symbol] !== undefined) continue;
    market.statusDoubtedSince = time;
    market.quoteAwaitedSince = time;
  }
}

/** Takes a trade as proof that its symbol trades, where that is in doubt. */
export function proveTrading(decision: Decision, market: SymbolMarket, trade: MarketTrade): void {
  const doubted = market.statusDoubtedSince;
  if (doubted === null || trade.venueAt < doubted) return;
  market.statusDoubtedSince = null;
  resume(decision, market, {
    since: trade.venueAt,
    how: "it was traded after the market data came back",
  });
}
