import { z } from "zod";
import { role } from "../view/scalars.ts";
import { assertion, attestation } from "./ceremony.ts";

/** Inputs of what concerns people. */

const id = z.string().min(1).max(128);
const name = z.string().trim().min(1, "give a name").max(80);
const email = z.email("give an e-mail address such as ada@example.com").max(200);
/** The rules for a new one are the server's; here only what could not be one at all is refused. */
const password = z.string().min(1).max(1_024);

export const stepUpBegin = z.strictObject({
  actionHash: z.string().regex(/^[0-9a-f]{64}$/, "actionHash must be SHA-256 in hex"),
});
export const stepUpFinish = z.strictObject({ challengeId: id, response: assertion });
export const profileUpdate = z.strictObject({ name, email });
export const passwordSet = z.strictObject({ current: password.optional(), next: password });
export const passkeyAdd = z.strictObject({ challengeId: id, response: attestation, name });
export const passkeyName = z.strictObject({ id: z.string().min(1).max(1_400) });
export const totpConfirm = z.strictObject({ code: z.string().trim().max(20) });
export const sessionName = z.strictObject({ id });
/** Why somebody asks others to agree, where that is needed; the answer says so when it is missing. */
const askReason = z
  .string()
  .trim()
  .min(10, "give a reason of at least 10 characters")
  .max(500)
  .optional();
export const invite = z.strictObject({ email, name, role, reason: askReason });
export const invitationName = z.strictObject({ id });
export const person = z.strictObject({ userId: id });
export const personWith = z.strictObject({ userId: id, reason: askReason });
export const roleSet = z.strictObject({ userId: id, role, reason: askReason });
export const suspend = z.strictObject({
  userId: id,
  reason: z.string().trim().min(10, "give a reason of at least 10 characters").max(500),
});
