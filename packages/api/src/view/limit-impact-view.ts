import { z } from "zod";
import { unixMs } from "./scalars.ts";

/** Something of the present book that stands beyond an edited limit; texts as people read them. */
const overLimit = z.object({
  key: z.string(),
  /** "SPY position", "Gross exposure", an order's id. */
  what: z.string(),
  now: z.string(),
  limit: z.string(),
  over: z.string(),
  effect: z.string(),
});

const backTestOrder = z.object({
  clientOrderId: z.string(),
  at: unixMs,
  symbol: z.string(),
  label: z.string(),
  value: z.string(),
  limit: z.string(),
});

/** Recorded orders of past sessions judged by edited limits, each on the numbers that were recorded with it. */
const limitBackTest = z.object({
  /** Market days in which orders were decided, oldest first. */
  sessions: z.array(z.string()),
  /** Orders that were judged: approved and denied ones. */
  orders: z.number().int(),
  /** True where there were more than are judged at once: the newest were. */
  cut: z.boolean(),
  /** Approved then, denied by the edited limits. */
  wouldDeny: z.number().int(),
  byCheck: z.array(z.object({ code: z.string(), label: z.string(), orders: z.number().int() })),
  examples: z.array(backTestOrder),
  /** Denied then, with nothing against them by the edited limits. */
  wouldAllow: z.number().int(),
  /** Market days whose loss at a mark reached the edited daily loss limit. */
  halted: z.array(z.object({ date: z.string(), loss: z.string(), at: unixMs })),
  /** What the recorded numbers cannot tell. */
  notJudged: z.array(z.string()),
  sentence: z.string(),
});

/** What an edited set of limits would do to the present book, and would have done to past orders. */
const limitImpact = z.object({
  /** The journal entry after which the book was looked at. */
  journalSeq: z.number().int(),
  over: z.array(overLimit),
  backTest: limitBackTest.nullable(),
  /** Why there is no back-test; empty where there is one. */
  backTestAbsence: z.string(),
});

export type OverLimit = z.infer<typeof overLimit>;
export type LimitBackTest = z.infer<typeof limitBackTest>;
export type LimitImpact = z.infer<typeof limitImpact>;
