const HEARTBEAT_MS = 10_000;

/**
 * Writes a duration for people: "0.4 s", "43 s", "2 min 05 s".
 * @param {number} ms
 */
export function formatDuration(ms) {
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/**
 * Prints one line of progress under a short name.
 * @param {string} name
 * @param {string} text
 */
export function say(name, text) {
  console.log(`  ${name.padEnd(12)} ${text}`);
}

/**
 * Runs `work`, printing what it does, a sign of life every 10 s, and how long it took.
 * @template T
 * @param {string} name
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, what, work) {
  const startedAt = performance.now();
  say(name, what);
  const timer = setInterval(
    () => say(name, `… ${formatDuration(performance.now() - startedAt)}`),
    HEARTBEAT_MS,
  );
  try {
    const result = await work();
    say(name, `done in ${formatDuration(performance.now() - startedAt)}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
