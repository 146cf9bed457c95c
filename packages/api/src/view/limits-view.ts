import { z } from "zod";
import { unixMs } from "./scalars.ts";

/** Values of a limit set by key; numbers as decimal strings so that dollars stay exact. */
export const limitValues = z.record(z.string(), z.string());

/** Where limits stand: the account, or one strategy, symbol or session below it. */
export const limitLevel = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("account") }),
  z.object({ kind: z.literal("strategy"), id: z.string().min(1).max(64) }),
  z.object({
    kind: z.literal("symbol"),
    symbol: z.string().regex(/^[A-Z][A-Z0-9./]{0,11}$/, "symbol must be a ticker such as BRK.B"),
  }),
  z.object({
    kind: z.literal("session"),
    session: z.enum(["overnight", "pre", "regular", "post"]),
  }),
]);

const limitLine = z.object({
  key: z.string(),
  label: z.string(),
  unit: z.string(),
  /** What a breach does, in words. */
  blocks: z.string(),
  value: z.string(),
  ceiling: z.string(),
  used: z.string(),
  usedPercent: z.number(),
  /** Why `used` is empty: what a limit cannot say is no zero. */
  usedAbsence: z.string(),
  /** The denials that it gives, and how many there were today at any level; null where that is not counted. */
  codes: z.array(z.object({ code: z.string(), today: z.number().int().nullable() })),
  tighterIs: z.enum(["lower", "higher"]),
  /** When it goes back by itself, to what, and the version that said so; null where it lasts. */
  expiry: z
    .object({ at: unixMs, backTo: z.string(), version: z.number().int(), by: z.string() })
    .nullable(),
});

/** The limits of one level below the account's: only those that are set there, the account's as their ceiling. */
const limitLevelView = z.object({
  kind: z.enum(["strategy", "symbol", "session"]),
  name: z.string(),
  /** Whose they are, e.g. "strategy trend", "IBM", "the pre session". */
  title: z.string(),
  lines: z.array(limitLine),
});

/** The limits in force, with ceilings and usage. `version` must be sent back with a change. */
const limitsView = z.object({
  version: z.number().int(),
  changedAt: unixMs.nullable(),
  changedBy: z.string(),
  reason: z.string(),
  lines: z.array(limitLine),
  levels: z.array(limitLevelView),
  /** Everything below the account that may have limits of its own, with or without any now. */
  mayHave: z.array(limitLevelView.omit({ lines: true })),
});

const limitChangeLine = z.object({
  key: z.string(),
  label: z.string(),
  unit: z.string(),
  from: z.string(),
  to: z.string(),
  direction: z.enum(["tighter", "looser", "same"]),
});

/** What a change of limits would do, computed by the engine on the present book. */
const limitPreview = z.object({
  baseVersion: z.number().int(),
  lines: z.array(limitChangeLine),
  faults: z.array(z.object({ key: z.string(), sentence: z.string() })),
  needsReason: z.boolean(),
  consequences: z.array(z.string()),
  /** What its end will do by itself, if nothing is changed meanwhile; empty where it lasts. */
  atExpiry: z.array(z.string()),
});

const limitVersionView = z.object({
  version: z.number().int(),
  at: unixMs,
  by: z.string(),
  /** Names of the people who approved it; null where it needed nobody. */
  approvedBy: z.string().nullable(),
  reason: z.string(),
  lines: z.array(limitChangeLine),
  /** When it was to end by itself; null: it lasts until somebody changes it. */
  expiresAt: unixMs.nullable(),
  /** The version that ended by this one; null where a person or the configuration made it. */
  expiryOf: z.number().int().nullable(),
});

export type LimitValues = z.infer<typeof limitValues>;
export type LimitLevelName = z.infer<typeof limitLevel>;
export type LimitLevelView = z.infer<typeof limitLevelView>;
export type LimitLine = z.infer<typeof limitLine>;
export type LimitsView = z.infer<typeof limitsView>;
export type LimitPreview = z.infer<typeof limitPreview>;
export type LimitVersionView = z.infer<typeof limitVersionView>;
