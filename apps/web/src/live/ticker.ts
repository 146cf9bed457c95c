/** A clock for ages and countdowns, shared by the page: it moves four times a second while somebody looks at it. */

const TICK_MS = 250;

let now = 0;
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

function tick(): void {
  now = performance.now();
  for (const listener of listeners) listener();
}

/** Calls back at each tick until the function returned is called. */
export function subscribeToTicks(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    now = performance.now();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** Monotonic time of the last tick. It stands still between ticks, so that a render sees one instant. */
export function tickNow(): number {
  return now;
}
