import { z } from "zod";

/** Body of a refusal. Some have no code; status and code are stable, the message is not. Extra fields are kept. */
export const wireError = z.looseObject({
  code: z.number().optional(),
  message: z.string(),
});
