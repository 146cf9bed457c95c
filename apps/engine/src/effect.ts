import type { DrillKind } from "@interlock/core/golive/golive-book";
import type { ClientOrderId, CommandId, Ticker, VenueOrderId } from "@interlock/core/ids";
import type { IsoDate } from "@interlock/core/market/civil-date";
import type { UnixMs } from "@interlock/core/time";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import type { CommandVerdict } from "./operator/command-outcome.ts";

/**
 * What is done to the world once the records of an input are durable. Effects leave in the order in which they were
 * decided. A replay decides the same effects and performs none.
 */
export type Effect =
  | { readonly kind: "submit_order"; readonly order: ApprovedOrder }
  | { readonly kind: "cancel_order"; readonly venueOrderId: VenueOrderId; readonly urgent: boolean }
  /** Every open order on the account, whoever placed it: only a kill does that. */
  | { readonly kind: "cancel_all_orders" }
  | { readonly kind: "look_up_order"; readonly clientOrderId: ClientOrderId }
  | {
      readonly kind: "request_snapshot";
      readonly purpose: "recovery" | "continuous";
      readonly fillsBooked: number;
      readonly since: UnixMs;
    }
  /** The venue's open orders, whoever placed them. `askedAt` comes back with the answer, which may be no newer. */
  | { readonly kind: "list_open_orders"; readonly askedAt: UnixMs }
  /** The account alone: one request that says whether the venue still knows us. */
  | { readonly kind: "ask_account" }
  /** The last quote of each symbol: a quiet market would not tell for a long time. */
  | { readonly kind: "request_quotes"; readonly symbols: readonly Ticker[] }
  /** Announced corporate actions, by the day on which the venue processes them, both ends included. */
  | {
      readonly kind: "request_corporate_actions";
      readonly symbols: readonly Ticker[];
      readonly from: IsoDate;
      readonly to: IsoDate;
    }
  /** What may be done with each instrument. */
  /** Asks for daily bars, both ends included. */
  | {
      readonly kind: "request_daily_bars";
      readonly symbols: readonly Ticker[];
      readonly from: UnixMs;
      readonly to: UnixMs;
    }
  | { readonly kind: "request_assets"; readonly symbols: readonly Ticker[] }
  /** The venue's trading days, both ends included. */
  | { readonly kind: "request_calendar"; readonly from: IsoDate; readonly to: IsoDate }
  /** For one kill, or several joined by "+". */
  | { readonly kind: "sweep_venue"; readonly killId: string }
  /** Brings back when it was performed: from then on the record that closed a kill's gate is on the disk. */
  | { readonly kind: "note_kill_gate"; readonly killId: string }
  | (CommandVerdict & { readonly kind: "answer_command"; readonly commandId: CommandId })
  /** Breaks what a drill rehearses: the process itself, or its streams. */
  | { readonly kind: "perform_drill"; readonly drill: DrillKind }
  | {
      readonly kind: "raise_alert";
      readonly severity: "warning" | "critical";
      readonly sentence: string;
    };
