/**
 * What a client of Alpaca's can do, as small as the cases need it. Two clients implement it: the official SDK, and
 * plain HTTP and WebSocket. Whatever a case finds must be the same for both.
 */
export interface ConformanceClient {
  account(): Promise<AccountSeen>;
  isOpen(): Promise<boolean>;
  calendar(from: string, to: string): Promise<readonly DaySeen[]>;
  asset(symbol: string): Promise<Answered<AssetSeen>>;
  submit(order: OrderSent): Promise<Answered<OrderSeen>>;
  order(id: string): Promise<Answered<OrderSeen>>;
  orderByClientId(id: string): Promise<Answered<OrderSeen>>;
  orders(status: "open" | "closed" | "all"): Promise<readonly OrderSeen[]>;
  /** Every order behind one, oldest first. */
  ordersAfter(id: string): Promise<Answered<readonly OrderSeen[]>>;
  replace(id: string, limitPrice: string): Promise<Answered<OrderSeen>>;
  cancel(id: string): Promise<Answered<null>>;
  cancelAll(): Promise<readonly { readonly id: string; readonly status: number }[]>;
  position(symbol: string): Promise<Answered<PositionSeen>>;
  close(symbol: string): Promise<Answered<OrderSeen>>;
  fills(): Promise<readonly FillSeen[]>;
  /** One page of executions, newest first, behind the id of an activity. */
  fillsPage(size: number, token: string | null): Promise<readonly FillSeen[]>;
  bars(query: BarsAsked): Promise<BarsSeen>;
  latestQuote(symbol: string): Promise<{ readonly bid: number; readonly ask: number }>;
  /** Asks for the latest quote of a feed. */
  quoteOn(feed: string, symbol: string): Promise<Answered<null>>;
  createWatchlist(name: string, symbols: readonly string[]): Promise<Answered<string>>;
  deleteWatchlist(id: string): Promise<Answered<null>>;
  /** Signs in to trade updates and listens; resolves once it hears. */
  listen(): Promise<Heard<UpdateSeen>>;
  /** Signs in to market data and subscribes to quotes; resolves once that is acknowledged. */
  watchQuotes(symbol: string): Promise<Heard<QuoteSeen>>;
}

/** An order as a case sends it: the fields of the wire. */
export interface OrderSent {
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly type: "market" | "limit" | "stop" | "stop_limit" | "trailing_stop";
  readonly time_in_force: "day" | "gtc" | "opg" | "cls" | "ioc" | "fok";
  readonly qty?: string;
  readonly notional?: string;
  readonly limit_price?: string;
  readonly stop_price?: string;
  readonly trail_percent?: string;
  readonly extended_hours?: boolean;
  readonly client_order_id?: string;
  readonly order_class?: "simple" | "bracket" | "oco" | "oto";
  readonly take_profit?: { readonly limit_price: string };
  readonly stop_loss?: { readonly stop_price: string; readonly limit_price?: string };
}

/** An answer, or how it was refused: status and code are Alpaca's promise, words are not. */
export type Answered<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly status: number;
      readonly code: number | null;
      readonly message: string;
    };

export interface AccountSeen {
  readonly status: string;
  readonly cash: string;
  readonly equity: string;
  readonly buyingPower: string;
}

export interface DaySeen {
  readonly date: string;
  readonly open: string;
  readonly close: string;
}

export interface OrderSeen {
  readonly id: string;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly status: string;
  readonly type: string;
  readonly side: string;
  readonly qty: string | null;
  readonly filledQty: string;
  readonly limitPrice: string | null;
  readonly replaces: string | null;
  readonly legs: number;
}

export interface PositionSeen {
  readonly symbol: string;
  readonly qty: string;
  readonly side: string;
}

export interface AssetSeen {
  readonly id: string;
  readonly symbol: string;
  readonly tradable: boolean;
}

export interface FillSeen {
  readonly id: string;
  readonly orderId: string;
  readonly qty: string;
  readonly price: string;
  readonly side: string;
}

export interface BarsAsked {
  readonly symbol: string;
  readonly timeframe: string;
  readonly start: string;
  readonly end: string;
  readonly limit: number;
  readonly pageToken: string | null;
}

export interface BarsSeen {
  readonly times: readonly string[];
  readonly next: string | null;
}

export interface UpdateSeen {
  readonly event: string;
  readonly orderId: string;
  readonly status: string;
}

export interface QuoteSeen {
  readonly symbol: string;
  readonly bid: number;
  readonly ask: number;
}

/** What a stream brought so far; grows while it is open. */
export interface Heard<T> {
  readonly items: readonly T[];
  close(): void;
}

/** Where a client connects to, and with what. */
export interface Target {
  readonly tradingUrl: string;
  readonly dataUrl: string;
  readonly streamUrl: string;
  readonly dataStreamUrl: string;
  readonly keyId: string;
  readonly secretKey: string;
  readonly symbol: string;
}
