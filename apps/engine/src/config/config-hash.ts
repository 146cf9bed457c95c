import { createHash } from "node:crypto";
import { canonicalJson } from "@interlock/core/canonical-json";

/** Returns the SHA-256 of a value's JSON with sorted keys: the same for files that differ in order and spaces only. */
export function configHash(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
