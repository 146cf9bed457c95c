import type { NoticeChannel } from "./channels.ts";
import { DeliveryFailure } from "./delivery-failure.ts";
import type { Notice } from "./notice.ts";
import { WaitingLine, type WaitingNotice } from "./waiting-line.ts";

/** What became of a notice on one channel. */
export interface Delivery {
  readonly channel: NoticeChannel["name"];
  readonly notice: Notice;
  readonly delivered: boolean;
  readonly attempts: number;
  /** Why not; empty where it was. */
  readonly why: string;
}

/** How a channel does at this moment. */
export interface LaneStatus {
  readonly channel: NoticeChannel["name"];
  /** Notices that are still to be tried. */
  readonly waiting: number;
  /** Attempts that failed since the last one that did not, and why the latest did. */
  readonly failures: number;
  readonly why: string;
}

/** What a lane works with. */
export interface LaneParts {
  readonly told: (delivery: Delivery) => void;
  /** Waits before each further attempt, in milliseconds. */
  readonly backoffMs?: readonly number[];
}

const MINUTE_MS = 60_000;
/** No wait is longer, whatever the other side asks for. */
const WAIT_MAX_MS = 10 * MINUTE_MS;
/** A few quick ones, then every ten minutes for four hours. */
const BACKOFF_MS: readonly number[] = [
  1_000,
  5_000,
  25_000,
  2 * MINUTE_MS,
  ...Array.from({ length: 24 }, () => WAIT_MAX_MS),
];

/**
 * The notices of one channel, one at a time. One that fails waits for its next attempt beside the others, which go on;
 * a channel that asks to be left alone is.
 */
export class Lane {
  readonly #channel: NoticeChannel;
  readonly #parts: LaneParts;
  readonly #line = new WaitingLine();
  #working = false;
  #closed = false;
  /** The channel asked not to be spoken to before that. */
  #restsUntil = 0;
  #failures = 0;
  #why = "";
  #wake: () => void = () => undefined;

  constructor(channel: NoticeChannel, parts: LaneParts) {
    this.#channel = channel;
    this.#parts = parts;
  }

  get name(): NoticeChannel["name"] {
    return this.#channel.name;
  }

  put(notice: Notice): void {
    if (this.#closed) return;
    this.#givenUp(this.#line.add({ notice, attempts: 0, dueAt: performance.now() }));
    this.#wake();
    if (!this.#working) void this.#work();
  }

  status(): LaneStatus {
    const [failures, why] = [this.#failures, this.#why];
    return { channel: this.name, waiting: this.#line.size, failures, why };
  }

  /** Tries nothing any more. What has no receipt is told by the next run. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async #work(): Promise<void> {
    this.#working = true;
    // What comes in one go is put in line first.
    await Promise.resolve();
    while (!this.#closed && this.#line.size > 0) {
      const now = performance.now();
      const next = now < this.#restsUntil ? null : this.#line.takeDue(now);
      if (next === null) await this.#pause(this.#nextAt() - now);
      else await this.#try(next);
    }
    this.#working = false;
  }

  #nextAt(): number {
    return Math.max(this.#line.nextDue(), this.#restsUntil);
  }

  async #try(next: WaitingNotice): Promise<void> {
    next.attempts += 1;
    try {
      await this.#channel.send(next.notice);
    } catch (error) {
      return this.#failed(next, asFailure(error));
    }
    this.#failures = 0;
    this.#why = "";
    this.#receipt(next.notice, next.attempts, "");
  }

  #failed(next: WaitingNotice, failure: DeliveryFailure): void {
    this.#failures += 1;
    this.#why = failure.message;
    const { backoffMs = BACKOFF_MS } = this.#parts;
    const backoff = backoffMs[next.attempts - 1];
    const now = performance.now();
    if (failure.waitMs !== null) this.#restsUntil = now + Math.min(failure.waitMs, WAIT_MAX_MS);
    if (!failure.final && backoff !== undefined) {
      next.dueAt = now + backoff;
      this.#givenUp(this.#line.putBack(next));
      return;
    }
    this.#receipt(next.notice, next.attempts, failure.message);
  }

  #givenUp(notice: Notice | null): void {
    if (notice !== null) this.#receipt(notice, 0, "too many notices waited");
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(ms, 0));
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #receipt(notice: Notice, attempts: number, why: string): void {
    this.#parts.told({ channel: this.name, notice, delivered: why === "", attempts, why });
  }
}

function asFailure(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  return new DeliveryFailure(error instanceof Error ? error.message : String(error));
}
