import { assertNever } from "@interlock/core/assert";
import { shares } from "@interlock/core/number/quantity";
import { advance } from "./advance.ts";
import { isRegularMarket, showQuote } from "./book/book.ts";
import { cancelAll, cancelOrder } from "./order/cancel-order.ts";
import { noteEquity } from "./account/equity-curve.ts";
import { changeWatchlist } from "./account/watchlists.ts";
import { closeAll, closePosition } from "./account/close-position.ts";
import { endOpening } from "./book/auctions.ts";
import { applyPrint } from "./book/elect.ts";
import { matchBook } from "./book/match.ts";
import { control } from "./control/control.ts";
import { replace } from "./order/replace.ts";
import { submit } from "./order/submit.ts";
import type { QuoteInput, Reply, Step, TradeInput, VenueInput } from "./venue-input.ts";
import { bookOf, type VenueState } from "./venue-state.ts";

const NONE: Reply = { kind: "none" };
/** Shared by the many inputs that lead to nothing, so that a tape of millions of events allocates nothing here. */
const NOTHING: Step = { reply: NONE, events: [] };
const MOST_SHARES = 9_000_000;

/**
 * Takes one input. Changes `state` in place and returns the answer and the events. The whole venue is a function of
 * its configuration and the inputs so far: no clock, no randomness, no I/O. First the clock moves to the input's
 * time, which ends orders and days that are over; then the input has its effect.
 */
export function step(state: VenueState, input: VenueInput): Step {
  if (input.at >= state.nextEquityAt) noteEquity(state, input.at);
  advance(state, input.at);
  const reply = handle(state, input);
  if (reply === NONE && state.events.length === 0) return NOTHING;
  const events = state.events;
  state.events = [];
  return { reply, events };
}

function handle(state: VenueState, input: VenueInput): Reply {
  switch (input.kind) {
    case "quote":
      return onQuote(state, input);
    case "trade":
      return onTrade(state, input);
    case "clock":
      return NONE;
    case "submit":
      return { kind: "order", outcome: submit(state, input.order, input.fails) };
    case "replace":
      return { kind: "order", outcome: replace(state, input.orderId, input.changes) };
    case "cancel":
      return { kind: "order", outcome: cancelOrder(state, input.orderId, input.stuck) };
    case "cancel_all":
      return { kind: "canceled", lines: cancelAll(state, input.stuck, input.failing) };
    case "close":
      return { kind: "order", outcome: closePosition(state, input.symbol, input.part) };
    case "close_all":
      return { kind: "closed", lines: closeAll(state, input.cancelOrders, input.failing) };
    case "watchlist":
      return { kind: "watchlist", outcome: changeWatchlist(state, input.change) };
    case "control":
      return { kind: "controlled", outcome: control(state, input.action) };
    case "configure":
      state.choices = { ...state.choices, ...input.choices };
      return { kind: "configured", choices: state.choices };
    default:
      return assertNever(input);
  }
}

function onQuote(state: VenueState, quote: QuoteInput): Reply {
  const book = bookOf(state, quote.symbol);
  showQuote(book, quote);
  if (!isRegularMarket(book)) return NONE;
  matchBook(state, book);
  if (book.opening.size > 0) endOpening(state, book);
  return NONE;
}

function onTrade(state: VenueState, trade: TradeInput): Reply {
  if (!trade.counts) return NONE;
  const size = shares(Math.min(trade.size, MOST_SHARES));
  applyPrint(state, bookOf(state, trade.symbol), { price: trade.price, size });
  return NONE;
}
