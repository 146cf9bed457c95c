import type { Ticker } from "../../ids.ts";
import { DAY_MS, type UnixMs } from "../../time.ts";

/** What the venue says may be done with an instrument. That it can be borrowed is advice: it may still refuse. */
export interface AssetFlags {
  readonly symbol: Ticker;
  readonly tradable: boolean;
  readonly shortable: boolean;
  readonly easyToBorrow: boolean;
  readonly fractionable: boolean;
}

/** The same, with when the venue said so. */
export interface AssetFacts extends AssetFlags {
  readonly at: UnixMs;
}

/** What risk looks at of an instrument. */
export interface AssetGuard {
  /** Null before the venue has said anything of it. */
  readonly facts: AssetFacts | null;
  /** The venue refused a short sale today because there was nothing to borrow. */
  readonly borrowRefused: boolean;
}

/** An instrument of which nothing is known. */
export const UNKNOWN_ASSET: AssetGuard = { facts: null, borrowRefused: false };

/** What may be borrowed changes by the day (Regulation SHO, 17 CFR 242.203(b)): an older answer is none. */
const ASSET_AGE_MAX_MS = DAY_MS;

/** Why no short sale may be opened, in the order of the words of its check. */
export const SHORT_SALE_CAUSES = [
  "switched_off",
  "unknown",
  "stale",
  "not_shortable",
  "hard_to_borrow",
  "refused_today",
] as const;

/** Why no short sale may be opened. */
export type ShortSaleCause = (typeof SHORT_SALE_CAUSES)[number];

/** Says why no short sale may be opened in an instrument now; null when one may. */
export function shortSaleCause(
  { facts, borrowRefused }: AssetGuard,
  time: UnixMs,
): Exclude<ShortSaleCause, "switched_off"> | null {
  if (borrowRefused) return "refused_today";
  if (facts === null) return "unknown";
  if (time - facts.at > ASSET_AGE_MAX_MS) return "stale";
  if (!facts.shortable) return "not_shortable";
  return facts.easyToBorrow ? null : "hard_to_borrow";
}
