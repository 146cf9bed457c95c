import { z } from "zod";
import { decimalString, freshness, unixMs } from "./scalars.ts";

/** Result of the day since the prior close, in dollars. net = realized + unrealized - fees. */
const dayPnl = z.object({
  realized: decimalString,
  unrealized: decimalString,
  fees: decimalString,
  net: decimalString,
});

/** Money and exposure by our ledger, marked at the latest quotes. */
export const accountView = z.object({
  equity: decimalString,
  cash: decimalString,
  buyingPower: decimalString.nullable(),
  dayPnl,
  grossExposure: decimalString,
  netExposure: decimalString,
  longExposure: decimalString,
  shortExposure: decimalString,
  /** Including working and unknown orders at their worst case: what limits are checked against. */
  exposureWithOrders: decimalString,
  equityPeak: decimalString,
  /** Percent of the peak, e.g. "0.42". */
  drawdownPercent: decimalString,
  marksFreshness: freshness,
  /** Fees of fills that the venue has not charged yet: day P&L counts them, cash and equity do not. */
  accruedFees: decimalString,
  accountFreshness: freshness,
});

/** Ours against the venue's: the difference must be zero or explained. */
export const reconciliationView = z.object({
  checkedAt: unixMs.nullable(),
  status: z.enum(["clean", "break", "never", "stale"]),
  rows: z.array(
    z.object({
      what: z.string(),
      ours: z.string(),
      venue: z.string(),
      difference: z.string(),
      explained: z.boolean(),
      note: z.string(),
    }),
  ),
  unexplained: decimalString,
  openBreaks: z.number().int(),
});

/** One limit with what is used of it. */
export const limitUsage = z.object({
  key: z.string(),
  label: z.string(),
  unit: z.string(),
  value: z.string(),
  used: z.string(),
  usedPercent: z.number(),
  /** The symbol or strategy that uses most of it, or empty. */
  worst: z.string(),
  note: z.string(),
});

export type AccountView = z.infer<typeof accountView>;
export type ReconciliationView = z.infer<typeof reconciliationView>;
export type LimitUsage = z.infer<typeof limitUsage>;
