import { type Money, maxMoney, moneyUnits, subtractMoney, ZERO_MONEY } from "../number/money.ts";
import type { UnixMs } from "../time.ts";

/** The highest equity seen, and when. Plain data kept with the account's state: a restart does not forget it. */
export interface EquityPeak {
  readonly equity: Money;
  readonly at: UnixMs;
}

/** How far equity stands below its peak. */
export interface Drawdown {
  /** Dollars below the peak, at least zero. */
  readonly amount: Money;
  /** The amount as a fraction of the peak: 0 at the peak, 1 when all is lost, more with debt. */
  readonly fraction: number;
}

/** Returns the peak after a reading of equity. */
export function trackPeak(peak: EquityPeak | null, equity: Money, at: UnixMs): EquityPeak {
  if (peak !== null && moneyUnits(equity) <= moneyUnits(peak.equity)) return peak;
  return { equity, at };
}

/** Returns the drawdown from a peak. A peak of zero or below has no fraction to speak of: it is given as 0. */
export function drawdown(peak: EquityPeak, equity: Money): Drawdown {
  const amount = maxMoney(subtractMoney(peak.equity, equity), ZERO_MONEY);
  const base = moneyUnits(peak.equity);
  return { amount, fraction: base > 0 ? moneyUnits(amount) / base : 0 };
}
