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

/** A kill in progress or the last one, the same for every user and after a reload. */
export const killView = z.object({
  killId: z.string(),
  mode: killMode,
  stage: killStage,
  by: z.string(),
  via: z.enum(["console", "cli", "watchdog", "engine", "plain"]),
  reason: z.string(),
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
export type KillPreview = z.infer<typeof killPreview>;
