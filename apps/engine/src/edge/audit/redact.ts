import type { Role } from "@interlock/api/view/scalars";

/** Names of fields that say where a person was, or that a stranger could use. */
const HIDDEN =
  /^(ip|device|session|email|userId|byId|credentialId|key|.*(secret|token|password).*)$/i;
const MASK = "(hidden)";

/** Tells whether a role sees where people were; viewers do not. */
export function seesWhereabouts(role: Role): boolean {
  return role !== "viewer";
}

/** Returns a record as a viewer may see it. What was hashed is not touched: only what is shown. */
export function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name,
      HIDDEN.test(name) && isPlain(held) ? MASK : redact(held),
    ]),
  );
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}
