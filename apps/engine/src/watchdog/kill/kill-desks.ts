import { type NarrowScope, scopeKey } from "@interlock/core/kill/kill-scope";
import type { Heartbeat } from "../../operator/control-socket-protocol.ts";
import type { Environment } from "../../config/system-config.ts";
import { KillDesk, type KillDeskOptions } from "./kill-desk.ts";
import { type HandsOptions, KillHands } from "./kill-hands.ts";
import { readScopeLatches } from "./kill-latch.ts";
import type { KillReport } from "./pursuit/kill-progress.ts";
import type { KillRequest } from "./kill-request.ts";

/** What all desks are made with. */
export interface KillDesksOptions extends Omit<KillDeskOptions, "hands" | "scope">, HandsOptions {
  /** Whose account it is: with real money a rehearsal touches no order. */
  readonly environment: Environment;
}

/**
 * One desk for everything and one for each part of the account that is killed by itself, so that the proof and the
 * resume of one are not those of another: a part killed by name stays stopped when everything is resumed.
 */
export class KillDesks {
  readonly #options: KillDesksOptions;
  readonly #hands: KillHands;
  readonly #whole: KillDesk;
  readonly #narrow = new Map<string, KillDesk>();

  /** Takes up what was latched and not proven when the last process ended. */
  constructor(options: KillDesksOptions) {
    this.#options = options;
    this.#hands = new KillHands(options);
    this.#whole = new KillDesk({ ...options, hands: this.#hands });
    for (const { scope } of readScopeLatches(options.dataDir)) this.#deskOf(scope);
  }

  /** Takes a kill. When it returns, its latch is on the disk. */
  request(request: KillRequest): KillReport {
    return this.#deskFor(request.scope).request(request);
  }

  /**
   * Returns why a request may not be taken as a rehearsal, or null. With an engine that is gone, or beside a kill in
   * force, a drill would be a kill of its own; with real money it touches no order.
   */
  refusalOfDrill({ drill, mode }: Pick<KillRequest, "drill" | "mode">): string | null {
    if (drill !== true) return null;
    if (this.#options.environment === "live" && mode !== "halt")
      return "Nothing was done: in live only Halt new is rehearsed, for a drill there must not touch an order.";
    if (this.latched || [...this.#narrow.values()].some((desk) => desk.latched))
      return "Nothing was done: a kill is in force. A drill rehearses while nothing is stopped: resume first.";
    if (this.#options.engine.alive()) return null;
    return "Nothing was done: the engine gives no sign of life, and a drill without it would be the kill itself.";
  }

  /** Resolves once the gate of a request is closed, at most after `timeoutMs`, with the report of that moment. */
  gateClosed(request: KillRequest, timeoutMs: number): Promise<KillReport | null> {
    return this.#deskFor(request.scope).gateClosed(timeoutMs);
  }

  /** The kill of everything that is in force, or the last one; null when there was none. */
  report(): KillReport | null {
    return this.#whole.report();
  }

  /** The kill of a part of the account, in force or over; null when there was none. */
  reportOf(scope: NarrowScope): KillReport | null {
    return this.#narrow.get(scopeKey(scope))?.report() ?? null;
  }

  /** The kills of parts of the account, in force or over. */
  parts(): readonly KillReport[] {
    return [...this.#narrow.values()].flatMap((desk) => desk.report() ?? []);
  }

  /** Whether everything is stopped. */
  get latched(): boolean {
    return this.#whole.latched;
  }

  /** Takes a sign of life of the engine. */
  heard(beat: Heartbeat): void {
    this.#whole.heard(beat);
    for (const desk of this.#narrow.values()) desk.heard(beat);
  }

  /** Ends the work without ending a kill; whoever starts next takes it up. */
  close(): void {
    this.#whole.close();
    for (const desk of this.#narrow.values()) desk.close();
  }

  #deskFor(scope: NarrowScope | undefined): KillDesk {
    return scope === undefined ? this.#whole : this.#deskOf(scope);
  }

  #deskOf(scope: NarrowScope): KillDesk {
    const key = scopeKey(scope);
    const known = this.#narrow.get(key);
    if (known !== undefined) return known;
    const desk = new KillDesk({ ...this.#options, hands: this.#hands, scope });
    this.#narrow.set(key, desk);
    return desk;
  }
}
