import type { Ticker } from "@interlock/core/ids";
import type { UnixMs } from "@interlock/core/time";
import type { WantedTarget } from "./risk/wanted-target.ts";

/** What is remembered of the stops at the broker between two inputs; a restart begins with nothing of it. */
export interface BrokerStopBook {
  /** Until when no stop of a symbol is placed, and how many in a row did not stay. */
  readonly pauses: Map<Ticker, StopPause>;
  /** Wishes for which stops make way, by strategy and symbol. */
  readonly wishes: Map<string, WaitingWish>;
}

/** A time in which no stop of a symbol is placed. */
export interface StopPause {
  readonly until: UnixMs;
  readonly failures: number;
}

/** A strategy's wish that is decided again once the stops of its symbol are gone. */
export interface WaitingWish {
  readonly wish: WantedTarget;
  readonly at: UnixMs;
}

/** Returns a book of nothing. */
export function emptyBrokerStopBook(): BrokerStopBook {
  return { pauses: new Map(), wishes: new Map() };
}
