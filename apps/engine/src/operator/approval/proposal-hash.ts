import { createHash } from "node:crypto";
import { canonicalJson } from "@interlock/core/canonical-json";
import type { ApprovalPolicy } from "@interlock/core/approval/approval-policy";
import type { ApprovalAct } from "./approval-command.ts";

/**
 * Returns the SHA-256, in hexadecimal, of what is proposed: the act as it will be carried out, and what it was made on.
 * Keys are in order, so that the same proposal has the same hash however it was written.
 */
export function proposalHash(act: ApprovalAct, baseVersion: string): string {
  return createHash("sha256").update(canonicalJson({ act, baseVersion })).digest("hex");
}

/** Returns a short name, in hexadecimal, of two policies together. */
export function policiesHash(policies: {
  readonly inForce: ApprovalPolicy;
  readonly configured: ApprovalPolicy;
}): string {
  return createHash("sha256").update(canonicalJson(policies)).digest("hex").slice(0, 12);
}
