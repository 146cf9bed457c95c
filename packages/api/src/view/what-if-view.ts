import { z } from "zod";
import { riskCheckView } from "./order-view.ts";
import { unixMs } from "./scalars.ts";

/** A level before and after the order, every open order at its worst; texts as people read them. */
const levelChange = z.object({
  label: z.string(),
  before: z.string(),
  after: z.string(),
  limit: z.string(),
  /** What is left below the limit afterwards; negative beyond it. */
  headroom: z.string(),
});

/** What risk would say of an order now. Nothing was sent, journaled or counted. */
const whatIfVerdict = z.object({
  approved: z.boolean(),
  sentence: z.string(),
  checks: z.array(riskCheckView.extend({ headroom: z.string() })),
  levels: z.array(levelChange),
  /** On what it was judged, in the trading thread: the books after this journal entry, and the quote of that time. */
  basis: z.object({
    journalSeq: z.number().int(),
    venueTime: unixMs,
    quoteAt: unixMs.nullable(),
    limitVersion: z.number().int(),
  }),
});

/** A verdict, or what is wrong with the question. */
const whatIfAnswer = z.object({
  faults: z.array(z.object({ field: z.string(), sentence: z.string() })),
  verdict: whatIfVerdict.nullable(),
});

export type WhatIfVerdict = z.infer<typeof whatIfVerdict>;
export type WhatIfAnswer = z.infer<typeof whatIfAnswer>;
