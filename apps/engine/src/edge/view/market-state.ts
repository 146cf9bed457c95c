import type { HealthItem } from "@interlock/api/view/engine-view";
import type { MarketStateView } from "@interlock/api/view/position-view";
import type { Ticker } from "@interlock/core/ids";
import { sessionAt } from "@interlock/core/market/calendar";
import { describeCondition } from "@interlock/core/market/market-condition";
import { describeHalt } from "@interlock/core/market/trading-status";
import type { UnixMs } from "@interlock/core/time";
import type { EdgeBook } from "../follow/edge-book.ts";
import { type MarketBoard, readRow } from "../market-board.ts";

/** Where the state of a symbol's market is read: halts in the journal, all else on the board. */
export interface MarketStateSource {
  readonly book: Pick<EdgeBook, "state">;
  readonly board: MarketBoard;
  readonly venueTime: UnixMs;
}

/** Returns whether a symbol trades, and the sentence that says why not; none where there is nothing to say. */
export function marketState(source: MarketStateSource, symbol: Ticker): MarketStateView {
  const { state } = source.book;
  const halt = state.marketHalt ?? state.halts[symbol];
  if (halt !== undefined) {
    const rule = "No order is sent; working orders stay; it goes on when the market resumes.";
    return { trading: "halted", tradingNote: `${describeHalt(halt)} ${rule}` };
  }
  const index = source.board.symbols.indexOf(symbol);
  if (index < 0) return { trading: "open", tradingNote: "" };
  const { condition } = readRow(source.board, index);
  const isSaid = condition !== "open" && isTraded(source.venueTime);
  return { trading: condition, tradingNote: isSaid ? describeCondition(symbol, condition) : "" };
}

/** At night our feeds bring no trade that could show anything, and nobody has to look. */
function isTraded(time: UnixMs): boolean {
  const session = sessionAt(time);
  return session !== "closed" && session !== "overnight";
}

/** The market data's part of the health: the stream, and what does not trade. */
export function marketHealth(source: MarketStateSource): HealthItem {
  const { state } = source.book;
  const item = { name: "market_data" as const, since: null };
  if (!state.connections.market_data) return { ...item, status: "down", detail: "stream down" };
  const halted: string[] = state.marketHalt === null ? [] : ["the whole market"];
  const doubted: string[] = [];
  const unknown: string[] = [];
  for (const symbol of source.board.symbols) {
    const { trading, tradingNote } = marketState(source, symbol);
    if (trading === "halted") halted.push(symbol);
    else if (tradingNote !== "") (trading === "status_unknown" ? unknown : doubted).push(symbol);
  }
  const detail = [
    "stream connected",
    named("halted by the market", halted),
    named("no new risk while the quote is in doubt", doubted),
    named("trading status unknown until a trade", unknown),
  ].filter((part) => part !== "");
  const status = halted.length + doubted.length > 0 ? "degraded" : "ok";
  return { ...item, status, detail: detail.join("; ") };
}

const NAMED = 5;

function named(what: string, symbols: readonly string[]): string {
  if (symbols.length === 0) return "";
  const more = symbols.length > NAMED ? ` and ${symbols.length - NAMED} more` : "";
  return `${what}: ${symbols.slice(0, NAMED).join(", ")}${more}`;
}
