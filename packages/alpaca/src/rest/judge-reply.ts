import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import type { AlpacaEnvironment } from "../environment.ts";
import { wireError } from "../wire/error.ts";
import { type RestReply, readRetryAt } from "./rest-reply.ts";
import { answered, unanswered, type VenueAnswer, type VenueFailure } from "./venue-answer.ts";

/** Parses a body as JSON; the sentence of a failure holds the start of what came instead. */
export function parseJson(raw: string): Result<unknown> {
  try {
    return ok(JSON.parse(raw));
  } catch {
    return fail(`the answer is not JSON: "${raw.slice(0, 80)}"`);
  }
}

/** Code and message of a refusal; both empty when its body is none of the venue's. */
export interface Refusal {
  readonly code: number | null;
  readonly message: string;
}

/** Reads the body of a refusal. */
export function readRefusal(raw: string): Refusal {
  const json = parseJson(raw);
  const parsed = wireError.safeParse(json.ok ? json.value : null);
  if (!parsed.success) return { code: null, message: "" };
  return { code: parsed.data.code ?? null, message: parsed.data.message };
}

/** Says which key was refused where, and what to check. The secret is never part of it. */
export function keyRefusedSentence(environment: AlpacaEnvironment, url: string): string {
  const { keyId } = environment.credentials;
  return (
    `Key ${keyId.slice(0, 6)}… was refused by ${new URL(url).host}: ` +
    `check ALPACA_API_KEY and ALPACA_SECRET_KEY for the ${environment.mode} environment.`
  );
}

type Unanswered = Exclude<RestReply, { kind: "answered" }>;

function explainSilence(
  reply: Unanswered,
  environment: AlpacaEnvironment,
  now: UnixMs,
): VenueFailure {
  if (reply.kind === "lost") {
    const message = `No usable answer: ${reply.reason}. It is asked again; if this lasts, check the network.`;
    return { kind: "no_answer", message, retryAt: now + 1_000, raw: "" };
  }
  const { retryAt } = reply;
  if (reply.cause === "budget") {
    const message = `Not asked yet: ${reply.reason}. It is asked again when the minute has room.`;
    return { kind: "rate_limited", message, retryAt, raw: "" };
  }
  const message =
    environment.mode === "sim"
      ? `The simulated venue does not answer (${reply.reason}): start it, or check ALPACA_BASE_URL.`
      : `The venue cannot be reached (${reply.reason}): check the network and ALPACA_BASE_URL.`;
  return { kind: "unreachable", message, retryAt, raw: "" };
}

interface Refused {
  readonly status: number;
  readonly raw: string;
  readonly headers: Headers;
}

function explainRefusal(reply: Refused, environment: AlpacaEnvironment, now: UnixMs): VenueFailure {
  const { status, raw } = reply;
  const { code, message } = readRefusal(raw);
  const said = message === "" ? "" : `: ${message}${code === null ? "" : ` (${code})`}`;
  if (status === 401) {
    const sentence = keyRefusedSentence(environment, environment.tradingUrl);
    return { kind: "unauthorized", message: sentence, retryAt: null, raw };
  }
  if (status === 403) {
    const sentence = `The venue forbids this (403)${said}: check what the account and its key may do at Alpaca.`;
    return { kind: "unauthorized", message: sentence, retryAt: null, raw };
  }
  if (status === 429) {
    const sentence = "The venue's rate limit is reached (429): requests wait until it allows more.";
    return {
      kind: "rate_limited",
      message: sentence,
      retryAt: readRetryAt(reply.headers, now) ?? now + 1_000,
      raw,
    };
  }
  if (status >= 500) {
    const sentence = `The venue answered ${status}${said}. It is asked again; if this lasts, see status.alpaca.markets.`;
    return { kind: "venue_error", message: sentence, retryAt: now + 1_000, raw };
  }
  if (status === 404 && code !== null) {
    const sentence = `The venue does not know this (404)${said}: check the symbol or id.`;
    return { kind: "refused", message: sentence, retryAt: null, raw };
  }
  const sentence = `The venue refused the question (${status})${said}: check ALPACA_BASE_URL and ALPACA_DATA_URL.`;
  return { kind: "refused", message: sentence, retryAt: null, raw };
}

/** What a reply is judged with: who asked, and the venue's time. */
export interface AskContext {
  readonly environment: AlpacaEnvironment;
  readonly now: UnixMs;
}

/** Turns the reply to a question into its answer, read by `read`, or into the failure that explains itself. */
export function judgeAnswer<T>(
  reply: RestReply,
  context: AskContext,
  read: (json: unknown) => Result<T>,
): VenueAnswer<T> {
  const { environment, now } = context;
  if (reply.kind !== "answered") return unanswered(explainSilence(reply, environment, now));
  if (reply.status < 200 || reply.status > 299)
    return unanswered(explainRefusal(reply, environment, now));
  const json = parseJson(reply.raw);
  const value = json.ok ? read(json.value) : json;
  if (value.ok) return answered(value.value);
  const message = `The venue's answer cannot be used: ${value.error}. It is asked again; keep the raw answer for Alpaca's support.`;
  return unanswered({ kind: "malformed", message, retryAt: now + 1_000, raw: reply.raw });
}
