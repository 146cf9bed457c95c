import { assert } from "@interlock/core/assert";
import { NO_FEES, type RegulatoryFees } from "@interlock/core/fees/regulatory-fees";
import { type Ticker, ticker } from "@interlock/core/ids";
import { newYorkDate } from "@interlock/core/market/calendar";
import type { IsoDate } from "@interlock/core/market/civil-date";
import { type Money, ZERO_MONEY } from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import type { Quantity } from "@interlock/core/number/quantity";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import type { EquityMark } from "./account/equity-mark.ts";
import type { Watchlist } from "./account/watchlist.ts";
import { type Asset, assetOf } from "./asset.ts";
import { type Book, emptyBook } from "./book/book.ts";
import { uuidOf } from "./identifiers.ts";
import type { CorporateAction } from "./corporate/corporate-action.ts";
import type { Execution, OrderEvent } from "./order/order-event.ts";
import type { OrderRecord, OrderStatus } from "./order/order-record.ts";
import type { PositionRecord } from "./account/position-record.ts";
import { nextBoundary, type VenueSession, venueSessionAt } from "./session.ts";
import { type Stamp, stampOf } from "./stamp.ts";

/** What a venue is started with. */
export interface VenueConfig {
  /** Seeds every id. Two venues with the same seed and the same inputs give the same answers to the byte. */
  readonly seed: string;
  readonly accountId: string;
  readonly accountNumber: string;
  readonly symbols: readonly string[];
  readonly startAt: UnixMs;
  readonly cash: Money;
  /** Closing prices of the day before the first, by symbol, where they are known. */
  readonly previousCloses: ReadonlyMap<string, Price>;
  /** How often a fill takes a part only, of a size that the seed decides; 0 for never. */
  readonly partialFills: number;
  /** Whether orders are reported as pending on their way to work, to their end and to their successor. */
  readonly tellsPending?: boolean;
  /** Status in the answer to an order that starts working at once. */
  readonly acknowledgedAs: "pending_new" | "accepted" | "new";
}

/** What the holder of the account may choose. */
export interface AccountChoices {
  readonly suspendTrade: boolean;
  readonly noShorting: boolean;
  readonly fractionalTrading: boolean;
  readonly maxMarginMultiplier: "1" | "2" | "4";
  readonly tradeConfirmEmail: "all" | "none";
  readonly ptpNoExceptionEntry: boolean;
  readonly maxOptionsTradingLevel: number | null;
  readonly disableOvernightTrading: boolean;
}

/** A regulatory fee charged at the end of a day. */
export interface FeeCharge {
  readonly id: string;
  readonly kind: "REG" | "TAF" | "CAT";
  readonly date: IsoDate;
  readonly amount: Money;
  readonly at: UnixMs;
  readonly stamp: Stamp;
}

/** How the broker stands to the account. */
export interface AccountStanding {
  readonly status: string;
  readonly tradingBlocked: boolean;
  readonly accountBlocked: boolean;
  readonly transfersBlocked: boolean;
  /** Positions may be closed, not opened. */
  readonly closingOnly: boolean;
}

/** An entry of the account that is neither a trade nor a fee; the amount is positive for what came in. */
export interface AccountEntry {
  readonly id: string;
  readonly type: "CSD" | "CSW" | "JNLS" | "DIV" | "SPLIT" | "NC";
  readonly date: IsoDate;
  readonly amount: Money;
  readonly symbol: string | null;
  readonly quantity: Quantity | null;
  readonly perShare: Price | null;
  readonly description: string;
  readonly stamp: Stamp;
}

/** What counted when the trading day began. */
export interface DayStart {
  readonly date: IsoDate;
  readonly equity: Money;
  readonly maintenanceMargin: Money;
}

