/** The outcome of reading something from outside: a value, or a sentence on what is wrong and what is allowed. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string };

/** Wraps a value as a success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Wraps a sentence as a failure. */
export function fail(error: string): { readonly ok: false; readonly error: string } {
  return { ok: false, error };
}
