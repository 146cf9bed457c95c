import type { Role } from "@interlock/api/view/scalars";
import type { HiddenParts } from "@interlock/db/read/audit-search";
import { isTyped, TYPED_EVENTS } from "../view/public-person.ts";

/**
 * Names of fields that say where a person was, or that a stranger could use: a regular expression in the part of the
 * language that JavaScript and Postgres read alike, so that what is shown and what is searched are the same.
 */
const HIDDEN_NAMES = String.raw`ip|device|session|email|userId|byId|credentialId|key|[^"\\]*(?:secret|token|password)[^"\\]*`;
const HIDDEN = new RegExp(`^(?:${HIDDEN_NAMES})$`, "i");
const MASK = "(hidden)";

/** Tells whether a role sees where people were; viewers do not. */
export function seesWhereabouts(role: Role): boolean {
  return role !== "viewer";
}

/** Returns what a search must pass over for a role; null where it sees everything. */
export function hiddenFrom(role: Role): HiddenParts | null {
  return seesWhereabouts(role) ? null : { names: HIDDEN_NAMES, mask: MASK, events: TYPED_EVENTS };
}

/** Returns a record as a viewer may see it. What was hashed is not touched: only what is shown. */
export function redact(value: unknown): unknown {
  const hidden = redactFields(value);
  return isTyped(value) ? Object.assign(Object(hidden), { by: MASK }) : hidden;
}

/** Returns who did it as a viewer may see it: not what somebody typed who was let in by nobody. */
export function redactActor({ actor, payload }: { actor: string; payload: unknown }): string {
  return isTyped(payload) ? MASK : actor;
}

function redactFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactFields);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name,
      HIDDEN.test(name) && isPlain(held) ? MASK : redactFields(held),
    ]),
  );
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}
