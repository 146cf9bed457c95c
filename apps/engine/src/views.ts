import { type ClientOrderId, idsOf, type Ticker } from "@interlock/core/ids";
import { CancelPace } from "@interlock/core/kill/cancel-pace";
import { firstPace, LOOK_TEMPO } from "@interlock/core/kill/look-pace";
import {
  assignSectors,
  type LiveTotals,
  emptyTotals,
  doubtMark,
  recallMark,
  rescaleMark,
  updateOpenOrders,
  updatePosition,
  updateVenueMark,
} from "@interlock/core/portfolio/live-totals";
import { OpenOrderBook } from "@interlock/core/portfolio/open-orders";
import type { HoldingConversion } from "@interlock/core/corporate/convert-holding";
import { type CorporateAction, scaleOf } from "@interlock/core/corporate/corporate-action";
import { nextExStart, waitingActions } from "@interlock/core/corporate/corporate-book";
import { priceInBooks } from "@interlock/core/corporate/corporate-hold";
import { toNewPrice } from "@interlock/core/corporate/share-ratio";
import { emptyRecord } from "@interlock/core/record-of-names";
import type { TakenOver } from "@interlock/core/reconciliation/break";
import type { Position } from "@interlock/core/position/position";
import type { Order } from "@interlock/core/order/order";
import { forgetReadings } from "@interlock/core/risk/breakers/confirmed-level";
import { createRiskWatch, forgetSymbol, type RiskWatch } from "@interlock/core/risk/real-time";
import type { UnixMs } from "@interlock/core/time";
import { type BrokerStopBook, emptyBrokerStopBook } from "./broker-stop-book.ts";
import {
  type AccountQuestion,
  type CancelPursuit,
  type CorporateQuestion,
  type Lookup,
  type OrderLists,
  type CalendarQuestion,
  type QuoteQuestion,
  type Snapshots,
  type Sweeps,
  unaskedQuotes,
} from "./open-questions.ts";
import {
  followDroppedOrder,
  followStrategyBooks,
  followStrategyOrder,
  openStrategyBooks,
} from "./portfolio/strategy-books.ts";
import { type AccountWatch, emptyAccountWatch } from "@interlock/core/risk/exposure/account-watch";
import { newRiskOf } from "@interlock/core/risk/flow/flow-book";
import { type DailyQuestion, unaskedDaily } from "./execution/questions/daily-question.ts";
import type { SymbolMarket } from "./market-data/symbol-market.ts";
import { type CallMark, createCallMark } from "./signals/call-mark.ts";
import type { StrategyRuntime } from "./signals/strategy-runtime.ts";
import type { EngineRecord } from "./record.ts";
import type { EngineState } from "./state.ts";

/**
 * What the engine sees now and does not journal: the market, indicators, sums over the book, questions under way.
 * It begins empty at every start and is a fold of the inputs since, so a replay of the tape rebuilds it exactly.
 * Nothing here survives a restart, hence nothing here may be needed to know what we own or owe.
 */
export interface Views {
  readonly markets: Map<Ticker, SymbolMarket>;
  readonly strategies: StrategyRuntime[];
  /** Which of them is being called: the one view that outlives a start, for another thread reads it. */
  readonly callMark: CallMark;
  readonly totals: LiveTotals;
  readonly openBySymbol: Map<Ticker, OpenOrderBook>;
  readonly lookups: Map<ClientOrderId, Lookup>;
  /** Differences seen once, waiting for a second answer of the venue before they are called a break. */
  readonly suspects: Map<string, number>;
  readonly snapshots: Snapshots;
  readonly orderLists: OrderLists;
  readonly accountQuestion: AccountQuestion;
  readonly sweeps: Sweeps;
  readonly quoteQuestion: QuoteQuestion;
  readonly calendarQuestion: CalendarQuestion;
  /** For what may be done with instruments. */
  readonly assetQuestion: DailyQuestion;
  readonly volumeQuestion: DailyQuestion;
  readonly corporateQuestion: CorporateQuestion;
  /** Actions whose day has come and which the venue has not shown, by symbol: mostly none. */
  readonly waitingActions: Map<Ticker, CorporateAction>;
  /** When the next announced action has its day: every input looks, and a comparison of two numbers is enough. */
  nextExStart: UnixMs;
  /** When this run began. */
  startedAt: UnixMs;
  projectionLagMs: number;
  /** What the venue says of the account, and what we took on since. */
  readonly accountWatch: AccountWatch;
  readonly riskWatch: RiskWatch;
  readonly stopAskedAt: Map<Ticker, UnixMs>;
  /** Symbols in which a stop-loss is at work or refuses an entry: mostly none, so that an order looks no further. */
  readonly stopSymbols: Set<Ticker>;
  readonly cancelAskedAt: Map<string, UnixMs>;
  /** Cancels that kills sent one by one within the last minute. */
  readonly cancelPace: CancelPace;
  readonly cancelPursuits: Map<string, CancelPursuit>;
  /** Times that an order which our books had ended was asked to be canceled, by the venue's id. */
  readonly endedCancels: Map<string, number>;
  /** What stops at the broker wait for, and what waits for them. */
  readonly brokerStops: BrokerStopBook;
  /** A flatten under way: when each position was last asked to be closed, and why any was refused. */
  readonly closedAskedAt: Map<Ticker, UnixMs>;
  readonly closingRefusals: Map<Ticker, string>;
  /** By kill: positions whose shares the venue holds for orders that it does not show, by their text, since when. */
  readonly sharesHeldSince: Map<string, Map<string, UnixMs>>;
}

