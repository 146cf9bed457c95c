import type { EngineControl } from "../engine-control.ts";
import type { KillHands, Pursuer } from "../kill-hands.ts";
import type { KillPace } from "../kill-pace.ts";
import type { GateKeeper } from "./kill-progress.ts";

/** What it is told by. */
export interface StandInParts {
  readonly engine: EngineControl;
  readonly hands: KillHands;
  readonly pursuer: Pursuer;
  readonly pace: KillPace;
}

/**
 * Who works on a kill: the engine while it lives and gets on, for its books stay whole; this process where it does not.
 * Cancels from both do no harm. Closings are sent from here only while the engine is held down, since two closers would
 * sell the same shares twice.
 */
export class EngineStandIn {
  readonly #parts: StandInParts;
  #keeper: GateKeeper | null = null;
  #gateAt = 0;
  /** Since when the venue has shown the same. */
  #shownSince = 0;
  #tookOver = false;

  constructor(parts: StandInParts) {
    this.#parts = parts;
  }

  /** Who keeps the gate closed; null while it is open. */
  get keeper(): GateKeeper | null {
    return this.#keeper;
  }

  /** The gate was closed. */
  gateClosed(keeper: GateKeeper): void {
    this.#keeper = keeper;
    this.#gateAt = performance.now();
    this.#shownSince = this.#gateAt;
  }

  /** The venue shows something new: whoever works on it gets on. */
  getsOn(): void {
    this.#shownSince = performance.now();
  }

  /** Milliseconds since the gate was closed last. */
  sinceGate(): number {
    return performance.now() - this.#gateAt;
  }

  /** Whether it holds the engine down to close by itself. */
  get holds(): boolean {
    return this.#parts.hands.isHeldBy(this.#parts.pursuer);
  }

  /** Whether nobody else can have placed an order that must be left to work. */
  get isAlone(): boolean {
    return this.holds || !this.#parts.engine.alive();
  }

  /** A living engine cancels for itself at first; a gate closed by force leaves nobody else to. */
  mayCancel(): boolean {
    return !this.isHelper || this.sinceGate() >= this.#parts.pace.helpAfterMs;
  }

  /** Whether an engine that keeps the gate closed cancels the same orders. */
  get isHelper(): boolean {
    return this.#keeper === "engine" && this.#parts.engine.alive();
  }

  /** Tells whether it may close, after it has taken over where nobody else gets on. `trouble` says what kept it. */
  async mayClose(): Promise<{ readonly may: boolean; readonly trouble: string }> {
    const gone = !this.#parts.engine.alive();
    if (!this.holds && (gone || (this.#isStuck() && !this.#tookOver))) {
      const trouble = await this.#takeOver();
      if (trouble !== "") return { may: false, trouble };
    }
    return { may: this.holds, trouble: "" };
  }

  /** Takes the right to close before the engine is ended, so that none comes back beside it. */
  hold(): boolean {
    return this.#parts.hands.takeHold(this.#parts.pursuer);
  }

  letGo(): void {
    this.#parts.hands.releaseHold(this.#parts.pursuer);
  }

  #isStuck(): boolean {
    return performance.now() - this.#shownSince >= this.#parts.pace.stuckAfterMs;
  }

  async #takeOver(): Promise<string> {
    if (!this.hold()) return "";
    this.#tookOver = true;
    const stopped = await this.#parts.engine.stop();
    if (stopped.ok) {
      this.#keeper = "watchdog";
      return "";
    }
    // It may still close by itself, so nothing is closed from here.
    this.letGo();
    return `Engine: ${stopped.error}.`;
  }
}
