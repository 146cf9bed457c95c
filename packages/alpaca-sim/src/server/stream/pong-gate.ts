/** Somebody who is pinged. */
interface Pinged {
  /** Monotonic time of the last ping, in milliseconds. */
  readonly pingedAt: number;
}

/**
 * What keeps the tape from running ahead of its readers. Every batch of frames to a client is followed by a ping that
 * carries a number; until all pongs are back the tape waits. A client whose socket answers pings by itself is thereby
 * paced by what it consumes; one that holds its pong until everything before it is dealt with makes a replay exact.
 */
export class PongGate<P extends Pinged> {
  readonly #waiting = new Set<P>();
  readonly #onOpen: () => void;
  #number = 0;

  /** `onOpen` is called whenever the last outstanding pong has come or its client has gone. */
  constructor(onOpen: () => void) {
    this.#onOpen = onOpen;
  }

  /** Clients whose pong is outstanding. */
  get outstanding(): number {
    return this.#waiting.size;
  }

  /** Numbers the next ping of a client, which is outstanding from now on. */
  expect(peer: P): number {
    this.#number += 1;
    this.#waiting.add(peer);
    return this.#number;
  }

  /** Notes that a client has answered its last ping, or will never do so. */
  settle(peer: P): void {
    if (this.#waiting.delete(peer) && this.#waiting.size === 0) this.#onOpen();
  }

  /** Returns the clients that have let a ping wait since before `instant`. */
  lateSince(instant: number): P[] {
    return [...this.#waiting].filter((peer) => peer.pingedAt < instant);
  }
}
