/** Counts the letters to insert, delete or change to get from one word to the other. */
function editDistance(source: string, target: string): number {
  let previous = Array.from({ length: target.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...source].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...target].entries()) {
      const change = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(change, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[target.length] ?? 0;
}

/** Returns the known name that somebody who typed `name` most likely meant, or null when none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const ranked = known
    .map((candidate) => ({
      candidate,
      distance: editDistance(name.toLowerCase(), candidate.toLowerCase()),
    }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (best === undefined) return null;
  return best.distance <= Math.max(2, Math.floor(name.length / 3)) ? best.candidate : null;
}
