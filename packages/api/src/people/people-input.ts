import { z } from "zod";
import { role } from "../view/scalars.ts";
import { assertion, attestation } from "./ceremony.ts";

/** Inputs of what concerns people. */

const id = z.string().min(1).max(128);
const name = z.string().trim().min(1, "give a name").max(80);
const email = z.email("give an e-mail address such as ada@example.com").max(200);
/** The rules for a new one are the server's; here only what could not be one at all is refused. */
const password = z.string().min(1).max(1_024);

export const stepUpBegin = z.object({
  actionHash: z.string().regex(/^[0-9a-f]{64}$/, "actionHash must be SHA-256 in hex"),
});
export const stepUpFinish = z.object({ challengeId: id, response: assertion });
export const profileUpdate = z.object({ name, email });
export const passwordSet = z.object({ current: password.optional(), next: password });
export const passkeyAdd = z.object({ challengeId: id, response: attestation, name });
export const passkeyName = z.object({ id: z.string().min(1).max(1_400) });
export const totpConfirm = z.object({ code: z.string().trim().max(20) });
export const sessionName = z.object({ id });
export const invite = z.object({ email, name, role });
export const invitationName = z.object({ id });
export const person = z.object({ userId: id });
export const roleSet = z.object({ userId: id, role });
export const suspend = z.object({
  userId: id,
  reason: z.string().trim().min(10, "give a reason of at least 10 characters").max(500),
});
