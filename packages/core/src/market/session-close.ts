import type { Price } from "../number/price.ts";
import type { Bar } from "./bar.ts";
import { type IsoDate, previousMarketDay } from "./calendar.ts";

/**
 * Returns the close of the market day before `date`, in dollars a share, as the last of `bars` (oldest first) in that
 * day's regular session shows it; null when none of them is of that session.
 */
export function priorSessionClose(bars: readonly Bar[], date: IsoDate): Price | null {
  const { openAt, closeAt } = previousMarketDay(date);
  const last = bars.findLast((bar) => bar.startAt < closeAt);
  return last === undefined || last.startAt < openAt ? null : last.close;
}
