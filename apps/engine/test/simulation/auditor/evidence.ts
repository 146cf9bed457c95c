import type { Execution } from "@interlock/alpaca-sim/venue/order/order-event";
import type { VenueFloor } from "../../../src/backtest/venue/venue-floor.ts";
import type { Quote } from "@interlock/core/market/quote";
import type { TradingSession } from "@interlock/core/market/calendar";
import type { Findings } from "./findings.ts";
import type { JournalBook } from "./journal-book.ts";
import type { Truth } from "./truth.ts";

/** What an audit looks at, and where it says what it found. */
export interface Evidence {
  readonly findings: Findings;
  readonly truth: Truth;
  readonly floor: VenueFloor;
  /** What was decided, durable or not. */
  readonly book: JournalBook;
  /** Whether the engine was told that it hears reports of orders. */
  readonly orderStreamUp: boolean;
  readonly now: () => number;
  /** The last quote of each symbol that the running process was given. */
  readonly quotes: ReadonlyMap<string, Quote>;
  /** The session by the clock on the wall. */
  readonly session: TradingSession;
  /** No night has passed: profit counts from the beginning. */
  readonly isFirstDay: boolean;
  /**
   * Tells whether an order was given up after the venue had said twice that it does not know it, or is another
   * program's that the venue has not shown yet: until it does nobody can reckon with it.
   */
  readonly isGivenUp: (id: string) => boolean;
  readonly isReckoned: (execution: Pick<Execution, "id" | "clientOrderId">) => boolean;
  /** Another program has traded: what it does is known only afterwards. */
  readonly isAlone: boolean;
  /**
   * The venue has taken an execution back or moved money: by how much only a comparison tells, and until a person has
   * adopted that, the books differ from the truth and say so.
   */
  readonly isBent: boolean;
  /** Tells whether the first byte of an order has left. */
  readonly isPosted: (id: string) => boolean;
}
