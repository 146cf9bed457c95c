import { HttpFailure } from "./http-failure.ts";

/** Requests that may wait for a connection of one lane at once; beyond, a request is refused unsent. */
const WAITING_MAX = 1_000;

/** How wide a lane is, and how long one waits for it. Milliseconds of this machine's clock. */
export interface LaneLimits {
  readonly slots: number;
  readonly waitMs: number;
}

interface Waiting {
  readonly enter: () => void;
}

/**
 * Requests that leave side by side, over as many connections as there are slots; whatever is more waits here in order.
 * It waits on our side of the connections, so that whoever sends can be asked again when its turn has come.
 */
export class RequestLane {
  readonly #limits: LaneLimits;
  readonly #waiting: Waiting[] = [];
  #busy = 0;

  constructor(limits: LaneLimits) {
    this.#limits = limits;
  }

  /** Runs a request once a slot is free. Throws HttpFailure, unsent, when none gets free in time. */
  async run<T>(request: () => Promise<T>): Promise<T> {
    if (this.#busy < this.#limits.slots) this.#busy += 1;
    else await this.#turn();
    try {
      return await request();
    } finally {
      this.#leave();
    }
  }

  /** The slot goes from hand to hand: nobody who comes later overtakes. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#busy -= 1;
    else next.enter();
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= WAITING_MAX)
      throw new HttpFailure(`${WAITING_MAX} requests wait for a connection already`, false);
    return new Promise((resolve, reject) => {
      const waiting = {
        enter: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        const { waitMs } = this.#limits;
        reject(new HttpFailure(`no connection got free within ${waitMs} ms`, false));
      }, this.#limits.waitMs);
      this.#waiting.push(waiting);
    });
  }
}
