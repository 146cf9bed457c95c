import type { VenueFloor } from "../venue/venue-floor.ts";
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
  /**
   * Tells whether an order was given up after the venue had said twice that it does not know it, or is another
   * program's: until the venue shows it nobody can reckon with it.
   */
  readonly isGivenUp: (id: string) => boolean;
  /** Another program has traded: what it does is known only afterwards. */
  readonly isAlone: boolean;
  /** Tells whether the first byte of an order has left. */
  readonly isPosted: (id: string) => boolean;
}
