import { ApiError, FetchError } from "@alpacahq/alpaca-trade-api";
import type { UnixMs } from "@interlock/core/time";
import type { RateHeaders } from "./rate-budget.ts";
import { HttpFailure } from "./http-failure.ts";

/** What came of one request, before anybody judges what it means. */
export type RestReply =
  /** A complete answer of any status. `raw` is its body as it came. */
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly raw: string;
      readonly headers: Headers;
    }
  /** Provably not sent: our own budget, or no connection. */
  | {
      readonly kind: "not_sent";
      readonly cause: "budget" | "unreachable";
      readonly reason: string;
      readonly retryAt: UnixMs;
    }
  /** Sent, or perhaps sent, and no complete answer came back. */
  | { readonly kind: "lost"; readonly reason: string };

/** A `…Raw` call of the SDK: the response before the SDK turns it into its own objects. */
export type SdkCall = () => Promise<{ readonly raw: Response }>;

function integerHeader(headers: Headers, name: string): number | null {
  const text = headers.get(name);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Reads the rate headers that the venue puts on its answers. */
export function readRateHeaders(headers: Headers): RateHeaders {
  const resetSeconds = integerHeader(headers, "x-ratelimit-reset");
  return {
    limit: integerHeader(headers, "x-ratelimit-limit"),
    remaining: integerHeader(headers, "x-ratelimit-remaining"),
    resetAt: resetSeconds === null ? null : resetSeconds * 1_000,
  };
}

/** Returns when the venue wants to be asked again after a 429; null where it does not say. */
export function readRetryAt(headers: Headers, now: UnixMs): UnixMs | null {
  const seconds = integerHeader(headers, "retry-after");
  return seconds === null ? readRateHeaders(headers).resetAt : now + seconds * 1_000;
}

async function readAnswer(response: Response): Promise<RestReply> {
  const raw = await response.text();
  return { kind: "answered", status: response.status, raw, headers: response.headers };
}

/** Performs a call of the SDK and reports what came back. Never throws for what the venue or the network does. */
export async function readReply(call: SdkCall, now: UnixMs): Promise<RestReply> {
  try {
    const { raw } = await call();
    return await readAnswer(raw);
  } catch (error: unknown) {
    if (error instanceof ApiError) return readAnswer(error.response);
    const cause = error instanceof FetchError ? error.cause : error;
    if (!(cause instanceof HttpFailure)) throw error;
    if (cause.sent) return { kind: "lost", reason: cause.message };
    return { kind: "not_sent", cause: "unreachable", reason: cause.message, retryAt: now + 1_000 };
  }
}
