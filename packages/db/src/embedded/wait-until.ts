import { setTimeout as delay } from "node:timers/promises";

/** Asks `probe` every `everyMs` until it returns something; returns null when `withinMs` pass without it. */
export async function waitUntil<T>(
  probe: () => T | null | Promise<T | null>,
  { withinMs, everyMs = 10 }: { withinMs: number; everyMs?: number },
): Promise<T | null> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== null) return found;
    if (performance.now() >= deadline) return null;
    await delay(everyMs);
  }
}
