import type { JournalEntry } from "../../record.ts";
import type { NoticeChannel } from "./channels.ts";
import { type Notice, noticesOf } from "./notice.ts";

/** What became of a notice on one channel. */
export interface Delivery {
  readonly channel: NoticeChannel["name"];
  readonly notice: Notice;
  readonly delivered: boolean;
  readonly attempts: number;
  /** Why not; empty where it was. */
  readonly why: string;
}

/** What the notifier works with. */
export interface NotifierParts {
  readonly channels: readonly NoticeChannel[];
  /** The journal's end when it began: what came before was told by the run before. */
  readonly afterSeq: number;
  readonly told: (delivery: Delivery) => void;
  /** Waits before each further attempt, in milliseconds. */
  readonly backoffMs?: readonly number[];
}

const BACKOFF_MS: readonly number[] = [1_000, 5_000, 25_000, 120_000, 600_000];
/** Of more than that nobody would read the rest: the oldest goes. */
const QUEUE_MAX = 100;

/**
 * Tells people by every channel what the journal brings, beside trading: a channel that is slow or gone holds up
 * neither the others nor anything else. Each notice has a receipt, also where it was given up.
 */
export class Notifier {
  readonly #parts: NotifierParts;
  readonly #lanes: readonly Lane[];

  constructor(parts: NotifierParts) {
    this.#parts = parts;
    this.#lanes = parts.channels.map((channel) => new Lane(channel, parts));
  }

  /** Takes an entry of the journal, in order. */
  take(entry: JournalEntry): void {
    if (entry.seq <= this.#parts.afterSeq || this.#lanes.length === 0) return;
    for (const notice of noticesOf(entry)) for (const lane of this.#lanes) lane.put(notice);
  }

  /** Tells something of its own by every channel, each its own words. */
  tell(noticeFor: (channel: NoticeChannel["name"]) => Notice): void {
    for (const lane of this.#lanes) lane.put(noticeFor(lane.name));
  }

  /** Gives up what is still to be tried. */
  close(): void {
    for (const lane of this.#lanes) lane.close();
  }
}

/** The notices of one channel, one after the other. */
class Lane {
  readonly #channel: NoticeChannel;
  readonly #parts: NotifierParts;
  readonly #queue: Notice[] = [];
  #busy = false;
  #closed = false;
  #wake: () => void = () => undefined;

  constructor(channel: NoticeChannel, parts: NotifierParts) {
    this.#channel = channel;
    this.#parts = parts;
  }

  get name(): NoticeChannel["name"] {
    return this.#channel.name;
  }

  put(notice: Notice): void {
    this.#queue.push(notice);
    if (this.#queue.length > QUEUE_MAX) this.#drop();
    if (!this.#busy) void this.#work();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  #drop(): void {
    const notice = this.#queue.shift();
    if (notice !== undefined) this.#receipt(notice, 0, "too many notices waited");
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let notice = this.#queue.shift(); notice !== undefined; notice = this.#queue.shift())
      await this.#deliver(notice);
    this.#busy = false;
  }

  async #deliver(notice: Notice): Promise<void> {
    const { backoffMs = BACKOFF_MS } = this.#parts;
    let why = "the program ended";
    for (let attempt = 1; !this.#closed; attempt++) {
      try {
        await this.#channel.send(notice);
        return this.#receipt(notice, attempt, "");
      } catch (error) {
        why = error instanceof Error ? error.message : String(error);
      }
      const wait = backoffMs[attempt - 1];
      if (wait === undefined) return this.#receipt(notice, attempt, why);
      await this.#pause(wait);
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #receipt(notice: Notice, attempts: number, why: string): void {
    const { name: channel } = this.#channel;
    this.#parts.told({ channel, notice, delivered: why === "", attempts, why });
  }
}
