import { z } from "zod";

/**
 * How a fault changes a JSON message: `set` is laid over it, objects into objects, `remove` takes fields away (a dot
 * leads into an object). Of an array every item is changed; `drop` leaves out its first items and `repeat` doubles
 * its last ones.
 */
export const JSON_CHANGE_FIELDS = {
  set: z.record(z.string(), z.unknown()).default({}),
  remove: z.array(z.string()).default([]),
  drop: z.number().int().min(0).default(0),
  repeat: z.number().int().min(0).default(0),
} as const;

/** The fields of a change, read. */
export interface JsonChange {
  readonly set: Readonly<Record<string, unknown>>;
  readonly remove: readonly string[];
  readonly drop: number;
  readonly repeat: number;
}

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function overlay(value: Fields, set: Readonly<Fields>): Fields {
  const changed: Fields = { ...value };
  for (const [name, wanted] of Object.entries(set)) {
    const known = changed[name];
    changed[name] = isFields(known) && isFields(wanted) ? overlay(known, wanted) : wanted;
  }
  return changed;
}

function without(value: Fields, [name = "", ...rest]: readonly string[]): Fields {
  const { [name]: inner, ...others } = value;
  if (rest.length === 0) return others;
  return isFields(inner) ? { ...value, [name]: without(inner, rest) } : value;
}

/** Returns a message with a change made. What is neither object nor array stays as it is. */
export function changeJson(value: unknown, change: JsonChange): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    const changed = items.slice(change.drop).map((item) => changeFields(item, change));
    return [...changed, ...(change.repeat === 0 ? [] : changed.slice(-change.repeat))];
  }
  return changeFields(value, change);
}

function changeFields(value: unknown, change: JsonChange): unknown {
  if (!isFields(value)) return value;
  return change.remove.reduce<Fields>(
    (fields, path) => without(fields, path.split(".")),
    overlay(value, change.set),
  );
}