/** Returns views that have seen nothing. */
export function emptyViews(callMark = createCallMark()): Views {
  return {
    markets: new Map(),
    strategies: [],
    callMark,
    totals: emptyTotals(),
    openBySymbol: new Map(),
    lookups: new Map(),
    suspects: new Map(),
    snapshots: {
      askedAt: null,
      lastAskedAt: null,
      askedAllAt: null,
      clocksSince: 0,
      wanted: false,
      failures: 0,
      failure: "",
      dueSince: null,
      trustedFrom: 0,
      unnamed: new Set(),
    },
    orderLists: { inFlight: false, lastAskedAt: 0, failures: 0 },
    accountQuestion: {
      inFlight: false,
      askedAt: 0,
      answeredAt: null,
      failures: 0,
      failure: "",
      keyDoubt: "",
      doubtedAt: 0,
      keyRefused: false,
    },
    sweeps: {
      inFlight: null,
      filledMeanwhile: false,
      shownMeanwhile: false,
      pace: firstPace(LOOK_TEMPO),
      cancelsWait: false,
      waitedMs: 0,
      countedAt: 0,
    },
    calendarQuestion: { inFlight: false, failed: false, askedOn: "", askedAt: 0, clocksSince: 0 },
    quoteQuestion: unaskedQuotes(),
    assetQuestion: unaskedDaily(),
    volumeQuestion: unaskedDaily(),
    corporateQuestion: { ...unaskedDaily(), asked: new Set() },
    waitingActions: new Map(),
    nextExStart: Number.POSITIVE_INFINITY,
    startedAt: 0,
    projectionLagMs: 0,
    accountWatch: emptyAccountWatch(),
    riskWatch: createRiskWatch(),
    stopAskedAt: new Map(),
    stopSymbols: new Set(),
    cancelAskedAt: new Map(),
    cancelPace: new CancelPace(),
    cancelPursuits: new Map(),
    endedCancels: new Map(),
    brokerStops: emptyBrokerStopBook(),
    closedAskedAt: new Map(),
    sharesHeldSince: new Map(),
    closingRefusals: new Map(),
  };
}

/** Brings the sums over the book to a state that was recovered. */
export function rebuildTotals(views: Views, state: EngineState): void {
  assignSectors(views.totals, state.settings?.sectors ?? emptyRecord());
  recallMarks(views, state.marks);
  findStops(views, state);
  findActions(views, state);
  for (const position of Object.values<Position>(state.portfolio.positions))
    updatePosition(views.totals, position);
  for (const orders of [state.orders, state.external]) {
    for (const id in orders) {
      const order = orders[id];
      if (order !== undefined) trackOrder(views, state, order);
    }
  }
  openStrategyBooks(views, state);
}

/** Follows a record that was just applied, so that sums and state never disagree. */
export function followRecord(views: Views, state: EngineState, record: EngineRecord): void {
  followStrategyBooks(views, state, record);
  switch (record.kind) {
    case "engine_started":
      return assignSectors(views.totals, record.settings.sectors ?? emptyRecord());
    case "order_approved":
      // What was refused before is being closed: as long as it is not, the reason stands.
      if (record.intent.purpose === "flatten") views.closingRefusals.delete(record.intent.symbol);
      views.accountWatch.approvedUnits += newRiskOf(record.measures) ?? 0;
      return trackById(views, state, record.intent.clientOrderId);
    case "order_advanced":
      if (record.event.kind === "accepted") views.sweeps.shownMeanwhile = true;
      return trackById(views, state, record.clientOrderId);
    case "external_order_seen": {
      const order = state.external[record.order.venueOrderId];
      if (order !== undefined) views.sweeps.shownMeanwhile = true;
      if (order !== undefined) trackOrder(views, state, order);
      else untrack(views, { symbol: record.order.symbol, id: record.order.venueOrderId });
      return;
    }
    case "fill_booked": {
      views.sweeps.filledMeanwhile = true;
      trackPosition(views, state, record.fill.symbol);
      return trackById(views, state, record.fill.clientOrderId);
    }
    case "account_adopted":
      return rebuildTotals(views, state);
    case "break_adopted":
      trackPosition(views, state, record.break.symbol);
      return rescaleTaken(views, record.taken);
    case "corporate_action_announced":
    case "corporate_action_effective":
    case "corporate_action_ended":
      return findActions(views, state);
    case "corporate_action_booked":
      // What traded in a day is counted in new shares: it is asked for at once, and not in the next part of the day.
      views.volumeQuestion.period = "";
      return followConversion(views, state, record.conversion);
    case "day_opened":
    case "stop_fired":
    case "stop_ended":
    case "entry_released":
      return findStops(views, state);
    case "positions_marked":
      return recallMarks(views, record.marks);
    case "reconciled":
      return markByVenue(views, state);
    default:
      return;
  }
}

