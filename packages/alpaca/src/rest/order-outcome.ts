import type { VenueOrder } from "@interlock/core/order/execution-report";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { UnixMs } from "@interlock/core/time";
import type { AlpacaEnvironment } from "../environment.ts";
import { readOrder } from "../mapping/venue-order.ts";
import { keyRefusedSentence, parseJson, readRefusal } from "./judge-reply.ts";
import { deviationsFrom } from "./order-request.ts";
import { type RestReply, readRetryAt } from "./rest-reply.ts";

/**
 * What became of a request that changes something at the venue. Only three things can be said, and the third is not
 * a kind of no: an answer that is missing, torn or not a documented verdict leaves the order's fate unknown, and
 * an unknown order counts in full until evidence resolves it (I3).
 */

/** What became of a request to place or replace an order. */
export type SubmitOutcome =
  | {
      readonly outcome: "accepted";
      readonly order: VenueOrder;
      readonly raw: string;
      /** True when the venue had the order already and it was fetched by our id. */
      readonly adopted: boolean;
      /** What the venue's order does not share with ours; anything here is an emergency. */
      readonly deviations: readonly string[];
    }
  | {
      /** Definitive: this request created no order. */
      readonly outcome: "rejected";
      /** The venue's code, or `http_429`, `http_401`, `rate_budget`, `not_sent` where it gave none. */
      readonly code: string;
      readonly message: string;
      readonly raw: string;
      /** When the same order, with the same id, may be sent again, in the venue's time; null: never. */
      readonly retryAt: UnixMs | null;
    }
  | { readonly outcome: "unknown"; readonly reason: string; readonly raw: string };

/** What became of a request to cancel. "accepted" says only that it was taken: a fill may still win. */
export interface CancelOutcome {
  readonly outcome: "accepted" | "refused" | "unknown";
  readonly message: string;
  readonly raw: string;
  /** Present when the answer refuses our key or what it may do, and says nothing of the order. */
  readonly keyRefused?: true;
}

/** Statuses with the codes that Alpaca documents as its own refusals. Anything else is no verdict. */
const VERDICTS: Readonly<Record<number, readonly number[]>> = {
  400: [40010000, 40010001],
  403: [40310000, 40310100],
  404: [40410000],
  422: [40010001, 42210000],
};

/** Our codes for an answer that refuses the key itself. */
const KEY_REFUSALS: readonly string[] = ["http_401", "http_403"];

/** The code under which Alpaca reports a repeated client order id, among other faults of a request. */
const INVALID_REQUEST_CODE = 40010001;

type Answered = Extract<RestReply, { kind: "answered" }>;
type Rejected = Extract<SubmitOutcome, { outcome: "rejected" }>;

/** Who asked and when, for the sentences of a refusal. */
export interface OutcomeContext {
  readonly environment: AlpacaEnvironment;
  readonly now: UnixMs;
}

function rejected(
  code: string,
  message: string,
  more: { raw: string; retryAt: UnixMs | null },
): Rejected {
  return { outcome: "rejected", code, message, ...more };
}

function judgeGateway(reply: Answered, context: OutcomeContext): Rejected | null {
  const { status, raw, headers } = reply;
  if (status === 401) {
    const { environment } = context;
    return rejected("http_401", keyRefusedSentence(environment, environment.tradingUrl), {
      raw,
      retryAt: null,
    });
  }
  if (status === 429) {
    const retryAt = readRetryAt(headers, context.now) ?? context.now + 1_000;
    return rejected(
      "http_429",
      "The venue's rate limit is reached: send the order again later, or let it go.",
      { raw, retryAt },
    );
  }
  const { code, message } = readRefusal(raw);
  if (status === 403 && code === null && message.toLowerCase().startsWith("forbidden")) {
    return rejected(
      "http_403",
      "The venue forbids trading with this key: check the account and its key at Alpaca.",
      { raw, retryAt: null },
    );
  }
  return null;
}

/** Judges an answer that is not a success. Null when its body is no documented verdict. */
function judgeRejection(reply: Answered, context: OutcomeContext): Rejected | null {
  const gateway = judgeGateway(reply, context);
  if (gateway !== null) return gateway;
  const { code, message } = readRefusal(reply.raw);
  if (code === null || VERDICTS[reply.status]?.includes(code) !== true) return null;
  return rejected(String(code), message, { raw: reply.raw, retryAt: null });
}

/** Tells whether a refusal may mean that the venue has an order under our id already. */
export function mayBeDuplicate(rejection: Rejected): boolean {
  return rejection.code === String(INVALID_REQUEST_CODE);
}

/** Tells whether a refusal says outright that the id was used before. */
export function saysDuplicate(rejection: Rejected): boolean {
  return mayBeDuplicate(rejection) && /client.?order.?id.*unique/i.test(rejection.message);
}

/** Judges the reply to an order of ours. `intent` is what was asked for. */
export function judgeSubmit(
  reply: RestReply,
  intent: OrderIntent,
  context: OutcomeContext,
): SubmitOutcome {
  if (reply.kind === "lost") return { outcome: "unknown", reason: reply.reason, raw: "" };
  if (reply.kind === "not_sent") {
    const code = reply.cause === "budget" ? "rate_budget" : "not_sent";
    return rejected(code, `Not sent: ${reply.reason}.`, { raw: "", retryAt: reply.retryAt });
  }
  const { status, raw } = reply;
  if (status < 200 || status > 299) {
    const reason = `the venue answered ${status}, which does not say whether it has the order`;
    return judgeRejection(reply, context) ?? { outcome: "unknown", reason, raw };
  }
  const json = parseJson(raw);
  const order = json.ok ? readOrder(json.value, context.now) : json;
  if (!order.ok) return { outcome: "unknown", reason: order.error, raw };
  const deviations = deviationsFrom(intent, order.value);
  return { outcome: "accepted", order: order.value, raw, adopted: false, deviations };
}

/**
 * Judges the reply to a cancel. "refused" is the venue's verdict that the order cannot be canceled, e.g. because it is
 * filled; a cancel that was not sent or not answered is "unknown" and worth repeating.
 */
export function judgeCancel(reply: RestReply, context: OutcomeContext): CancelOutcome {
  if (reply.kind !== "answered") {
    const what = reply.kind === "lost" ? "No usable answer" : "Not sent";
    return { outcome: "unknown", message: `${what}: ${reply.reason}.`, raw: "" };
  }
  const { status, raw } = reply;
  if (status >= 200 && status < 300) return { outcome: "accepted", message: "", raw };
  const rejection = judgeRejection(reply, context);
  const message = rejection?.message ?? `The venue answered ${status}.`;
  if (rejection !== null && KEY_REFUSALS.includes(rejection.code))
    return { outcome: "unknown", message, raw, keyRefused: true };
  const isVerdict = rejection !== null && rejection.retryAt === null;
  return { outcome: isVerdict ? "refused" : "unknown", message, raw };
}
