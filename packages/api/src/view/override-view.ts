import { z } from "zod";
import { decimalString, side, unixMs } from "./scalars.ts";

/** What became of an override. */
const overrideStanding = z.enum(["open", "used", "void", "expired"]);

/** A permission for one denied order, once. Times on the venue's clock. */
const overrideView = z.object({
  overrideId: z.string(),
  /** The order as it was denied, and what is read back when it is used. */
  clientOrderId: z.string(),
  symbol: z.string(),
  side,
  quantity: decimalString,
  /** Null for an order without a price. */
  limitPrice: decimalString.nullable(),
  /** Codes of the denials that it lifts. */
  lifts: z.array(z.string()),
  by: z.string(),
  role: z.string(),
  reason: z.string(),
  grantedAt: unixMs,
  expiresAt: unixMs,
  standing: overrideStanding,
  /** When it was used or became void; null while neither has happened. */
  endedAt: unixMs.nullable(),
  /** How it ended, in one sentence; empty while it stands. */
  outcome: z.string(),
  /** The order that was sent by it; null where none was. */
  sent: z.string().nullable(),
});

/** A try that was refused. */
const overrideRefusal = z.object({
  at: unixMs,
  overrideId: z.string(),
  by: z.string(),
  role: z.string(),
  sentence: z.string(),
});

/** The latest overrides and refused tries, newest first. */
const overridesView = z.object({
  overrides: z.array(overrideView),
  refusals: z.array(overrideRefusal),
});

/** A denial of the order, and whether a person may lift it for this one order. */
const overrideLine = z.object({
  code: z.string(),
  label: z.string(),
  mayLift: z.boolean(),
  why: z.string(),
  /** The value of the limit that nobody exceeds, with its unit; empty where nobody may lift it. */
  ceiling: z.string(),
  unit: z.string(),
});

/** What can be done for a denied order. */
const overrideOffer = z.object({
  clientOrderId: z.string(),
  /** Why no override can be granted; empty when one can. */
  obstacle: z.string(),
  /** Until when one can be granted; null where the denial is not at hand any more. */
  until: unixMs.nullable(),
  lines: z.array(overrideLine),
  /** The newest one of this order; null where there is none. */
  override: overrideView.nullable(),
});

export type OverrideView = z.infer<typeof overrideView>;
export type OverridesView = z.infer<typeof overridesView>;
export type OverrideOffer = z.infer<typeof overrideOffer>;
