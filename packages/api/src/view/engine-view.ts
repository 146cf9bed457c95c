import { z } from "zod";
import { environment, tradingState, unixMs } from "./scalars.ts";

/**
 * One part of the system as an operator sees it; `detail` is a sentence with numbers. "alert": every part of it works,
 * and a person has to act, e.g. on an open break.
 */
export const healthItem = z.object({
  name: z.enum([
    "engine",
    "market_data",
    "order_stream",
    "broker_rest",
    "database",
    "audit_trail",
    "audit_anchors",
    "notices",
    "account_lease",
    "watchdog",
    "risk_manager",
    "signal_bridge",
    "reconciliation",
    "cancels",
    "kill_switch",
  ]),
  status: z.enum(["ok", "degraded", "down", "alert", "not_configured"]),
  detail: z.string(),
  since: unixMs.nullable(),
});

/** Who runs, on which account, in which state, and at what time of the trading day. */
export const engineView = z.object({
  phase: z.enum(["starting", "recovering", "running", "stopping", "stopped"]),
  environment,
  accountId: z.string(),
  accountNumber: z.string(),
  feed: z.string(),
  build: z.string(),
  configHash: z.string(),
  /** As an order that opens meets it: "reducing" also while a fact refuses every such order. */
  tradingState,
  tradingStateCause: z.string(),
  tradingStateBy: z.string(),
  tradingStateSince: unixMs.nullable(),
  /** Whether a person's resume can end the restriction; one that rests on a fact ends with the fact. */
  resumable: z.boolean(),
  /** What was resumed a moment ago, "all" or e.g. "symbol:NVDA", and until when it only reduces, by the venue. */
  reduceOnly: z.array(z.object({ scope: z.string(), until: unixMs })),
  /** Present time on the venue's clock. */
  venueTime: unixMs,
  session: z.enum(["overnight", "pre", "regular", "post", "closed"]),
  /** "half-day", "holiday", or empty. */
  dayNote: z.string(),
  /** When the session above ends, on the venue's clock. */
  sessionEndsAt: unixMs.nullable(),
  /** Wall-clock time of the decision loop's last completed cycle. */
  heartbeatAt: unixMs,
  journalSeq: z.number().int(),
  health: z.array(healthItem),
});

export type EngineView = z.infer<typeof engineView>;
export type HealthItem = z.infer<typeof healthItem>;
