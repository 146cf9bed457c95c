import type { Price } from "@interlock/core/number/price";
import type { UnixMs } from "@interlock/core/time";
import type { TopOfBook } from "./book/book.ts";
import type { CancelLine } from "./order/cancel-order.ts";
import type { CloseLine, ClosePart } from "./account/close-position.ts";
import type { Watchlist } from "./account/watchlist.ts";
import type { WatchlistChange } from "./account/watchlists.ts";
import type { ControlAction } from "./control/control-command.ts";
import type { OrderEvent } from "./order/order-event.ts";
import type { NewOrder, OrderRecord } from "./order/order-record.ts";
import type { Outcome } from "./outcome.ts";
import type { OrderChanges } from "./order/replace.ts";
import type { AccountChoices } from "./venue-state.ts";

/** A change of the best bid or offer on the tape. */
export interface QuoteInput extends TopOfBook {
  readonly kind: "quote";
  readonly at: UnixMs;
  readonly symbol: string;
}

/** A print on the tape. `counts` is false for kinds that set no price: averages, derived, late, official repeats. */
export interface TradeInput {
  readonly kind: "trade";
  readonly at: UnixMs;
  readonly symbol: string;
  readonly price: Price;
  readonly size: number;
  readonly counts: boolean;
}

/** Requests of the account's holder. */
export type Command =
  | {
      readonly kind: "submit";
      readonly at: UnixMs;
      readonly order: NewOrder;
      /** A fault: the order is taken and rejected right after. */
      readonly fails?: boolean;
    }
  | {
      readonly kind: "replace";
      readonly at: UnixMs;
      readonly orderId: string;
      /** `fails` is a fault: granted in the answer, and rejected right after. */
      readonly changes: OrderChanges & { readonly fails?: boolean };
    }
  | {
      readonly kind: "cancel";
      readonly at: UnixMs;
      readonly orderId: string;
      readonly stuck: boolean;
    }
  | {
      readonly kind: "cancel_all";
      readonly at: UnixMs;
      /** Faults: how many get stuck in `pending_cancel`, and how many are not canceled at all. */
      readonly stuck: number;
      readonly failing?: number;
    }
  | {
      readonly kind: "close";
      readonly at: UnixMs;
      readonly symbol: string;
      readonly part: ClosePart;
    }
  | {
      readonly kind: "close_all";
      readonly at: UnixMs;
      readonly cancelOrders: boolean;
      /** A fault: how many positions are not closed. */
      readonly failing?: number;
    }
  | { readonly kind: "watchlist"; readonly at: UnixMs; readonly change: WatchlistChange }
  | { readonly kind: "control"; readonly at: UnixMs; readonly action: ControlAction }
  | { readonly kind: "configure"; readonly at: UnixMs; readonly choices: Partial<AccountChoices> };

/** Everything that can change a venue. `at` is venue time and never goes back. */
export type VenueInput =
  | QuoteInput
  | TradeInput
  | { readonly kind: "clock"; readonly at: UnixMs }
  | Command;

/** What the venue answers to a command. Inputs of the tape and the clock get `none`. */
export type Reply =
  | { readonly kind: "none" }
  | { readonly kind: "order"; readonly outcome: Outcome<Readonly<OrderRecord>> }
  | { readonly kind: "canceled"; readonly lines: readonly CancelLine[] }
  | { readonly kind: "closed"; readonly lines: readonly CloseLine[] }
  | { readonly kind: "watchlist"; readonly outcome: Outcome<Watchlist> }
  | { readonly kind: "controlled"; readonly outcome: Outcome<null> }
  | { readonly kind: "configured"; readonly choices: AccountChoices };

/** What one input led to: the answer, and what happened to orders, in causal order. */
export interface Step {
  readonly reply: Reply;
  readonly events: readonly OrderEvent[];
}