/** Everything that the venue knows. Changed by `step` alone. */
export interface VenueState {
  readonly config: VenueConfig;
  readonly assets: Map<string, Asset>;
  readonly books: Map<string, Book>;
  readonly orders: Map<string, OrderRecord>;
  readonly orderIdByClientId: Map<string, string>;
  /** Open orders that stand in no book: they wait for a session to begin, or are stuck in `pending_cancel`. */
  readonly sidelined: Set<OrderRecord>;
  readonly positions: Map<Ticker, PositionRecord>;
  readonly executions: Execution[];
  readonly charges: FeeCharge[];
  readonly watchlists: Map<string, Watchlist>;
  readonly equityCurve: EquityMark[];
  readonly entries: AccountEntry[];
  readonly corporateActions: CorporateAction[];
  /** Symbols in which trading is halted, with the reason. */
  readonly halts: Map<string, string>;
  readonly closes: Map<string, Price>;
  now: UnixMs;
  session: VenueSession;
  nextBoundaryAt: UnixMs;
  /** End of the minute whose equity is noted next. */
  nextEquityAt: UnixMs;
  choices: AccountChoices;
  standing: AccountStanding;
  cash: Money;
  /** Profit of everything closed so far, before fees. */
  realized: Money;
  accrued: RegulatoryFees;
  dayStart: DayStart;
  stampedAt: UnixMs;
  stampNanos: number;
  sequence: number;
  idsMade: number;
  events: OrderEvent[];
}

const FIRST_CHOICES: AccountChoices = {
  suspendTrade: false,
  noShorting: false,
  fractionalTrading: true,
  maxMarginMultiplier: "4",
  tradeConfirmEmail: "all",
  ptpNoExceptionEntry: false,
  maxOptionsTradingLevel: null,
  disableOvernightTrading: false,
};

const FIRST_STANDING: AccountStanding = {
  status: "ACTIVE",
  tradingBlocked: false,
  accountBlocked: false,
  transfersBlocked: false,
  closingOnly: false,
};

/** Returns a venue before its first input. */
export function createVenue(config: VenueConfig): VenueState {
  return {
    config,
    assets: new Map(config.symbols.map((symbol) => [symbol, assetOf(symbol)])),
    books: new Map(config.symbols.map((symbol) => [symbol, emptyBook(ticker(symbol))])),
    orders: new Map(),
    orderIdByClientId: new Map(),
    sidelined: new Set(),
    positions: new Map(),
    executions: [],
    charges: [],
    watchlists: new Map(),
    equityCurve: [],
    entries: [],
    corporateActions: [],
    halts: new Map(),
    closes: new Map(config.previousCloses),
    now: config.startAt,
    session: venueSessionAt(config.startAt),
    nextBoundaryAt: nextBoundary(config.startAt),
    nextEquityAt: config.startAt - (config.startAt % MINUTE_MS) + MINUTE_MS,
    choices: FIRST_CHOICES,
    standing: FIRST_STANDING,
    cash: config.cash,
    realized: ZERO_MONEY,
    accrued: NO_FEES,
    dayStart: {
      date: newYorkDate(config.startAt),
      equity: config.cash,
      maintenanceMargin: ZERO_MONEY,
    },
    stampedAt: config.startAt,
    stampNanos: 0,
    sequence: 0,
    idsMade: 0,
    events: [],
  };
}

/** Returns the book of a symbol that is known to be traded. */
export function bookOf(state: VenueState, symbol: string): Book {
  const book = state.books.get(symbol);
  assert(book !== undefined, `no book for "${symbol}"`);
  return book;
}

/** Returns the present instant as a stamp, one nanosecond after the last one given within the same millisecond. */
export function takeStamp(state: VenueState): Stamp {
  state.stampNanos = state.stampedAt === state.now ? state.stampNanos + 1 : 0;
  state.stampedAt = state.now;
  return stampOf(state.now, state.stampNanos);
}

/** Returns an id that no other thing of this venue has. */
export function takeId(
  state: VenueState,
  kind: "order" | "execution" | "charge" | "client" | "entry" | "watchlist" | "corporate",
): string {
  state.idsMade += 1;
  return uuidOf(`${state.config.seed}/${kind}/${state.idsMade}`);
}

/** Notes an event about an order, with a copy of the order as it is now. */
export function emit(
  state: VenueState,
  event: Omit<OrderEvent, "order">,
  order: OrderRecord,
): void {
  state.events.push({ ...event, order: { ...order } });
}

/** Tells whether an order with this status may still be filled. */
export function isWorking(status: OrderStatus): boolean {
  return status === "new" || status === "partially_filled";
}
