/** Returns the shown columns with one added at the end or taken away; the last one stays. */
export function toggledColumn(ids: readonly string[], id: string): readonly string[] {
  if (!ids.includes(id)) return [...ids, id];
  const rest = ids.filter((one) => one !== id);
  return rest.length === 0 ? ids : rest;
}

/** Returns the shown columns with one moved by a place; at an end it stays. */
export function movedColumn(ids: readonly string[], id: string, by: -1 | 1): readonly string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  const rest = ids.filter((one) => one !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}
