import type { ClientOrderId, StrategyId, Ticker, VenueOrderId } from "@interlock/core/ids";
import type { Evidence } from "@interlock/core/golive/evidence";
import type { NarrowScope } from "@interlock/core/kill/kill-scope";
import type { KillTerms } from "@interlock/core/kill/kill-terms";
import type { CorporateAction } from "@interlock/core/corporate/corporate-action";
import type { Bar } from "@interlock/core/market/bar";
import type { IsoDate } from "@interlock/core/market/civil-date";
import type { ListedDays } from "@interlock/core/market/compare-calendars";
import type { PriceBands } from "@interlock/core/market/price-bands";
import type { Quote } from "@interlock/core/market/quote";
import type { MarketTrade } from "@interlock/core/market/trade";
import type { TradeAmendment } from "@interlock/core/market/trade-amendment";
import type { TradingStatus } from "@interlock/core/market/trading-status";
import type {
  ExecutionReport,
  VenueAccount,
  UnreadableOrder,
  UnreadablePosition,
  VenueOrder,
  VenuePosition,
  VenueSnapshot,
} from "@interlock/core/order/execution-report";
import type { AssetFlags } from "@interlock/core/risk/assets/asset-guard";
import type { UnixMs } from "@interlock/core/time";
import type { OperatorCommand } from "./operator/operator-command.ts";
import type { PersonEvent } from "./records/person-record.ts";
import type { HeadAnchored } from "./records/audit-record.ts";
import type { EngineSettings } from "./settings.ts";

/** Everything that was true of the process when it started: the first input of every run. */
export interface EngineStarted {
  readonly kind: "engine_started";
  readonly settings: EngineSettings;
  /** Hash of the code that decides. */
  readonly build: string;
  /** Random name of this journal, part of every client order id: ids stay unique if the journal is begun anew. */
  readonly instance: string;
  readonly accountId: string;
  readonly accountNumber: string;
  /** Why trading must stay halted although the journal may say otherwise; empty when nothing demands it. */
  readonly haltedBecause: string;
  /** A kill that the watchdog latched while the engine was away. */
  readonly latch: (KillTerms & { readonly reason: string; readonly by: string }) | null;
  /** Kills of parts of the account that it latched meanwhile; absent when there is none. */
  readonly scopeLatches?: readonly ScopeLatch[];
  /** The launch of the snapshot that the journal's own entries confirm; absent where there is none. */
  readonly launchProven?: string;
  /** Which venue key is in use: part of a hash, and its class. Absent in tapes of before. */
  readonly venueKey?: { readonly fingerprint: string; readonly keyClass: string };
  /** Strategies that had not returned when the last run ended; absent or empty when there is none. */
  readonly silentStrategies?: readonly SilentStrategy[];
}

/** A strategy that was called and did not return, and what was seen of it. */
export interface SilentStrategy {
  readonly strategyId: StrategyId;
  readonly seen: string;
}

/** A latched kill of a part of the account. */
export interface ScopeLatch extends KillTerms {
  readonly scope: NarrowScope;
  readonly reason: string;
  readonly by: string;
}

/** What became of one request to the venue to place an order. */
export type SubmitAnswer =
  | {
      readonly outcome: "accepted";
      readonly order: VenueOrder;
      readonly raw: string;
      /** What the venue's order does not share with ours: anything here is an emergency. */
      readonly deviations: readonly string[];
    }
  /** Nothing left this machine. */
  | { readonly outcome: "not_sent"; readonly reason: string }
  | {
      readonly outcome: "rejected";
      readonly code: string;
      readonly message: string;
      readonly raw: string;
    }
  /** Nothing says whether the venue has it: a timeout, a cut socket, a 5xx, an unreadable answer. */
  | { readonly outcome: "unknown"; readonly reason: string; readonly raw: string };

/** What the venue says when asked for an order by our id. */
export type OrderEvidence =
  | { readonly found: "yes"; readonly order: VenueOrder; readonly raw: string }
  | { readonly found: "no"; readonly raw: string }
  | { readonly found: "unknown"; readonly reason: string };

/** Parts of the system whose state bears on whether we may trade. */
export type Channel = "market_data" | "order_stream" | "venue_rest" | "account_lease";

