import { setTimeout as pause } from "node:timers/promises";

const LOOK_MS = 1_000;
/** What is asked of a person is over after 5 minutes; the server says so first. */
const WAIT_MS = 6 * 60_000;

/** Looks every second until there is an answer; null when there is none in time. */
export async function waitFor<T>(look: () => Promise<T | null>): Promise<T | null> {
  const until = performance.now() + WAIT_MS;
  while (performance.now() < until) {
    const found = await look();
    if (found !== null) return found;
    await pause(LOOK_MS);
  }
  return null;
}
