import { z } from "zod";
import { keyScope } from "../permissions.ts";

/** Days that a key may last at most. */
export const KEY_DAYS_MAX = 365;
/** Hours for which a key that was replaced may go on. */
export const KEY_OVERLAP_HOURS_MAX = 168;

const id = z.uuid("id must be a key's id");

export const keyCreate = z.strictObject({
  name: z.string().trim().min(1, "give the key a name").max(60),
  scopes: z.array(keyScope).min(1, "choose what the key is for").max(keyScope.options.length),
  days: z.number().int().min(1).max(KEY_DAYS_MAX),
  /** Why others should agree, where that is needed; the answer says so when it is missing. */
  reason: z.string().trim().min(10, "give a reason of at least 10 characters").max(500).optional(),
});
export const keyRotate = z.strictObject({
  id,
  /** How long the old key goes on beside the new one. */
  overlapHours: z.number().int().min(0).max(KEY_OVERLAP_HOURS_MAX),
});
export const keyRevoke = z.strictObject({ id });
