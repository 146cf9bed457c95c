/** An item with a key that no other item of its list has. */
export interface Keyed<T> {
  readonly key: string;
  readonly item: T;
}

/**
 * Gives every item its own key: what `keyOf` says, and a count where several say the same, e.g. events of one journal
 * entry. Items keep their keys when others are added after them.
 */
export function keyed<T>(
  items: readonly T[],
  keyOf: (item: T) => string | number,
): readonly Keyed<T>[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const base = String(keyOf(item));
    const count = seen.get(base) ?? 0;
    seen.set(base, count + 1);
    return { key: count === 0 ? base : `${base}#${count}`, item };
  });
}
