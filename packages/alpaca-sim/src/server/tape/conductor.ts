import type { UnixMs } from "@interlock/core/time";
import type { OrderEvent } from "../../venue/order/order-event.ts";
import type { OrderRecord } from "../../venue/order/order-record.ts";
import { openOrders } from "../../venue/account/account-figures.ts";
import { step } from "../../venue/step.ts";
import type { VenueState } from "../../venue/venue-state.ts";
import type { Reports } from "../stream/reports.ts";
import type { Pace, Speed } from "./pace.ts";
import type { Readers } from "./readers.ts";
import type { TapePlayer } from "./tape-player.ts";

/** Longest stretch of playing without letting sockets be read, in real milliseconds. */
const TURN_MS = 8;
/** How often the venue's clock moves while nothing happens on the tape, in real milliseconds. */
const IDLE_STEP_MS = 100;

/** What the conductor brings together. */
export interface ConductorParts {
  readonly venue: VenueState;
  readonly player: TapePlayer;
  readonly pace: Pace;
  /** Clients whose pong is outstanding. */
  readonly gate: { readonly outstanding: number };
  readonly reports: Reports;
  readonly readers: Readers;
  /** Whether the tape waits while its readers are away; null: when it is faster than real time. */
  readonly holdsForClient: boolean | null;
  /** Told of events that the tape led to, before anyone else is. */
  readonly onTapeEvents: (events: readonly OrderEvent[]) => void;
}

/** How the tape stands, for /sim/tape. */
export interface TapeStatus {
  readonly speed: Speed;
  readonly paused: boolean;
  readonly finished: boolean;
  /** What the tape is waiting for; null while it runs. */
  readonly waitingFor: string | null;
}

/**
 * Decides when the tape goes on. Faster than real time it keeps one rule: speed never changes what an order meets. It
 * goes on only when all pongs are back, no request is being answered, every report was delivered one at a time and
 * answered by a pong, and the readers are there or orders came since they went. `wake` is called whenever one of these
 * may have changed.
 */
export class Conductor {
  readonly #parts: ConductorParts;
  #requests = 0;
  #delayed = 0;
  #paused = false;
  #finishedAt: { readonly real: number; readonly venue: UnixMs } | null = null;
  #waitingFor: string | null = null;
  #awaySince: number | null = null;
  #awayMs = 0;
  /** Orders that had come before the readers went; null while they are there, or never were. */
  #ordersBefore: number | null = null;
  #hadReaders = false;
  #isRunning = false;
  #isStopped = false;
  #timer: NodeJS.Timeout | null = null;

  /** Starts at rest; the first `wake` sets it going. */
  constructor(parts: ConductorParts) {
    this.#parts = parts;
  }

  get status(): TapeStatus {
    const { pace } = this.#parts;
    return {
      speed: pace.speed,
      paused: this.#paused,
      finished: this.#finishedAt !== null,
      waitingFor: this.#waitingFor,
    };
  }

  /**
   * Venue time as far as the tape has brought it; it stands still at the tape's end, where the venue's clock goes
   * on.
   */
  get tapeTime(): UnixMs {
    return this.#finishedAt?.venue ?? this.#parts.venue.now;
  }

  /**
   * Time by which request budgets count: the venue's, and while the tape waits for absent readers real time on top;
   * otherwise one that used up its budget while it came back could never come back.
   */
  budgetNow(): number {
    const away = this.#awaySince === null ? 0 : performance.now() - this.#awaySince;
    return this.#parts.venue.now + Math.floor(this.#awayMs + away);
  }

  /** Notes that a request is being carried out: the tape and the reports wait for it. */
  beginRequest(): void {
    this.#requests += 1;
  }

  /** Notes that the answer of a request is held back by a fault: the tape waits, the reports do not. */
  delayRequest(): void {
    this.#requests -= 1;
    this.#delayed += 1;
    this.wake();
  }

  /** Notes that a request was answered, or its connection ended. */
  endRequest(wasDelayed: boolean): void {
    if (wasDelayed) this.#delayed -= 1;
    else this.#requests -= 1;
    this.wake();
  }

