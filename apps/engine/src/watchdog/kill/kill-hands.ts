import type { MarketDataFeed } from "@interlock/alpaca/environment";
import { CancelPace, HELPER_CANCELS_PER_MINUTE } from "@interlock/core/kill/cancel-pace";
import { youngClosings } from "@interlock/core/kill/closing-work";
import type { VenueLook } from "@interlock/core/kill/kill-plan";
import type { KillScope } from "@interlock/core/kill/kill-scope";
import { lookWithin } from "@interlock/core/kill/look-within";
import type { Limits } from "@interlock/core/risk/limits";
import { randomBytes } from "node:crypto";
import { PositionCloser } from "./closing/close-positions.ts";
import type { EngineControl } from "./engine-control.ts";
import type { KillPace } from "./kill-pace.ts";
import type { KillVenue } from "./kill-venue.ts";

/** What this process acts with. */
export interface HandsOptions {
  readonly venue: KillVenue;
  readonly engine: EngineControl;
  readonly feed: MarketDataFeed;
  readonly limits: Limits;
  readonly pace: KillPace;
}

/** A pursuit under way, as the others see it. */
export interface Pursuer {
  /** What it closes positions of; null where it closes none. */
  readonly flattens: KillScope | null;
  /** All that it would close waits for the open: until then no closing order of anybody's is at work for it. */
  readonly waitsForOpen: boolean;
}

/**
 * What all pursuits of this process share at the venue, for one account has one of each: the right to close while no
 * engine runs, the closing orders that were sent, and the cancels of a minute. Two that closed the same position by
 * themselves would sell its shares twice, and each would cancel what the other has just placed.
 */
export class KillHands {
  /** Of cancels beside an engine that cancels the same orders, and of those where nobody else does. */
  readonly #helperPace = new CancelPace(HELPER_CANCELS_PER_MINUTE);
  readonly #cancelPace = new CancelPace();
  readonly #options: HandsOptions;
  readonly #pursuers = new Set<Pursuer>();
  readonly #holders = new Set<Pursuer>();
  #closer: PositionCloser;

  constructor(options: HandsOptions) {
    this.#options = options;
    this.#closer = newCloser(options);
  }

  /** How fast orders may be canceled one by one from here. */
  cancelPace(isHelper: boolean): CancelPace {
    return isHelper ? this.#helperPace : this.#cancelPace;
  }

  /** The closing orders that were sent, and what became of them. */
  get closer(): PositionCloser {
    return this.#closer;
  }

  /** Takes part. What was closed for earlier kills, all of them over, says nothing of this one. */
  join(pursuer: Pursuer): void {
    if (this.#pursuers.size === 0) this.#closer = newCloser(this.#options);
    this.#pursuers.add(pursuer);
  }

  leave(pursuer: Pursuer): void {
    this.releaseHold(pursuer);
    this.#pursuers.delete(pursuer);
  }

  /** Takes the right to close without the engine; false when another process has it. */
  takeHold(pursuer: Pursuer): boolean {
    const isOurs =
      this.#holders.size > 0 ||
      this.#options.engine.takeHold("positions are being closed without the engine");
    if (isOurs) this.#holders.add(pursuer);
    return isOurs;
  }

  /** Gives the right back, once nobody here needs it any more: the engine may then come back. */
  releaseHold(pursuer: Pursuer): void {
    if (this.#holders.delete(pursuer) && this.#holders.size === 0)
      this.#options.engine.releaseHold();
  }

  /** Whether any kill under way closes positions now. */
  get isFlattening(): boolean {
    return [...this.#pursuers].some((one) => one.flattens !== null && !one.waitsForOpen);
  }

  isHeldBy(pursuer: Pursuer): boolean {
    return this.#holders.has(pursuer);
  }

  /**
   * Ids of open orders that are given time: our own, and what the engine seems to close with where we do not hold it
   * down. No kill cancels the closings of another one's flatten.
   */
  workingClosings(look: VenueLook): ReadonlySet<string> {
    const working = new Set(this.#closer.working());
    if (this.#holders.size > 0) return working;
    for (const { flattens } of this.#pursuers) {
      if (flattens === null) continue;
      for (const id of youngClosings(lookWithin(look, flattens, null))) working.add(id);
    }
    return working;
  }
}

/** Its ids have a random part of their own, so that none repeats: neither after a restart, nor in a later kill. */
function newCloser({ venue, feed, limits, pace }: HandsOptions): PositionCloser {
  return new PositionCloser({
    venue,
    feed,
    limits,
    idPrefix: `kill-${randomBytes(6).toString("hex")}`,
    patience: { workMs: pace.closeWorkMs, lagMs: pace.listLagMs },
  });
}
