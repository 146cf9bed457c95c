import type { Notice } from "./notice.ts";

/** A notice that waits, and from when on it may be tried, on the lane's clock. */
export interface WaitingNotice {
  readonly notice: Notice;
  attempts: number;
  dueAt: number;
}

/** Of more than that nobody would read the rest. */
const WAITING_MAX = 100;

/** Alerts, and tests of them, go before everything else. */
function isUrgent({ kind }: Notice): boolean {
  return kind !== "request";
}

/** The notices of one channel that are not delivered: alerts first, and each kind in the order of the journal. */
export class WaitingLine {
  readonly #waiting: WaitingNotice[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** Adds one; returns what had to go for it: the oldest that is no alert, or the oldest alert. */
  add(one: WaitingNotice): Notice | null {
    this.#waiting.push(one);
    return this.#overflow();
  }

  /** Puts one back that could not be delivered; returns what had to go for it. */
  putBack(one: WaitingNotice): Notice | null {
    this.#waiting.unshift(one);
    return this.#overflow();
  }

  /** Takes out the one to try now; null where none is due. */
  takeDue(now: number): WaitingNotice | null {
    const due = this.#waiting.filter(({ dueAt }) => dueAt <= now);
    const next = due.find(({ notice }) => isUrgent(notice)) ?? due[0] ?? null;
    if (next !== null) this.#waiting.splice(this.#waiting.indexOf(next), 1);
    return next;
  }

  /** When the next one is due; infinity where none waits. */
  nextDue(): number {
    return Math.min(...this.#waiting.map(({ dueAt }) => dueAt));
  }

  #overflow(): Notice | null {
    if (this.#waiting.length <= WAITING_MAX) return null;
    const oldest = this.#waiting.findIndex(({ notice }) => !isUrgent(notice));
    const [gone] = this.#waiting.splice(Math.max(oldest, 0), 1);
    return gone?.notice ?? null;
  }
}