  /** Moves the venue's clock to where it should be now, where that does not depend on the tape alone. */
  syncClock(): void {
    const { venue, player, pace } = this.#parts;
    const finished = this.#finishedAt;
    if (finished !== null) {
      const at = finished.venue + Math.floor(performance.now() - finished.real);
      this.#tell(step(venue, { kind: "clock", at }).events);
    } else if (!this.#isHeld() && pace.speed !== "max") {
      const at = Math.min(pace.tapeNow(), player.nextAt() - 1);
      if (at > venue.now) step(venue, { kind: "clock", at });
    }
  }

  /** Stops or resumes the tape. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#parts.pace.tie(this.#parts.venue.now);
    this.wake();
  }

  /** Changes the speed from here on. */
  setSpeed(speed: Speed): void {
    this.#parts.pace.setSpeed(speed, this.#parts.venue.now);
    this.wake();
  }

  /** Ends all playing. */
  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** Goes on as far as possible. */
  wake(): void {
    if (this.#isRunning || this.#isStopped) return;
    this.#isRunning = true;
    try {
      this.#run();
    } finally {
      this.#isRunning = false;
    }
  }

  #run(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const turnEnds = performance.now() + TURN_MS;
    for (;;) {
      if (this.#mayReport() && this.#parts.reports.deliverNext()) continue;
      this.#waitingFor = this.#obstacle();
      this.#countAbsence();
      if (this.#waitingFor !== null) return;
      const wait = this.#playNext();
      if (wait > 0) return this.#wakeIn(wait);
      if (performance.now() > turnEnds) return this.#wakeIn(0);
    }
  }

  /** In real time reports leave at once; faster, only when nothing else is under way. */
  #mayReport(): boolean {
    if (this.#requests > 0) return false;
    return !this.#parts.pace.isLockstep || this.#parts.gate.outstanding === 0;
  }

  #obstacle(): string | null {
    if (this.#parts.gate.outstanding > 0) return "a pong";
    if (this.#requests + this.#delayed > 0) return "a request";
    if (this.#finishedAt !== null) return "nothing: the tape is at its end";
    if (this.#paused) return "the end of a pause";
    const holds = this.#parts.holdsForClient ?? this.#parts.pace.isLockstep;
    return holds ? this.#absence() : null;
  }

  /**
   * Who is missing and waited for. Somebody who trades while the readers are gone, e.g. to close what a program that
   * died left behind, needs a market: until those orders are done the tape goes on without the readers.
   */
  #absence(): string | null {
    const { readers, venue } = this.#parts;
    const missing = readers.missing();
    if (missing === null) {
      this.#hadReaders = true;
      this.#ordersBefore = null;
      return null;
    }
    if (!this.#hadReaders) return missing;
    this.#ordersBefore ??= venue.sequence;
    const before = this.#ordersBefore;
    for (const order of openOrders(venue))
      if (order.sequence > before && isTrading(order)) return null;
    return missing;
  }

  #isHeld(): boolean {
    return this.#obstacle() !== null;
  }

  #countAbsence(): void {
    const isAway = this.#waitingFor !== null && this.#parts.readers.missing() !== null;
    if (isAway) this.#awaySince ??= performance.now();
    else if (this.#awaySince !== null) {
      this.#awayMs += performance.now() - this.#awaySince;
      this.#awaySince = null;
    }
  }

  /** Plays one window if it is due. Returns how many real milliseconds to wait before the next try; 0 for none. */
  #playNext(): number {
    const { player, pace, venue } = this.#parts;
    const at = player.nextAt();
    if (at === Number.POSITIVE_INFINITY) {
      this.#finishedAt = { real: performance.now(), venue: venue.now };
      return IDLE_STEP_MS;
    }
    if (venue.session === "closed" && pace.speed !== "max") pace.tie(at);
    const wait = pace.delay(at);
    if (wait > 0) {
      this.syncClock();
      return Math.min(wait, IDLE_STEP_MS);
    }
    this.#tell(player.playWindow());
    return 0;
  }

  #tell(events: readonly OrderEvent[]): void {
    if (events.length === 0) return;
    this.#parts.onTapeEvents(events);
    this.#parts.reports.push(events);
  }

  #wakeIn(realMs: number): void {
    const again = (): void => this.wake();
    if (realMs === 0) setImmediate(again);
    else this.#timer = setTimeout(again, realMs);
  }
}

/** Whether an order is in the middle of trading; one that rests at its price can wait for the readers. */
function isTrading({ type, status }: OrderRecord): boolean {
  return type === "market" || status === "partially_filled";
}
