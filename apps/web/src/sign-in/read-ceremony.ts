import type { AssertionOptions, Ceremony } from "@interlock/api/people/ceremony";
import { z } from "zod";

const ceremony = z.object({
  challengeId: z.string(),
  options: z.object({
    challenge: z.string(),
    timeout: z.number().exactOptional(),
    rpId: z.string().exactOptional(),
    allowCredentials: z
      .array(
        z.object({
          id: z.string(),
          type: z.string(),
          transports: z.array(z.string()).exactOptional(),
        }),
      )
      .exactOptional(),
    userVerification: z.enum(["required", "preferred", "discouraged"]).exactOptional(),
  }),
});

/** Reads what the edge wants signed at a sign-in. Throws for anything else. */
export function readCeremony(body: unknown): Ceremony<AssertionOptions> {
  return ceremony.parse(body);
}
