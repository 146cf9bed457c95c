/** Slots that are counted together, and in how many of them a liquid channel speaks at least. */
const SLOTS = 30;
const LIQUID_SLOTS = 28;

/**
 * How steadily a channel of market data speaks. Time is cut into slots, and a channel that has spoken in nearly every
 * one of half a minute is liquid: some slots of silence are then no pause of the market. A burst fills few slots, so a
 * sparse channel never counts as one. Times are milliseconds of this machine's clock.
 */
export class ChannelPace {
  readonly #slotMs: number;
  #lastAt = 0;
  #slot = -1;
  #spoken = 0;
  #spokenBefore = 0;
  #span = 0;

  constructor(slotMs: number) {
    this.#slotMs = slotMs;
  }

  /** When it last spoke, or was excused. */
  get lastAt(): number {
    return this.#lastAt;
  }

  /** Notes one event. */
  hear(now: number): void {
    this.#lastAt = now;
    const slot = Math.floor(now / this.#slotMs);
    if (slot === this.#slot) return;
    this.#slot = slot;
    this.#turn(slot);
    this.#spoken += 1;
  }

  /** Counts silence from now on only, e.g. because the session was closed. */
  excuse(now: number): void {
    this.#lastAt = now;
  }

  /** Forgets how it spoke: a new connection has to show it anew, so that a mute one is not cycled again and again. */
  begin(now: number): void {
    this.#lastAt = now;
    this.#spoken = 0;
    this.#spokenBefore = 0;
  }

  /** Tells whether it spoke so steadily until a moment ago that silence means a dead connection. */
  isLiquid(now: number): boolean {
    this.#turn(Math.floor(now / this.#slotMs));
    return Math.max(this.#spoken, this.#spokenBefore) >= LIQUID_SLOTS;
  }

  #turn(slot: number): void {
    const span = Math.floor(slot / SLOTS);
    if (span === this.#span) return;
    this.#spokenBefore = span === this.#span + 1 ? this.#spoken : 0;
    this.#spoken = 0;
    this.#span = span;
  }
}
