/**
 * A refusal as the venue words it: HTTP status, numeric code (some have none), message, and further fields of the
 * body.
 */
export interface VenueError {
  readonly status: 400 | 401 | 403 | 404 | 422 | 429 | 500;
  readonly code: number | null;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The venue's own failure. */
export const BROKEN: VenueError = {
  status: 500,
  code: 50010000,
  message: "internal server error",
  details: {},
};

type Details = Readonly<Record<string, unknown>>;

/** A request whose fields are missing, of the wrong form, or in conflict. */
export function malformed(message: string): VenueError {
  return { status: 422, code: 40010001, message, details: {} };
}

/** A request that is well formed and breaks a rule of trading. */
export function unprocessable(message: string, details: Details = {}): VenueError {
  return { status: 422, code: 42210000, message, details };
}

/** A request that the account is not allowed: funds, shares, protections. */
export function forbidden(message: string, details: Details = {}): VenueError {
  return { status: 403, code: 40310000, message, details };
}

/** A thing that does not exist. */
export function notFound(message: string): VenueError {
  return { status: 404, code: 40410000, message, details: {} };
}
