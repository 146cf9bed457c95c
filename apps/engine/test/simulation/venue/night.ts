import { sessionAt } from "@interlock/core/market/calendar";
import { MINUTE_MS } from "@interlock/core/time";
import type { Surroundings } from "../surroundings.ts";
import type { VenueFloor } from "../../../src/backtest/venue/venue-floor.ts";

/** How long the evening goes on after the market has closed, before everything stands still until the morning. */
const EVENING_MS = { least: 5_000, most: 60_000 };
/** 9:29:30 in New York on Wednesday, 2026-06-17: half a minute before the market opens. */
const NEXT_MORNING = Date.UTC(2026, 5, 17, 13, 29, 30);
const SHARE = 0.5;
const ASK_AGAIN_MS = 1_000;

/**
 * The night after a close, which nobody lives through: whatever was planned happens in the next morning, when day
 * orders are over, the day's fees are charged, and a new day opens. No request is on its way through it.
 */
export class Night {
  readonly #surroundings: Surroundings;
  readonly #floor: VenueFloor;
  readonly #isCalm: () => boolean;

  constructor(surroundings: Surroundings, floor: VenueFloor, isCalm: () => boolean) {
    this.#surroundings = surroundings;
    this.#floor = floor;
    this.#isCalm = isCalm;
  }

  start(): void {
    if (this.#surroundings.random.unit() >= SHARE) return;
    const { scheduler } = this.#surroundings;
    scheduler.every(ASK_AGAIN_MS, () => {
      if (sessionAt(scheduler.now) === "regular") return true;
      this.#plan();
      return false;
    });
  }

  #plan(): void {
    const { scheduler } = this.#surroundings;
    scheduler.after(this.#surroundings.between(EVENING_MS.least, EVENING_MS.most), () =>
      scheduler.every(ASK_AGAIN_MS, () => {
        if (!this.#isCalm()) return true;
        scheduler.leap(NEXT_MORNING + this.#surroundings.between(0, MINUTE_MS));
        this.#floor.give({ kind: "clock" });
        return false;
      }),
    );
  }
}
