import type { Fill } from "../fill/fill.ts";
import type { ClientOrderId, VenueOrderId } from "../ids.ts";
import type { Quantity } from "../number/quantity.ts";
import type { UnixMs } from "../time.ts";
import type { EndAtVenue, Replacement } from "./order.ts";

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
      /** When the venue ends it by itself; absent where it does not say, and in journals of before. */
      readonly expiresAt?: UnixMs;
    } & VenueSays)
  | ({ readonly kind: "rejected"; readonly at: UnixMs; readonly reason: string } & VenueSays)
  | { readonly kind: "fill"; readonly fill: Fill }
  | { readonly kind: "cancel_requested"; readonly at: UnixMs; readonly reason: string }
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
  /** The order that takes its place has begun; until it is told what this one filled before, both count. */
  | {
      readonly kind: "replacement_lives";
      readonly at: UnixMs;
      readonly replacedBy: ClientOrderId;
    }
  /** A status that changes nothing for us: done_for_day, held, suspended, stopped, calculated, pending_new. */
  | { readonly kind: "venue_status"; readonly at: UnixMs; readonly venueStatus: string }
  /** The venue shows it ended with more filled than we have booked: its executions are awaited, it counts in full. */
  | ({
      readonly kind: "ended_at_venue";
      readonly at: UnixMs;
      readonly status: EndAtVenue["status"];
      readonly filledQuantity: Quantity;
    } & VenueSays)
  /** A person took over what its missing executions did: it ends without them. */
  | { readonly kind: "executions_given_up"; readonly at: UnixMs; readonly reason: string }
  /** The venue works another order than we asked for; `quantity` is the venue's, null where it names none. */
  | {
      readonly kind: "terms_differ";
      readonly at: UnixMs;
      readonly quantity: Quantity | null;
      readonly reason: string;
    };
