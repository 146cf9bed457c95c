import type { MiddlewareHandler } from "hono";
import { BROKEN, type VenueError } from "../../venue/venue-error.ts";
import { uuidOf } from "../../venue/identifiers.ts";
import { type RequestHold, strikeAfter, strikeBefore } from "../faults/strike-request.ts";
import { RateLimit } from "../rate-limit.ts";
import { TOKEN_KEY } from "../venue-server-options.ts";
import { refuse } from "./answer.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";

/** What guards every request to the venue's own interfaces. */
export interface GuardParts {
  readonly context: RestContext;
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
    const requestId = uuidOf(`request/${requests}`).replaceAll("-", "");
    request.set("requestId", requestId);
    request.header("X-Request-ID", requestId);
    const isData = /^\/(v2\/stocks|v1)/.test(request.req.path);
    const scripted = faults.rest.strike(request.req.method, request.req.path);
    const instead = scripted === null ? null : await strikeBefore(request, scripted, hold);
    if (instead !== null) return instead;
    const refusal = admit(parts, request, isData ? data : trading);
    if (refusal !== null) return refuse(request, refusal);
    await next();
    if (scripted !== null) await strikeAfter(request, scripted, hold);
    const delayMs = faults.valueOf("delayResponsesMs");
    if (delayMs > 0) await hold.delay(delayMs);
    if (request.get("isCut")) request.env.outgoing.destroy();
    return undefined;
  };
}

function admit(parts: GuardParts, request: RestRequest, limit: RateLimit): VenueError | null {
  const { conductor, faults } = parts.context;
  if (!parts.isKnownKey(...credentialsOf(request))) return UNAUTHORIZED;
  const budget = limit.take(conductor.budgetNow());
  request.header("X-RateLimit-Limit", String(budget.limit));
  request.header("X-RateLimit-Remaining", String(budget.remaining));
  request.header("X-RateLimit-Reset", String(budget.resetAt));
  if (budget.isExceeded) return TOO_MANY;
  return faults.strikes("rest5xx") ? BROKEN : null;
}

/** The account's keys, or a token in their place. */
function credentialsOf({ req }: RestRequest): readonly [key: string, secret: string] {
  const [scheme = "", token = ""] = (req.header("Authorization") ?? "").split(" ");
  if (scheme.toLowerCase() === "bearer") return [TOKEN_KEY, token];
  return [req.header("APCA-API-KEY-ID") ?? "", req.header("APCA-API-SECRET-KEY") ?? ""];
}

/** Whether the tape waits for a request, for its answer alone, or not at all. */
type HoldState = "carrying out" | "answering late" | "released";

function holdTape(parts: GuardParts, request: RestRequest): RequestHold {
  const { conductor, reports } = parts.context;
  const { outgoing } = request.env;
  request.set("events", []);
  request.set("isCut", false);
  let state: HoldState = "carrying out";
  conductor.beginRequest();
  const report = (): void => {
    reports.push(request.get("events"));
    request.set("events", []);
  };
  const release = (): void => {
    report();
    if (state !== "released") conductor.endRequest(state === "answering late");
    state = "released";
  };
  outgoing.once("close", release);
  request.set("release", release);
  return {
    release,
    gone: async () => {
      if (outgoing.destroyed) return;
      await new Promise<void>((resolve) => {
        outgoing.once("close", () => resolve());
      });
    },
    delay: async (ms) => {
      report();
      if (state === "carrying out") conductor.delayRequest();
      if (state === "carrying out") state = "answering late";
      await new Promise<void>((resolve) => {
        setTimeout(resolve, ms);
      });
    },
  };
}
