import { z } from "zod";
import { decimalString, unixMs } from "./scalars.ts";

/** Cumulative, mildest first: flatten includes cancel, cancel includes halt. */
export const killMode = z.enum(["halt", "cancel", "flatten"]);

/**
 * Stages of a kill. `proven` only when the venue itself shows zero open orders (and, for flatten, no position)
 * twice in a row; `residual` names what is left.
 */
const killStage = z.enum([
  "none",
  "requested",
  "gate_closed",
  "canceling",
  "closing",
  "proven",
  "residual",
  "resumed",
]);

const killReceipt = z.object({
  stages: z.array(
    z.object({
      stage: z.string(),
      at: unixMs,
      /** Milliseconds of the engine's host since the request; null where nobody measured them. */
      tookMs: z.number().nullable(),
    }),
  ),
  orders: z.array(
    z.object({
      id: z.string(),
      what: z.string(),
      askedAt: unixMs,
      confirmedAt: unixMs.nullable(),
    }),
  ),
});

/** Who made a kill stronger than it was asked for at first, from which mode, and why; absent: nobody. */
const killRaise = z.object({ from: killMode, by: z.string(), reason: z.string() }).optional();

/** A kill in progress or the last one, the same for every user and after a reload. */
export const killView = z.object({
  killId: z.string(),
  mode: killMode,
  /** What it stops, e.g. "symbol:NVDA"; absent: everything. */
  scope: z.string().optional(),
  /** A rehearsal. */
  drill: z.boolean().optional(),
  stage: killStage,
  by: z.string(),
  via: z.enum(["console", "cli", "watchdog", "engine", "plain"]),
  reason: z.string(),
  raised: killRaise,
  /** Whose clock its times are: the venue's unless "host". The watchdog knows no other than its machine's. */
  clock: z.enum(["venue", "host"]).optional(),
  requestedAt: unixMs.nullable(),
  gateClosedAt: unixMs.nullable(),
  provenAt: unixMs.nullable(),
  /** Real milliseconds from the request to the durable gate; null where nobody measured them. */
  gateClosedMs: z.number().nullable(),
  cancels: z.object({ requested: z.number(), confirmed: z.number(), pending: z.number() }),
  /** Positions that closing orders were sent for; `filled` are those wholly closed: an ended order is no fill. */
  closes: z.object({
    requested: z.number(),
    filled: z.number(),
    pending: z.number(),
    queued: z.number(),
  }),
  /** By the venue's own answer. */
  venueOpenOrders: z.number().nullable(),
  venuePositions: z.number().nullable(),
  cleanSweeps: z.number().int(),
  residual: z.array(z.object({ what: z.string(), why: z.string() })),
  /** Evidence of each stage and order, as the engine journaled it; absent from the watchdog. */
  receipt: killReceipt.optional(),
  /** Orders that wait to be canceled one by one; absent where none do. */
  countdown: z
    .object({ orders: z.number(), perMinute: z.number(), minutes: z.number() })
    .optional(),
});

/** What the last drill of a mode measured; milliseconds of the engine's host, null where nobody measured. */
const killDrill = z.object({
  mode: killMode,
  scope: z.string(),
  by: z.string(),
  at: unixMs,
  gateMs: z.number().nullable(),
  provenMs: z.number().nullable(),
  /** Orders that were asked to be canceled. */
  orders: z.number().int(),
  /** Closing orders that were sent; null where nobody counted them. */
  closings: z.number().int().nullable(),
});

/** A kill as it stands in the list of them: what was asked for, what came of it, and its receipt. */
const pastKill = z.object({
  killId: z.string(),
  mode: killMode,
  /** What it stopped, e.g. "symbol:NVDA"; absent: everything. */
  scope: z.string().optional(),
  drill: z.boolean(),
  by: z.string(),
  via: z.string(),
  reason: z.string(),
  raised: killRaise,
  requestedAt: unixMs,
  /** `unproven`: another kill followed, or a person resumed, before the venue showed the result. */
  result: z.enum(["under_way", "proven", "residual", "unproven"]),
  gateMs: z.number().nullable(),
  /** Milliseconds of the engine's host from the request to the proof; null where there is none. */
  provenMs: z.number().nullable(),
  orders: z.number().int(),
  closings: z.number().int(),
  residual: z.array(z.object({ what: z.string(), why: z.string() })),
  receipt: killReceipt.nullable(),
});

/** Everything that is or may be killed by itself, beside the kill of everything. */
export const killParts = z.object({
  kills: z.array(killView),
  strategies: z.array(z.string()),
  symbols: z.array(z.string()),
  drills: z.array(killDrill),
});

/** What a kill would do now, shown under the finger. */
const killPreview = z.object({
  openOrders: z.number().int(),
  positions: z.number().int(),
  grossExposure: decimalString,
  protectiveStops: z.number().int(),
  session: z.string(),
  sentence: z.string(),
});

export type KillMode = z.infer<typeof killMode>;
export type KillStage = z.infer<typeof killStage>;
export type KillView = z.infer<typeof killView>;
export type KillParts = z.infer<typeof killParts>;
/** The latest kills, newest first. */
export const killHistory = z.array(pastKill);

export type PastKill = z.infer<typeof pastKill>;
export type KillPreview = z.infer<typeof killPreview>;
