import { z } from "zod";

/** The code that stands both in the terminal and on the page, e.g. "k7fm2-q9xwr". */
const userCode = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z2-9]{5}-[a-z2-9]{5}$/, "the code has two parts of five letters or digits");

export const deviceQuery = z.strictObject({ userCode });
export const deviceVerdict = z.strictObject({
  userCode,
  /** SHA-256 of what the page showed: what is allowed is what was seen. */
  seenHash: z.string().regex(/^[0-9a-f]{64}$/, "seenHash must be SHA-256 in hex"),
});
export const deviceAsk = z.strictObject({
  path: z.string().min(1).max(64),
  /** The input of the procedure as JSON. */
  input: z.string().min(2).max(16_384),
});
