import type { UnixMs } from "@interlock/core/time";
import { markEntry } from "./apply.ts";
import { decide } from "./decide.ts";
import type { Effect } from "./effect.ts";
import type { Input, InputBody } from "./input.ts";
import type { Views } from "./views.ts";
import type { EngineRecord } from "./record.ts";
import type { EngineState } from "./state.ts";

/** The durable logs, as the loop needs them. `record` never waits; `onDurable` says how far the disk has come. */
export interface CommitLog {
  record(input: Input, records: readonly EngineRecord[]): number;
  readonly lastSeq: number;
  readonly durableSeq: number;
}

/** Carries decided effects out to the venue. */
export interface EffectPerformer {
  perform(effect: Effect): void;
  /** Requests that left and have no answer yet. */
  readonly inFlight: number;
}

/** Where trading time comes from: the events themselves in a replay, the venue's synchronized clock otherwise. */
export interface VenueClock {
  timeOf(body: InputBody): UnixMs;
}

export interface EngineParts {
  readonly state: EngineState;
  readonly views: Views;
  readonly log: CommitLog;
  readonly performer: EffectPerformer;
  readonly clock: VenueClock;
  /** Told of a fault of our own rules, after which nothing may be decided any more: to end the process. */
  readonly onFault?: (error: unknown) => void;
}

interface HeldEffects {
  readonly journalSeq: number;
  readonly effects: readonly Effect[];
}

/**
 * The one writer. Every input passes `accept`, gets its sequence number and time, is decided at once, and its records
 * go to the log; its effects wait until the log says that those records are durable. The loop never waits for the disk.
 */
export class Engine {
  readonly #parts: EngineParts;
  readonly #held: HeldEffects[] = [];
  readonly #waiting: InputBody[] = [];
  #deciding = false;
  #stopped = false;
  #cycles = 0;
  #inputSeq: number;
  #now: UnixMs;
  #idle: (() => void)[] = [];

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#inputSeq = parts.state.inputSeq;
    this.#now = parts.state.time;
  }

  /** The venue's time of the latest input. */
  get now(): UnixMs {
    return this.#now;
  }

  /** Decision cycles completed since the start: the heartbeat proves progress with it. */
  get cycles(): number {
    return this.#cycles;
  }

  /**
   * Takes one input. An input that arrives while another is being decided takes its turn right after it. A throw ends
   * the engine, whoever would catch it: records of half an input are applied and not journaled, so that whatever was
   * decided on top of them could not be replayed (I10). The next start recovers from what is durable.
   */
  accept(body: InputBody): void {
    if (this.#stopped) return;
    if (this.#deciding) {
      this.#waiting.push(body);
      return;
    }
    this.#deciding = true;
    try {
      this.#cycle(body);
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
        this.#cycle(next);
    } catch (error) {
      this.#stopped = true;
      this.#parts.onFault?.(error);
      throw error;
    } finally {
      this.#deciding = false;
    }
    if (this.#idle.length > 0) this.#announceIdle();
  }

  /**
   * Takes no further input. What the venue answers after this is found by the next start, as after a crash: the records
   * of what was sent are durable.
   */
  stop(): void {
    this.#stopped = true;
  }

  #cycle(body: InputBody): void {
    const { state, views, log, clock } = this.#parts;
    this.#now = Math.max(this.#now, clock.timeOf(body));
    this.#inputSeq += 1;
    const input: Input = { seq: this.#inputSeq, time: this.#now, body };
    const decision = decide(state, views, input);
    const { records } = decision;
    const journalSeq = log.record(input, records);
    if (records.length > 0)
      markEntry(state, { seq: journalSeq, input: input.seq, time: input.time, records });
    if (decision.effects.length > 0) {
      this.#held.push({ journalSeq, effects: decision.effects });
      // Effects without records have nothing to wait for but the effects before them.
      this.#release(log.durableSeq);
    }
    this.#cycles += 1;
  }

  /** Called by the log when everything up to `durableSeq` is on disk: releases the effects that waited for it. */
  committed(durableSeq: number): void {
    this.#release(durableSeq);
    this.#announceIdle();
  }

  #release(durableSeq: number): void {
    while (this.#held[0] !== undefined && this.#held[0].journalSeq <= durableSeq) {
      const ready = this.#held.shift();
      for (const effect of ready?.effects ?? []) this.#parts.performer.perform(effect);
    }
  }

  /** Called when a request to the venue was answered. */
  answered(): void {
    this.#announceIdle();
  }

  /** Tells whether nothing decided is still on its way to disk or to the venue. */
  isSettled(): boolean {
    const { log, performer } = this.#parts;
    return this.#held.length === 0 && performer.inFlight === 0 && log.durableSeq >= log.lastSeq;
  }

  /**
   * Resolves when everything received so far is decided, durable and answered by the venue. A replay faster than real
   * time is paced with it, so that speed never changes what an order meets.
   */
  settled(): Promise<void> {
    if (this.isSettled()) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #announceIdle(): void {
    if (this.#idle.length === 0 || !this.isSettled()) return;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }
}
