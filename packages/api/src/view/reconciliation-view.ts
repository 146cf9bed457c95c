import { z } from "zod";
import { unixMs } from "./scalars.ts";

/** An order of ours with the executions booked to it. */
const orderTrace = z.object({
  clientOrderId: z.string(),
  symbol: z.string(),
  side: z.string(),
  status: z.string(),
  quantity: z.string(),
  filledQuantity: z.string(),
  executionIds: z.array(z.string()),
});

/** What both sides of a break rest on. Figures are text with their unit; times are the venue's. */
const breakEvidence = z.object({
  ours: z.object({ figures: z.array(z.string()), orders: z.array(orderTrace) }),
  venue: z.object({
    figures: z.array(z.string()),
    /** Null when nobody asked: the venue sent it by itself. */
    askedAt: unixMs.nullable(),
    at: unixMs,
    /** The venue's messages as they came, oldest first. */
    raw: z.array(z.string()),
  }),
});

const breakFacts = {
  breakId: z.string(),
  /** What differs, e.g. "Position of SPY". */
  title: z.string(),
  symbol: z.string().nullable(),
  ours: z.string(),
  venue: z.string(),
  openedAt: unixMs,
  /** Null for one that was recorded without. */
  evidence: breakEvidence.nullable(),
};

/** What adopting would do: figures before and after, or why it cannot be done now. */
const adoptionView = z.object({
  obstacle: z.string().nullable(),
  words: z.string(),
  changes: z.array(z.object({ what: z.string(), before: z.string(), after: z.string() })),
});

/** An open break. `evidenceId` goes back with an adoption: the engine refuses when a side has changed since. */
const breakView = z.object({
  ...breakFacts,
  evidenceId: z.string(),
  /** What takes no new risk while it is open. */
  blocks: z.string(),
  adoption: adoptionView,
});

/** A break of the day that is over. `by` is null when the venue's own evidence ended it. */
const closedBreakView = z.object({
  ...breakFacts,
  closedAt: unixMs,
  how: z.string(),
  by: z.string().nullable(),
  reason: z.string(),
});

/** One figure on both sides; `oursAt` and `venueAt` say when it was so, by the venue's clock. */
const comparedFigure = z.object({
  what: z.string(),
  unit: z.enum(["usd", "shares", "count"]),
  ours: z.string(),
  venue: z.string(),
  /** Ours less the venue's. */
  difference: z.string(),
  /** "checking": seen to differ once; the next answer makes it a break or not. */
  status: z.enum(["agrees", "explained", "checking", "break"]),
  note: z.string(),
  oursAt: unixMs.nullable(),
  venueAt: unixMs.nullable(),
});

/** An announced corporate action, and what it means for what is held. Dates are New York's, "YYYY-MM-DD". */
const corporateActionView = z.object({
  id: z.string(),
  symbol: z.string(),
  /** E.g. "2-for-1 split". */
  name: z.string(),
  exDate: z.string(),
  /** "waiting": its day has come, and the venue has not shown what it made of the holding. */
  phase: z.enum(["announced", "waiting", "ended"]),
  held: z.boolean(),
  sentence: z.string(),
  /** The announcement as it came. */
  raw: z.string(),
});

/** Everything of the comparison with the venue. */
export const reconciliationDetail = z.object({
  /** Present time on the venue's clock, from which ages count. */
  venueTime: unixMs,
  checkedAt: unixMs.nullable(),
  everyMs: z.number().int(),
  breaks: z.array(breakView),
  closed: z.array(closedBreakView),
  figures: z.array(comparedFigure),
  /** The next ones first. */
  actions: z.array(corporateActionView),
});

export type BreakView = z.infer<typeof breakView>;
export type ClosedBreakView = z.infer<typeof closedBreakView>;
export type BreakEvidenceView = z.infer<typeof breakEvidence>;
export type CorporateActionView = z.infer<typeof corporateActionView>;
export type ComparedFigure = z.infer<typeof comparedFigure>;
export type ReconciliationDetail = z.infer<typeof reconciliationDetail>;
