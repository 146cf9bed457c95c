import type { StrategyId } from "@interlock/core/ids";
import { type CallMark, type CallUnderWay, readCall } from "../signals/call-mark.ts";

/** How often the mark is to be looked at. */
export const CALL_LOOK_MS = 250;

/**
 * Looks that must find the same call. They are counted instead of a time: a process that was suspended, or a machine
 * that slept, has no strategy to blame.
 */
const LOOKS_MAX = 8;

/** What a watch of calls looks at, and whom it tells. */
export interface CallWatchOptions {
  readonly mark: CallMark;
  /** The configured strategies, in their order. */
  readonly strategies: readonly StrategyId[];
  readonly note: (silent: { readonly strategyId: StrategyId; readonly seen: string }) => void;
  readonly forget: (strategyId: StrategyId) => void;
  /** A strategy that was noted has returned after all. */
  readonly returned: (sentence: string) => void;
  readonly wallNow: () => number;
}

/** Watches from another thread whether strategies return, and notes the one that does not. */
export class CallWatch {
  readonly #options: CallWatchOptions;
  #seen: CallUnderWay | null = null;
  #looks = 0;
  #noted: StrategyId | null = null;

  constructor(options: CallWatchOptions) {
    this.#options = options;
  }

  /** Looks once; to be called every `CALL_LOOK_MS`. */
  look(): void {
    const call = readCall(this.#options.mark);
    if (call === null || call.call !== this.#seen?.call || call.place !== this.#seen.place) {
      this.#seen = call;
      this.#looks = 0;
      this.#takeBack();
      return;
    }
    this.#looks += 1;
    if (this.#looks === LOOKS_MAX) this.#note(call);
  }

  #note({ place }: CallUnderWay): void {
    const { strategies, note, wallNow } = this.#options;
    const strategyId = strategies[place];
    if (strategyId === undefined) return;
    const at = new Date(wallNow()).toISOString();
    const after = `${(LOOKS_MAX * CALL_LOOK_MS) / 1_000} s`;
    const seen = `It was called and had not returned after ${after} (${at}), and the engine ended before it did.`;
    note({ strategyId, seen });
    this.#noted = strategyId;
  }

  #takeBack(): void {
    const id = this.#noted;
    if (id === null) return;
    this.#noted = null;
    this.#options.forget(id);
    this.#options.returned(
      `Strategy ${id} took longer than ${(LOOKS_MAX * CALL_LOOK_MS) / 1_000} s to answer: nothing was decided meanwhile.`,
    );
  }
}
