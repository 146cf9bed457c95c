import { type Money, ZERO_MONEY } from "../../number/money.ts";
import { NO_SIDES, type SideExposure } from "../../portfolio/side-exposure.ts";
import type { UnixMs } from "../../time.ts";

/** What risk looks at to bound the account as a whole. */
export interface ExposureGuard {
  /** Worst cases of all other symbols, by side. */
  readonly elsewhere: SideExposure;
  /** The account's equity by our books; may be zero or less. */
  readonly equity: Money;
  /** What the venue said of the account last; null before it has. */
  readonly venue: VenueFigures | null;
}

/** The account's figures as the venue gave them, and what we have taken on since it was asked. */
export interface VenueFigures {
  readonly askedAt: UnixMs;
  readonly equity: Money;
  readonly buyingPower: Money;
  /** What the venue wants to see as equity for what is held; null where it did not say. */
  readonly maintenanceMargin: Money | null;
  /**
   * Dollars of our orders that the figures may not count: approved since the venue was asked, or not acknowledged by
   * it then. Sales take nothing off: what is not sold, and what the venue has not confirmed, frees nothing.
   */
  readonly reserved: Money;
}

/** Nothing held elsewhere, and an account of which nothing is known. */
export const UNKNOWN_ACCOUNT: ExposureGuard = {
  elsewhere: NO_SIDES,
  equity: ZERO_MONEY,
  venue: null,
};