/** What is due is found when actions change, not at every input. One symbol shows one action at a time. */
function findActions(views: Views, { corporate }: EngineState): void {
  views.nextExStart = nextExStart(corporate);
  views.waitingActions.clear();
  for (const { action } of waitingActions(corporate)) {
    views.waitingActions.set(action.symbol, action);
    // No market price of today says what the shares in the books are worth: they wait for one that does.
    if (scaleOf(action) === null) doubtMark(views.totals, action.symbol);
  }
}

/** The new shares are valued at the same money: their price is the old one's, converted, until the market speaks. */
function followConversion(views: Views, state: EngineState, done: HoldingConversion): void {
  const { from, to, ratio } = done;
  const before = views.totals.symbols[from]?.referencePrice ?? null;
  findActions(views, state);
  trackPosition(views, state, from);
  trackPosition(views, state, to);
  if (before !== null) rescaleMark(views.totals, to, toNewPrice(before, ratio));
  forgetSymbol(views.riskWatch, from);
  forgetReadings(views.riskWatch.equity);
}

function rescaleTaken(views: Views, taken: TakenOver): void {
  // Equity has moved by no result: readings of before and of now must not be held against each other.
  forgetReadings(views.riskWatch.equity);
  if (taken.kind !== "position" || taken.newMark == null) return;
  rescaleMark(views.totals, taken.symbol, taken.newMark);
  forgetSymbol(views.riskWatch, taken.symbol);
}

function trackPosition(views: Views, state: EngineState, symbol: Ticker | null): void {
  const position = symbol === null ? undefined : state.portfolio.positions[symbol];
  if (position !== undefined) updatePosition(views.totals, position);
}

function findStops({ stopSymbols }: Views, { stops, stoppedOut }: EngineState): void {
  stopSymbols.clear();
  for (const symbol of idsOf<Ticker>(stops)) stopSymbols.add(symbol);
  for (const latches of Object.values(stoppedOut)) {
    for (const symbol of idsOf<Ticker>(latches)) stopSymbols.add(symbol);
  }
}

function recallMarks(views: Views, marks: EngineState["marks"]): void {
  for (const symbol of idsOf<Ticker>(marks)) {
    const mark = marks[symbol];
    if (mark !== undefined) recallMark(views.totals, symbol, mark);
  }
}

/** What we hold and see no market of is valued as the venue values it. */
function markByVenue(views: Views, state: EngineState): void {
  for (const { symbol, currentPrice } of state.reconciliation?.venuePositions ?? []) {
    if (currentPrice === undefined) continue;
    const mark = priceInBooks(views.waitingActions.get(symbol), currentPrice);
    if (mark !== null) updateVenueMark(views.totals, symbol, mark);
  }
}

function trackById(views: Views, state: EngineState, id: string): void {
  const order = state.orders[id];
  if (order !== undefined) trackOrder(views, state, order);
}

function trackOrder(views: Views, state: EngineState, order: Order): void {
  const id =
    state.external[order.venueOrderId ?? ""] === order
      ? (order.venueOrderId ?? "")
      : order.clientOrderId;
  const book = openBook(views, order.symbol);
  if (!book.track(id, order)) return;
  updateOpenOrders(views.totals, order.symbol, book.sum);
  followStrategyOrder(views, order);
}

function untrack(
  views: Views,
  { symbol, id }: { readonly symbol: Ticker; readonly id: string },
): void {
  const book = openBook(views, symbol);
  if (!book.drop(id)) return;
  updateOpenOrders(views.totals, symbol, book.sum);
  followDroppedOrder(views, symbol);
}

/** Yields the open orders of a symbol, ours and those of other programs. */
export function* openOrdersOf(views: Views, state: EngineState, symbol: Ticker): Generator<Order> {
  for (const id of openBook(views, symbol).ids()) {
    const order = state.orders[id] ?? state.external[id];
    if (order !== undefined) yield order;
  }
}

/** Returns the open orders of a symbol with their sums, making an empty book at its first mention. */
export function openBook(views: Views, symbol: Ticker): OpenOrderBook {
  let book = views.openBySymbol.get(symbol);
  if (book === undefined) {
    book = new OpenOrderBook();
    views.openBySymbol.set(symbol, book);
  }
  return book;
}