/** What can change the engine. Each gets a sequence number and the venue's time from the sequencer. */
export type InputBody =
  | EngineStarted
  | { readonly kind: "quote"; readonly quote: Quote }
  | { readonly kind: "trade"; readonly trade: MarketTrade }
  /** What the venue names as last quotes, each with its own time: maybe old, or older than what the stream brought. */
  | { readonly kind: "latest_quotes"; readonly quotes: readonly Quote[] }
  | { readonly kind: "bars_backfilled"; readonly bars: readonly Bar[] }
  | ({ readonly kind: "calendar_listed" } & ListedDays)
  /** What may be done with each instrument that was asked for; one that the venue does not know, with nothing. */
  | { readonly kind: "assets_listed"; readonly assets: readonly AssetFlags[] }
  /** Daily bars of symbols that were asked for, adjusted for splits. */
  | {
      readonly kind: "daily_bars_listed";
      readonly symbols: readonly Ticker[];
      readonly bars: readonly Bar[];
    }
  | { readonly kind: "trading_status"; readonly status: TradingStatus }
  | { readonly kind: "price_bands"; readonly bands: PriceBands }
  | { readonly kind: "trade_amended"; readonly amendment: TradeAmendment }
  /** A bar that was told before, made anew by the venue. */
  | { readonly kind: "bar_revised"; readonly bar: Bar }
  | { readonly kind: "execution_report"; readonly report: ExecutionReport }
  | {
      readonly kind: "submit_answered";
      readonly clientOrderId: ClientOrderId;
      readonly answer: SubmitAnswer;
      /** When its first byte left, by the venue's clock; absent when none did. */
      readonly sentAt?: UnixMs;
    }
  | {
      readonly kind: "cancel_answered";
      readonly venueOrderId: VenueOrderId;
      /** "accepted" means only that the request was taken; the order's own report says whether it was canceled. */
      readonly outcome: "accepted" | "refused" | "unknown";
      readonly message: string;
      readonly keyRefused?: true;
      /** When it was sent, in wall-clock milliseconds of this host. */
      readonly sentAt?: number;
    }
  | {
      /** Whether the request to cancel everything was taken; the orders' own reports say what became of them. */
      readonly kind: "cancel_all_answered";
      readonly outcome: "accepted" | "unknown";
      readonly message: string;
      readonly keyRefused?: true;
      readonly sentAt?: number;
    }
  | {
      readonly kind: "order_looked_up";
      readonly clientOrderId: ClientOrderId;
      readonly evidence: OrderEvidence;
    }
  | {
      readonly kind: "venue_snapshot";
      readonly purpose: "recovery" | "continuous";
      /** Fills booked when the snapshot was asked for: when more were booked since, the two cannot be compared. */
      readonly fillsBookedBefore: number;
      readonly snapshot: VenueSnapshot;
    }
  | {
      /** The venue's open orders, and when they were asked for. */
      readonly kind: "open_orders_listed";
      readonly askedAt: UnixMs;
      readonly openOrders: readonly VenueOrder[];
    }
  | {
      /** The announced corporate actions of all symbols asked for, from a day on; those that are absent are none. */
      readonly kind: "corporate_actions_listed";
      readonly symbols: readonly Ticker[];
      readonly from: IsoDate;
      readonly to: IsoDate;
      readonly actions: readonly CorporateAction[];
      /** Sentences about announcements that could not be read. */
      readonly refused: readonly string[];
    }
  | {
      /** The venue's open orders and positions, asked for by a kill in progress. */
      readonly kind: "venue_swept";
      readonly killId: string;
      readonly openOrders: readonly VenueOrder[];
      /** Open orders whose terms cannot be read; absent when there is none. */
      readonly unreadable?: readonly UnreadableOrder[];
      readonly positions: readonly VenuePosition[];
      /** Positions whose figures cannot be read; absent when there is none. */
      readonly unreadPositions?: readonly UnreadablePosition[];
      /** Why the venue did not say what is held; absent when it did. Then `positions` is empty and proves nothing. */
      readonly positionsUnread?: string;
      /** When the answer came, in wall-clock milliseconds of this host. */
      readonly hostAt?: number;
    }
  | {
      /** The record that closed a kill's gate is on the disk. `hostAt` as above; absent where nobody measures. */
      readonly kind: "kill_gate_closed";
      readonly killId: string;
      readonly hostAt?: number;
    }
  | {
      readonly kind: "venue_query_failed";
      readonly what:
        | "snapshot"
        | "sweep"
        | "quotes"
        | "orders"
        | "account"
        | "corporate_actions"
        | "calendar"
        | "assets"
        | "daily_bars";
      readonly reason: string;
      /** The answer was 401 or 403: maybe a proxy's, hence no proof alone. */
      readonly keyRefused?: true;
    }
  | { readonly kind: "account_answered"; readonly account: VenueAccount }
  | {
      readonly kind: "command";
      readonly command: OperatorCommand;
      /** When it came in, in wall-clock milliseconds of this host. */
      readonly hostAt?: number;
    }
  | {
      readonly kind: "connection";
      readonly channel: Channel;
      readonly up: boolean;
      readonly reason: string;
    }
  /** Another engine holds the account's lease: known, not merely feared. It lasts until the lease is ours. */
  | { readonly kind: "account_taken"; readonly by: string }
  /** Messages of a stream may have been missed. */
  | { readonly kind: "stream_gap"; readonly channel: Channel; readonly reason: string }
  /** Whether the venue's clock and ours are one time: they were seconds apart, or are together again. */
  | { readonly kind: "venue_clock"; readonly trusted: boolean }
  /** Something beside trading that a person should know, e.g. a disk that fills or an audit row that was changed. */
  | {
      readonly kind: "finding";
      readonly severity: "warning" | "critical";
      readonly sentence: string;
    }
  /** What a person did or what was done about one, as the edge established it. */
  | { readonly kind: "person_event"; readonly noted: PersonEvent }
  /** What the edge made of a request that was applied. */
  | {
      readonly kind: "approval_carried";
      readonly approvalId: string;
      readonly done: boolean;
      readonly sentence: string;
    }
  | HeadAnchored
  /** Something that a gate of go-live reads, measured beside trading, e.g. the clock or the disk of the host. */
  | { readonly kind: "evidence"; readonly evidence: Omit<Evidence, "measuredAt"> }
  | { readonly kind: "projection_lag"; readonly lagMs: number }
  | { readonly kind: "clock" };

/** One input in its place in the order of all inputs. `time` is the venue's clock and never goes back. */
export interface Input {
  readonly seq: number;
  readonly time: UnixMs;
  readonly body: InputBody;
}

/**
 * Real milliseconds between two clock inputs at most. What must be waited for while trading time stands still, as in a
 * simulation whose tape waits, is counted in clock inputs.
 */
export const CLOCK_MS = 250;
