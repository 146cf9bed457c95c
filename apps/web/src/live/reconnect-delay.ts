const STEPS_MS: readonly number[] = [500, 1_000, 2_000, 4_000, 8_000, 15_000];
const JITTER = 0.2;

/**
 * Returns how long to wait before attempt number `attempt` (0 is the first after a loss): 0.5, 1, 2, 4, 8, then 15 s,
 * up to a fifth shorter by chance so that many consoles do not return at once. `random` is in [0, 1).
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  const step = STEPS_MS[Math.min(Math.max(0, attempt), STEPS_MS.length - 1)] ?? 15_000;
  return Math.round(step * (1 - JITTER * random));
}
