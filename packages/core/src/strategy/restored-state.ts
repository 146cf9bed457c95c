/** A strategy's memory: the parameters it was made under, and what it knows of each symbol. */
interface Memory {
  readonly params: object;
  readonly symbols: object;
}

/**
 * Returns a copy of a saved memory if it was made under the same parameters and symbols as the fresh one, otherwise the
 * fresh one: what was learned under other settings is not worth having.
 */
export function restoredState<S extends Memory>(fresh: S, saved: unknown): S {
  if (!isMemory(saved)) return fresh;
  if (!sameEntries(saved.params, fresh.params)) return fresh;
  if (!sameKeys(saved.symbols, fresh.symbols)) return fresh;
  return copyOf(saved);
}

/** A boundary: equal parameters and symbols mean that this same strategy wrote it. A copy, so that none is shared. */
function copyOf<S extends Memory>(saved: Memory): S {
  return JSON.parse(JSON.stringify(saved)) as S;
}

function isMemory(saved: unknown): saved is Memory {
  if (typeof saved !== "object" || saved === null) return false;
  if (!("params" in saved) || !("symbols" in saved)) return false;
  const { params, symbols } = saved;
  return (
    typeof params === "object" && params !== null && typeof symbols === "object" && symbols !== null
  );
}

function sameKeys(a: object, b: object): boolean {
  return Object.keys(a).sort().join() === Object.keys(b).sort().join();
}

/** Key order does not count: a snapshot may have been written in a canonical one. */
function sameEntries(a: object, b: object): boolean {
  const values = new Map<string, unknown>(Object.entries(b));
  return sameKeys(a, b) && Object.entries(a).every(([key, value]) => values.get(key) === value);
}
