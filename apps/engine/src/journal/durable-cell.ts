/**
 * Memory shared between the committing thread and its followers: the last durable sequence number.
 * Storing is a few nanoseconds, and wakes followers that wait without blocking their thread.
 */
export type DurableCell = BigInt64Array<SharedArrayBuffer>;

declare global {
  interface Atomics {
    /** ES2024, in every supported Node. */
    waitAsync(
      cell: BigInt64Array,
      index: number,
      value: bigint,
      timeoutMs?: number,
    ):
      | { async: false; value: "not-equal" | "timed-out" }
      | { async: true; value: Promise<"ok" | "timed-out"> };
  }
}

export function createDurableCell(seq = 0): DurableCell {
  const cell = new BigInt64Array(new SharedArrayBuffer(8));
  cell[0] = BigInt(seq);
  return cell;
}

export function publishDurable(cell: DurableCell, seq: number): void {
  Atomics.store(cell, 0, BigInt(seq));
  Atomics.notify(cell, 0);
}

export function readDurable(cell: DurableCell): number {
  return Number(Atomics.load(cell, 0));
}

/** Resolves when the durable sequence number is no longer `seq`, or after `timeoutMs` at the latest. */
export async function durablePast(
  cell: DurableCell,
  seq: number,
  timeoutMs: number,
): Promise<void> {
  const wait = Atomics.waitAsync(cell, 0, BigInt(seq), timeoutMs);
  if (wait.async) await wait.value;
}
