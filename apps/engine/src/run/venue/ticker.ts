import type { VenueClient } from "@interlock/alpaca/venue-client";
import type { Engine } from "../../engine.ts";
import type { VenueTime } from "./venue-time.ts";

/** What the ticker works with. */
export interface TickerParts {
  readonly engine: Pick<Engine, "accept">;
  readonly venue: Pick<VenueClient, "clock">;
  readonly time: VenueTime;
  readonly simulated: boolean;
  /** Called after each clock input was decided. */
  readonly onTick: () => void;
}

const TICK_MS = 250;
/**
 * How often the venue is asked for its time: at a real one to correct ours, in a simulation when no event has told it
 * for so long. A tape that runs is never asked: its answer may overtake events that are still on their way.
 */
const ASK_MS = { simulated: 2_000, real: 30_000 };

/** Tells the engine the time: by the host's clock, and in a simulation besides as often as the tape passes a second. */
export class Ticker {
  readonly #parts: TickerParts;
  #timer: ReturnType<typeof setInterval> | null = null;
  #tickedAt = 0;
  /** When the venue last told its time, asked or by its tape. */
  #toldAt = 0;
  #asking = false;

  constructor(parts: TickerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => this.#onTimer(), TICK_MS);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** Gives the engine a clock input because the tape has passed a second. */
  tick(): void {
    this.#toldAt = performance.now();
    this.#tick();
  }

  #tick(): void {
    this.#tickedAt = performance.now();
    this.#parts.engine.accept({ kind: "clock" });
    this.#parts.onTick();
  }

  /** A tape that runs ticks by itself; the host's clock ticks when it has been silent. */
  #onTimer(): void {
    const now = performance.now();
    if (now - this.#tickedAt < TICK_MS * 0.9) return;
    const every = this.#parts.simulated ? ASK_MS.simulated : ASK_MS.real;
    if (now - this.#toldAt >= every) void this.#ask(now);
    this.#tick();
  }

  async #ask(now: number): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    this.#toldAt = now;
    const clock = await this.#parts.venue.clock();
    this.#asking = false;
    if (clock.ok) this.#parts.time.learn(clock.value.venueAt);
  }
}
