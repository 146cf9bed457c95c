import { z } from "zod";
import { approvalAsk } from "../approval-input.ts";
import { unixMs } from "./scalars.ts";

const person = z.object({ name: z.string(), role: z.string() });
const diffLine = z.object({
  what: z.string(),
  before: z.string(),
  after: z.string(),
  direction: z.enum(["tighter", "looser", "same"]).optional(),
});

/** A request for approval as one person sees it: what they may do is said by the server. Times on the venue's clock. */
const approvalView = z.object({
  id: z.string(),
  kind: z.enum(["limits", "resume", "override", "go_live", "role", "key", "policy"]),
  title: z.string(),
  state: z.enum(["waiting", "approved", "applied", "declined", "expired", "void", "conflicted"]),
  reason: z.string(),
  requester: person,
  /** Whether whoever looks made it. */
  mine: z.boolean(),
  /** So many different people of one of these roles must approve. */
  required: z.array(z.object({ anyOf: z.array(z.string()), count: z.number() })),
  decisions: z.array(
    z.object({
      by: person,
      verdict: z.enum(["approve", "decline"]),
      reason: z.string(),
      at: unixMs,
      /** One of the two, who decided or who asked, alone gave the other their role. */
      tied: z.boolean(),
    }),
  ),
  /** Sentences on those who have the role but do not count yet, and from when on they do. */
  later: z.array(z.string()),
  /** What was made on, and what of it changes. */
  baseVersion: z.string(),
  diff: z.array(diffLine),
  impact: z.array(z.string()),
  /** Of what is proposed: given back with every act on it, which is refused when it was edited meanwhile. */
  proposedHash: z.string(),
  createdAt: unixMs,
  expiresAt: unixMs,
  /** From when on its requester may approve it alone; null where only others may. */
  coolsUntil: unixMs.nullable(),
  ending: z
    .object({
      at: unixMs,
      by: person.nullable(),
      why: z.string(),
      /** Of an applied one: whether others than its requester had agreed. */
      fourEyes: z.boolean().nullable(),
      /** Of an applied one that is carried out elsewhere: what came of it; null while nothing did. */
      carried: z.object({ done: z.boolean(), sentence: z.string() }).nullable(),
      /** Of a conflicted one: what it would change now. */
      diff: z.array(diffLine),
    })
    .nullable(),
  /** Why whoever looks may not do it; empty where they may. */
  obstacles: z.object({
    approve: z.string(),
    decline: z.string(),
    apply: z.string(),
    edit: z.string(),
    cancel: z.string(),
  }),
  /** What an edit of it would ask for, made on what is in force now; null where it is not asked for at the console. */
  ask: approvalAsk.nullable(),
});

/** Requests that something may become of, oldest first, and the latest that ended, newest first. */
const approvalsView = z.object({
  venueTime: unixMs,
  live: z.array(approvalView),
  ended: z.array(approvalView),
});

export type ApprovalView = z.infer<typeof approvalView>;
export type ApprovalsView = z.infer<typeof approvalsView>;
