import { z } from "zod";

/** What the procedures of going live take. Every command carries an id: repeating it has no further effect. */
const commandId = z.uuid("commandId must be a UUID");
const text = z.string().trim().max(500);
const basis = z.string().regex(/^[0-9a-f]{16}$/);
const launchId = z.string().min(1).max(64);

export const vote = z.strictObject({
  commandId,
  station: z.enum(["strategy", "risk", "ops", "data"]),
  go: z.boolean(),
  comment: text,
  /** What the page showed. */
  basis,
});
export const declare = z.strictObject({ commandId, basis, reason: text.min(10) });
export const launch = z.strictObject({ commandId, launchId, reason: text });
export const closeRehearsal = z.strictObject({ commandId, launchId });
export const waive = z.strictObject({
  commandId,
  gate: z.string().regex(/^G\d{1,2}$/),
  sessions: z.int().min(1).max(5),
  reason: text.min(10),
});
export const approveWaiver = z.strictObject({ commandId, waiverId: z.string().min(1).max(64) });
export const openEvidence = z.strictObject({
  commandId,
  gate: z.string().regex(/^G\d{1,2}$/),
  /** Names what the page showed of it. */
  evidence: z.string().regex(/^[0-9a-f]{16}$/),
});
export const runbook = z.strictObject({ commandId, runbook: z.string().min(1).max(64) });
export const drill = z.strictObject({
  commandId,
  drill: z.enum(["crash", "stream_loss", "restore"]),
});
export const attest = z.strictObject({
  commandId,
  statement: z.string().min(2).max(50_000),
  signature: z.string().max(200),
  keyId: z.string().min(1).max(64),
});
