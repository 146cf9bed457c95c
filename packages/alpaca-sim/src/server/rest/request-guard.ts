import type { MiddlewareHandler } from "hono";
import type { VenueError } from "../../venue/venue-error.ts";
import { uuidOf } from "../../venue/identifiers.ts";
import { RateLimit } from "../rate-limit.ts";
import { refuse } from "./answer.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";
import type { Reports } from "../stream/reports.ts";

/** What guards every request to the venue's own interfaces. */
export interface GuardParts {
  readonly context: RestContext;
  readonly reports: Reports;
  readonly isKnownKey: (key: string, secret: string) => boolean;
  readonly tradingPerMinute: number;
  readonly dataPerMinute: number;
}

const UNAUTHORIZED: VenueError = {
  status: 401,
  code: 40110000,
  message: "request is not authorized",
  details: {},
};
const TOO_MANY: VenueError = {
  status: 429,
  code: 42910000,
  message: "rate limit exceeded",
  details: {},
};
const BROKEN: VenueError = {
  status: 500,
  code: 50010000,
  message: "internal server error",
  details: {},
};

/**
 * Returns what every request passes: it gets an id, must bring the keys, is counted against the budget of its
 * interface, may meet a fault, and holds the tape until it is answered. Reports that follow from it leave right
 * after its answer, or before it where a fault holds the answer back.
 */
export function guardRequests(parts: GuardParts): MiddlewareHandler<RestEnv> {
  const trading = new RateLimit(parts.tradingPerMinute);
  const data = new RateLimit(parts.dataPerMinute);
  let requests = 0;
  return async (request, next) => {
    if (request.req.path.startsWith("/sim/")) return next();
    const { conductor, faults } = parts.context;
    conductor.syncClock();
    const hold = holdTape(parts, request);
    requests += 1;
    request.header("X-Request-ID", uuidOf(`request/${requests}`).replaceAll("-", ""));
    const isData = /^\/(v2\/stocks|v1)/.test(request.req.path);
    const fault = admit(parts, request, isData ? data : trading);
    if (fault !== null) return refuse(request, fault);
    await next();
    const delayMs = faults.valueOf("delayResponsesMs");
    if (delayMs > 0) await hold.delay(delayMs);
    if (request.get("isCut")) request.env.outgoing.destroy();
    return undefined;
  };
}

function admit(parts: GuardParts, request: RestRequest, limit: RateLimit): VenueError | null {
  const key = request.req.header("APCA-API-KEY-ID") ?? "";
  const secret = request.req.header("APCA-API-SECRET-KEY") ?? "";
  if (!parts.isKnownKey(key, secret)) return UNAUTHORIZED;
  const { conductor, faults } = parts.context;
  const budget = limit.take(conductor.budgetNow());
  request.header("X-RateLimit-Limit", String(budget.limit));
  request.header("X-RateLimit-Remaining", String(budget.remaining));
  request.header("X-RateLimit-Reset", String(budget.resetAt));
  if (budget.isExceeded) return TOO_MANY;
  return faults.strikes("rest5xx") ? BROKEN : null;
}

interface Hold {
  /** Lets the reports of the request out and holds its answer back. */
  readonly delay: (ms: number) => Promise<void>;
}

function holdTape(parts: GuardParts, request: RestRequest): Hold {
  const { conductor } = parts.context;
  request.set("events", []);
  request.set("isCut", false);
  let isDelayed = false;
  conductor.beginRequest();
  const report = (): void => {
    parts.reports.push(request.get("events"));
    request.set("events", []);
  };
  request.env.outgoing.once("close", () => {
    report();
    conductor.endRequest(isDelayed);
  });
  return {
    delay: async (ms) => {
      isDelayed = true;
      report();
      conductor.delayRequest();
      await new Promise<void>((resolve) => {
        setTimeout(resolve, ms);
      });
    },
  };
}
