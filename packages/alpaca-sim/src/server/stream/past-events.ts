import type { OrderEvent } from "../../venue/order/order-event.ts";
import { stampMs } from "../../venue/stamp.ts";

/** An event with the id by which it can be asked for again; ids sort as the events happened. */
export interface PastEvent {
  readonly id: string;
  readonly event: OrderEvent;
}

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LETTERS = 10;
const NUMBER_LETTERS = 16;
const MOST_KEPT = 100_000;

function inBase32(value: number, letters: number): string {
  let text = "";
  for (let rest = value; text.length < letters; rest = Math.floor(rest / 32)) {
    text = ALPHABET.charAt(rest % 32) + text;
  }
  return text;
}

/** What happened to orders since the process began, and who waits for what happens next. */
export class PastEvents {
  readonly #kept: PastEvent[] = [];
  readonly #watchers = new Set<(past: PastEvent) => void>();
  #number = 0;

  /** Notes events and tells those who watch. */
  add(events: readonly OrderEvent[]): void {
    for (const event of events) {
      this.#number += 1;
      const time = inBase32(stampMs(event.stamp), TIME_LETTERS);
      const past = { id: `${time}${inBase32(this.#number, NUMBER_LETTERS)}`, event };
      this.#kept.push(past);
      for (const tell of this.#watchers) tell(past);
    }
    if (this.#kept.length > MOST_KEPT) this.#kept.splice(0, this.#kept.length - MOST_KEPT);
  }

  /** Returns the events that a filter lets through, oldest first. */
  select(takes: (past: PastEvent) => boolean): PastEvent[] {
    return this.#kept.filter(takes);
  }

  /** Tells every event from now on, until the returned function is called. */
  watch(tell: (past: PastEvent) => void): () => void {
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  }
}
