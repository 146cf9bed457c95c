import type { JournalEntry } from "../../record.ts";

/** Commands whose time is kept: repeated gestures of one emergency, not a history. */
const KEPT = 50;

/**
 * How long the gate of the present kill took to close in real milliseconds, as who asked met it: from the request at
 * the edge to the engine's durable answer. Journal times cannot say it: they are the venue's, and one entry has one.
 */
export class KillGate {
  readonly #tookMs = new Map<string, number>();
  #beganBy: string | null = null;

  /** Null for a kill that came another way, or before this edge started. */
  get tookMs(): number | null {
    return this.#beganBy === null ? null : (this.#tookMs.get(this.#beganBy) ?? null);
  }

  /** Takes how long a kill's command took to be answered. */
  answered(commandId: string, tookMs: number): void {
    this.#tookMs.set(commandId, tookMs);
    const [oldest] = this.#tookMs.keys();
    if (this.#tookMs.size > KEPT && oldest !== undefined) this.#tookMs.delete(oldest);
  }

  /** Learns which command began the present kill; none did when the watchdog's latch or a rule of ours began it. */
  follow({ records }: JournalEntry): void {
    if (!records.some(({ kind }) => kind === "kill_requested")) return;
    const answer = records.find((record) => record.kind === "command_answered");
    this.#beganBy = answer?.kind === "command_answered" ? answer.commandId : null;
  }
}
