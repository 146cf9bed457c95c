import { minuteOf, type WeighedTrade } from "@interlock/core/market/bar-builder";
import { amendTrade, isAmended, type TradeAmendment } from "@interlock/core/market/trade-amendment";
import { countsForPrice } from "@interlock/core/market/trade-condition";
import type { MarketTrade } from "@interlock/core/market/trade";
import type { UnixMs } from "@interlock/core/time";

/** Trades of one minute that are kept; a minute with more cannot be made anew here. */
const KEPT_MAX = 2_000;

interface Minute {
  readonly startAt: UnixMs;
  readonly trades: WeighedTrade[];
  whole: boolean;
}

/** The trades of the running minute and of the one before: what a correction can still change by itself. */
export class RecentTrades {
  #running: Minute = { startAt: 0, trades: [], whole: false };
  #before: Minute = this.#running;

  /** Keeps a trade; `setsPrice` says whether it moves the prices of its bar. */
  keep(trade: MarketTrade, setsPrice: boolean): void {
    const startAt = minuteOf(trade.venueAt);
    if (startAt > this.#running.startAt) {
      this.#before = this.#running;
      this.#running = { startAt, trades: [], whole: true };
    }
    const minute = this.#minute(startAt);
    if (minute === null) return;
    if (minute.trades.length < KEPT_MAX) minute.trades.push([trade, setsPrice]);
    else minute.whole = false;
  }

  /** Changes the print that an amendment names, the latest of equal ones. Returns it; null when it is not kept. */
  amend(amendment: TradeAmendment): MarketTrade | null {
    for (const { trades } of [this.#running, this.#before]) {
      const at = trades.findLastIndex(([trade]) => isAmended(trade, amendment));
      const found = trades[at];
      if (found === undefined) continue;
      const [trade] = found;
      const amended = amendTrade(trade, amendment);
      // What was too far off to be believed has been corrected: it counts by its conditions alone.
      if (amended === null) trades.splice(at, 1);
      else trades[at] = [amended, countsForPrice(amended.conditions)];
      return trade;
    }
    return null;
  }

  /** The latest trade that sets a price; null when none is kept. */
  latest(): MarketTrade | null {
    for (const { trades } of [this.#running, this.#before]) {
      const found = trades.findLast(([, setsPrice]) => setsPrice);
      if (found !== undefined) return found[0];
    }
    return null;
  }

  /** All trades of the minute that began at `startAt`; null when not all of them are kept. */
  ofMinute(startAt: UnixMs): readonly WeighedTrade[] | null {
    const minute = this.#minute(startAt);
    return minute?.whole === true ? minute.trades : null;
  }

  #minute(startAt: UnixMs): Minute | null {
    if (startAt === this.#running.startAt) return this.#running;
    return startAt === this.#before.startAt ? this.#before : null;
  }
}
