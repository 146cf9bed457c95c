import { z } from "zod";
import { keyScope } from "@interlock/api/permissions";
import { role } from "@interlock/api/view/scalars";

const userId = z.string().min(1);

/** Acts about people and keys that others may have to agree to, as a request holds them. */
export const authorityAct = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("set_role"), userId, role }),
  z.strictObject({ act: z.literal("reactivate"), userId }),
  z.strictObject({ act: z.literal("reset_passkeys"), userId }),
  z.strictObject({ act: z.literal("invite"), email: z.string(), name: z.string(), role }),
  z.strictObject({
    act: z.literal("make_key"),
    userId,
    name: z.string(),
    scopes: z.array(keyScope),
    days: z.number(),
  }),
]);
export type AuthorityAct = z.infer<typeof authorityAct>;

/** The kind of request that an act needs. */
export function subjectOf({ act }: AuthorityAct): "role" | "key" {
  return act === "make_key" ? "key" : "role";
}
