/** Why the other side did not take a notice, and whether another attempt makes sense. */
export class DeliveryFailure extends Error {
  override readonly name = "DeliveryFailure";
  /** It would be refused again, however often it is sent. */
  readonly final: boolean;
  /** The other side asked to be left alone for so long; null where it did not say. */
  readonly waitMs: number | null;

  constructor(why: string, { final = false, waitMs = null }: Partial<FailureTerms> = {}) {
    super(why);
    this.final = final;
    this.waitMs = waitMs;
  }
}

interface FailureTerms {
  readonly final: boolean;
  readonly waitMs: number | null;
}

const REQUEST_TIMEOUT = 408;
const TOO_MANY_REQUESTS = 429;

/**
 * What an HTTP answer means for the next attempt: 4xx is a fault of ours that does not mend itself, but for the two
 * that mean "later". `retryAfter` is the header of that name, in seconds or as a date; `now` in milliseconds.
 */
export function failureOfStatus(
  status: number,
  retryAfter: string | null,
  now: number,
): DeliveryFailure {
  const later = status === REQUEST_TIMEOUT || status === TOO_MANY_REQUESTS || status >= 500;
  return new DeliveryFailure(`it answered ${status}`, {
    final: !later,
    waitMs: waitOf(retryAfter, now),
  });
}

/** What a mail server's answer means: these refuse the message itself; the rest of 5xx may be a login or a policy. */
export function failureOfMail(error: unknown): DeliveryFailure {
  const why = error instanceof Error ? error.message : String(error);
  const code =
    error instanceof Error && "responseCode" in error ? Number(error.responseCode) : Number.NaN;
  return new DeliveryFailure(why, { final: code >= 550 && code <= 554 });
}

function waitOf(retryAfter: string | null, now: number): number | null {
  if (retryAfter === null || retryAfter.trim() === "") return null;
  const seconds = Number(retryAfter);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(retryAfter) - now;
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}
