import type { UnixMs } from "@interlock/core/time";

/** Why a question has no answer. Each message is a sentence that ends with what to do. */
export interface VenueFailure {
  readonly kind:
    | "unreachable"
    | "no_answer"
    | "rate_limited"
    | "unauthorized"
    | "refused"
    | "venue_error"
    | "malformed";
  readonly message: string;
  /** When asking again makes sense, in the venue's time; null when only a person can help. */
  readonly retryAt: UnixMs | null;
  readonly raw: string;
}

/** The venue's answer to a question, or why there is none. Asking is always safe to repeat. */
export type VenueAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: VenueFailure };

/** Wraps an answer. */
export function answered<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Wraps a failure. */
export function unanswered(failure: VenueFailure): {
  readonly ok: false;
  readonly failure: VenueFailure;
} {
  return { ok: false, failure };
}
