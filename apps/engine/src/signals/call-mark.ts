/**
 * Which strategy is being called now, in memory that another thread can read while this one does not get on. A call
 * costs two stores: a strategy that never returns leaves its place behind, and nothing else has to be asked.
 */
export type CallMark = Int32Array<SharedArrayBuffer>;

/** The place of the strategy that is being called, counted from 1; 0 while none is. */
const PLACE = 0;
/** Calls begun since the start, wrapping: two looks at the same number saw the same call. */
const CALLS = 1;

/** A call under way. */
export interface CallUnderWay {
  /** The strategy's place in the configuration, from 0. */
  readonly place: number;
  readonly call: number;
}

/** Returns a mark that says that no strategy is being called. */
export function createCallMark(): CallMark {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** Says that the strategy at a place, from 0, is being called. */
export function enterCall(mark: CallMark, place: number): void {
  mark[CALLS] = ((mark[CALLS] ?? 0) + 1) | 0;
  Atomics.store(mark, PLACE, place + 1);
}

/** Says that it has returned. */
export function leaveCall(mark: CallMark): void {
  Atomics.store(mark, PLACE, 0);
}

/** Returns the call under way, or null. */
export function readCall(mark: CallMark): CallUnderWay | null {
  const place = Atomics.load(mark, PLACE);
  return place === 0 ? null : { place: place - 1, call: Atomics.load(mark, CALLS) };
}
