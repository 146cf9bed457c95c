import type { Fill } from "../fill/fill.ts";
import type { ClientOrderId, ExecutionId, VenueOrderId } from "../ids.ts";
import type { UnixMs } from "../time.ts";
import type { Replacement } from "./order.ts";

/** What the venue says beside an event: its raw status word, and a reason where it gives one. */
interface VenueSays {
  readonly venueStatus: string | null;
}

/**
 * Everything that can happen to an order after it was recorded. `at` is the venue's time for what the venue reports,
 * ours for what we do. They may come in any order, late, twice or not at all.
 */
export type OrderEvent =
  /** The request left. */
  | { readonly kind: "submitted"; readonly at: UnixMs }
  /** The request may have arrived: timeout, cut connection, a 5xx answer. */
  | { readonly kind: "submit_outcome_unknown"; readonly at: UnixMs; readonly reason: string }
  /** Evidence shows that it never reached the venue, or we decided not to send it. */
  | { readonly kind: "never_sent"; readonly at: UnixMs; readonly reason: string }
  | ({
      readonly kind: "accepted";
      readonly at: UnixMs;
      readonly venueOrderId: VenueOrderId;
    } & VenueSays)
  | ({ readonly kind: "rejected"; readonly at: UnixMs; readonly reason: string } & VenueSays)
  | { readonly kind: "fill"; readonly fill: Fill }
  | { readonly kind: "cancel_requested"; readonly at: UnixMs; readonly reason: string }
  | { readonly kind: "cancel_rejected"; readonly at: UnixMs; readonly reason: string }
  | ({ readonly kind: "canceled"; readonly at: UnixMs; readonly reason: string | null } & VenueSays)
  | ({ readonly kind: "expired"; readonly at: UnixMs; readonly reason: string | null } & VenueSays)
  | {
      readonly kind: "replace_requested";
      readonly at: UnixMs;
      readonly replacement: Replacement;
    }
  | { readonly kind: "replace_rejected"; readonly at: UnixMs; readonly reason: string }
  | ({
      readonly kind: "replaced";
      readonly at: UnixMs;
      readonly replacedBy: ClientOrderId;
    } & VenueSays)
  /** A status that changes nothing for us: done_for_day, held, suspended, stopped, calculated, pending_new. */
  | { readonly kind: "venue_status"; readonly at: UnixMs; readonly venueStatus: string }
  /** The venue took back or changed an execution. */
  | {
      readonly kind: "execution_corrected";
      readonly at: UnixMs;
      readonly executionId: ExecutionId;
    };
