import { z } from "zod";
import { unixMs } from "./scalars.ts";

/** The ways by which people are told who do not look, and whether they work. `at` is the server's own time. */
const noticesView = z.object({
  channels: z.array(
    z.object({
      name: z.enum(["e-mail", "slack", "webhook"]),
      /** What became of the latest notice; null where none was sent since the start. */
      last: z
        .object({ at: unixMs, title: z.string(), delivered: z.boolean(), why: z.string() })
        .nullable(),
      /** Notices that are still to be delivered, and why the latest attempt failed; empty where it did not. */
      waiting: z.number().int(),
      failing: z.string(),
      /** Whether somebody has acknowledged the latest test alert that came this way. */
      acknowledged: z.boolean(),
    }),
  ),
});

/** What became of a test of them. */
export interface NoticeAnswer {
  readonly accepted: boolean;
  readonly sentence: string;
}

export type NoticesView = z.infer<typeof noticesView>;
