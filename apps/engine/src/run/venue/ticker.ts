import { CLOCK_MS } from "../../input.ts";
import type { VenueClient } from "@interlock/alpaca/venue-client";
import type { Engine } from "../../engine.ts";
import { CLOCKS_APART_MS_MAX, type VenueTime } from "./venue-time.ts";

/** What the ticker works with. */
export interface TickerParts {
  readonly engine: Pick<Engine, "accept" | "now">;
  readonly venue: Pick<VenueClient, "clock">;
  readonly time: VenueTime;
  readonly simulated: boolean;
  /** Called after each clock input was decided. */
  readonly onTick: () => void;
}

/**
 * How often the venue is asked for its time: at a real one to correct ours, in a simulation when no event has told it
 * for so long. A tape that runs is never asked: its answer may overtake events that are still on their way.
 */
const ASK_MS = { simulated: 2_000, real: 30_000 };
/** An answer that was not believed is asked for again this soon. */
const CONFIRM_MS = 1_000;

/** Tells the engine the time: by the host's clock, and in a simulation besides as often as the tape passes a second. */
export class Ticker {
  readonly #parts: TickerParts;
  #timer: ReturnType<typeof setInterval> | null = null;
  #tickedAt = 0;
  /** When the venue last told its time, asked or by its tape. */
  #toldAt = 0;
  #asking = false;
  /** The venue's last answer was too far off to be believed. */
  #refused = false;
  #trusted = true;

  constructor(parts: TickerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => this.#onTimer(), CLOCK_MS);
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
    if (!this.#parts.simulated) this.#noteTrust();
    this.#parts.engine.accept({ kind: "clock" });
    this.#parts.onTick();
  }

  /** The engine's time never goes back: a journal from a later time than the venue's is as bad as a wrong answer. */
  #noteTrust(): void {
    const { engine, time } = this.#parts;
    const aheadMs = engine.now - time.now();
    const trusted = !this.#refused && aheadMs <= CLOCKS_APART_MS_MAX;
    if (trusted === this.#trusted) return;
    this.#trusted = trusted;
    engine.accept({ kind: "venue_clock", trusted });
  }

  /** A tape that runs ticks by itself; the host's clock ticks when it has been silent. */
  #onTimer(): void {
    const now = performance.now();
    if (now - this.#tickedAt < CLOCK_MS * 0.9) return;
    if (now - this.#toldAt >= this.#askEveryMs) void this.#ask(now);
    this.#tick();
  }

  async #ask(now: number): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    this.#toldAt = now;
    const clock = await this.#parts.venue.clock();
    this.#asking = false;
    if (!clock.ok) return;
    this.#refused = !this.#parts.time.learn(clock.value.venueAt, this.#roundTrip(now));
  }

  /** A simulated tape is no clock that runs on while an answer is on its way. */
  #roundTrip(askedAt: number): number {
    return this.#parts.simulated ? 0 : performance.now() - askedAt;
  }

  get #askEveryMs(): number {
    if (this.#parts.simulated) return ASK_MS.simulated;
    return this.#refused ? CONFIRM_MS : ASK_MS.real;
  }
}
