import type { Ticker } from "../ids.ts";
import type { Price } from "../number/price.ts";
import type { UnixMs } from "../time.ts";

/** One interval of trading, named by its start. Volume in shares. */
export interface Bar {
  readonly symbol: Ticker;
  readonly startAt: UnixMs;
  readonly open: Price;
  readonly high: Price;
  readonly low: Price;
  readonly close: Price;
  readonly volume: number;
  readonly tradeCount: number;
  /** False when trades of the interval may be missing, e.g. after a reconnect. */
  readonly complete: boolean;
}
