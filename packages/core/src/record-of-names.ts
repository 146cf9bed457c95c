/**
 * Records keyed by names that come from outside: an id that another program chose may be "constructor" or
 * "__proto__". Without a prototype a record holds what was put in and nothing else, whatever it is asked for.
 */

/** Returns a record that holds nothing. Every book keyed by ids begins as one. */
export function emptyRecord<K extends string, V>(): Record<K, V> {
  return Object.create(null) as Record<K, V>;
}

/** Returns the same entries in a record without a prototype, e.g. of one that was read from JSON. */
export function recordOf<K extends string, V>(entries: Readonly<Record<K, V>>): Record<K, V> {
  return Object.assign(emptyRecord<K, V>(), entries);
}
