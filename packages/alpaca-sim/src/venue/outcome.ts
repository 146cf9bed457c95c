import type { VenueError } from "./venue-error.ts";

/** The answer to a request: a value, or the venue's refusal. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: VenueError };

/** Wraps a value as granted. */
export function granted<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** Wraps a refusal. */
export function refused(error: VenueError): { readonly ok: false; readonly error: VenueError } {
  return { ok: false, error };
}
