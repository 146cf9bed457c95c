import { z } from "zod";
import { declare } from "./golive-input.ts";
import { grantOverride, limitsPreview, rearmBreaker, resume } from "./procedure-input.ts";

const commandId = z.uuid("commandId must be a UUID");
const approvalId = z.string().regex(/^ap-[\w-]{1,60}$/, "approvalId is not the id of a request");
/** What the person saw: the engine refuses when another proposal is in its place. */
const seenHash = z.string().regex(/^[0-9a-f]{64}$/, "seenHash must be 64 hexadecimal digits");
const reason = z.string().trim().min(10, "give a reason of at least 10 characters").max(500);

/** What can be asked for at the console. Who carries out the rest asks by itself. */
export const approvalAsk = z.discriminatedUnion("kind", [
  limitsPreview.extend({ kind: z.literal("limits") }),
  resume.pick({ scope: true, seenKillId: true }).extend({ kind: z.literal("resume") }),
  rearmBreaker.pick({ breaker: true }).extend({ kind: z.literal("rearm") }),
  z.strictObject({ kind: z.literal("policy") }),
  grantOverride.pick({ clientOrderId: true }).extend({ kind: z.literal("override") }),
  declare.pick({ basis: true }).extend({ kind: z.literal("go_live") }),
]);
export type ApprovalAskInput = z.infer<typeof approvalAsk>;

export const approvalQuery = z.object({ approvalId });
export const requestApproval = z.strictObject({ commandId, ask: approvalAsk, reason });
export const editApproval = requestApproval.extend({ approvalId, seenHash });
export const decideApproval = z.strictObject({ commandId, approvalId, seenHash, reason });
export const applyApproval = z.strictObject({ commandId, approvalId, seenHash });
export const cancelApproval = z.strictObject({
  commandId,
  approvalId,
  reason: z.string().trim().max(500).default(""),
});
export const acknowledgeNotice = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, "a code has 6 digits"),
});
