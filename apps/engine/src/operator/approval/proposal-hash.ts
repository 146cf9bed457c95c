import { createHash } from "node:crypto";
import type { ApprovalAct } from "./approval-command.ts";

/**
 * Returns the SHA-256, in hexadecimal, of what is proposed: the act as it will be carried out, and what it was made on.
 * Keys are in order, so that the same proposal has the same hash however it was written.
 */
export function proposalHash(act: ApprovalAct, baseVersion: string): string {
  return createHash("sha256").update(canonical({ act, baseVersion })).digest("hex");
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
}
