import { BREAKERS } from "@interlock/core/risk/breakers/breaker";
import { z } from "zod";
import { decimalString, unixMs } from "./scalars.ts";

/** A breaker: how far it is from its limit, and, once it has tripped, what it blocks and how it is armed again. */
export const breakerView = z.object({
  id: z.enum(BREAKERS),
  label: z.string(),
  state: z.enum(["armed", "warning", "tripped", "unknown"]),
  /** What is used and the limit, in words with their units; empty where there is no one figure. */
  used: z.string(),
  limit: z.string(),
  /** Share of the limit in use; null where nothing can be measured now. */
  usedPercent: z.number().nullable(),
  /** Why it tripped, or what it waits for. */
  sentence: z.string(),
  blocks: z.string(),
  leaves: z.string(),
  trippedAt: unixMs.nullable(),
  /** Null while it has not tripped. `obstacle` says why it cannot be re-armed now, or is empty. */
  rearm: z.object({ obstacle: z.string(), needsReason: z.boolean() }).nullable(),
});

/** Who covers the shares of a position by a stop, and for how long. Quantities in shares. */
export const protectionView = z.object({
  symbol: z.string(),
  held: decimalString,
  /** At the broker, whoever placed the stop: each share counts once, as the broker's. */
  byVenue: decimalString,
  /** Of those, the ones that the engine's own watches, too. */
  byBoth: decimalString,
  byEngine: decimalString,
  uncovered: decimalString,
  /** Shares for which nothing would act now: also those of stops at the broker that rest or are in doubt. */
  unguarded: decimalString,
  /** Why the engine's own covers nothing of the rest; empty where it does. */
  why: z.string(),
  /** Why nothing would act now for the unguarded shares; empty where there are none. */
  whyUnguarded: z.string(),
  /** Why what is known of the venue's orders may be old; empty while it is of now. */
  doubt: z.string(),
  /** When the venue's orders were last compared with our books. */
  comparedAt: unixMs.nullable(),
  /** When the first of the broker's stops ends by itself. */
  expiresAt: unixMs.nullable(),
  nextSession: z.string(),
  /** Set while no stop could act, because the regular session is not on: when it opens. */
  waitsForOpen: unixMs.nullable(),
  /** Since when shares have had no stop, once that was an alarm. */
  alarmSince: unixMs.nullable(),
  /** What the policy of stops at the broker does for it; empty where there is none. */
  atBroker: z.string(),
  /** Whether re-arming can mend what is missing. */
  rearmable: z.boolean(),
});

export type BreakerView = z.infer<typeof breakerView>;
export type ProtectionView = z.infer<typeof protectionView>;
