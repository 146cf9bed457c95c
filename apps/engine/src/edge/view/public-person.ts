import type { PersonEventName, PersonRecord } from "../../records/person-record.ts";

/** Events in which the name of who did it is what a stranger typed. */
export const TYPED_EVENTS: readonly PersonEventName[] = ["sign_in_failed", "sign_in_throttled"];

/** Tells whether a value is the record of such an event. */
export function isTyped(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const event: unknown = Reflect.get(value, "event");
  return TYPED_EVENTS.some((one) => one === event);
}

/** Returns what everybody may know of an event of a person: neither from where, nor what a stranger typed. */
export function publicPerson(record: PersonRecord): PersonRecord {
  return { ...record, from: {}, by: isTyped(record) ? "somebody" : record.by };
}
