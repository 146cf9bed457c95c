import { z } from "zod";
import { decimalString, side, unixMs } from "./scalars.ts";
import { orderDossier, orderStatus } from "./order-view.ts";

/**
 * What became of a signal: an order was approved and sent; risk denied it; the sent order ran out without a fill; or no
 * order was asked for.
 */
export const signalDecision = z.enum(["sent", "denied", "expired", "suppressed"]);

/** The price some minutes after a blocked signal, from the bars that the engine kept; or why there is none. */
const laterPrice = z.object({
  minutes: z.number().int(),
  price: decimalString.nullable(),
  /** When the bar ended that closed at the price. */
  at: unixMs.nullable(),
  /** Move from the arrival mid in the direction of the order: positive is what was missed. */
  moveBps: z.number().nullable(),
  /** Why there is no price or no move; empty where both are. */
  absence: z.string(),
});

const signalOrder = z.object({
  clientOrderId: z.string(),
  side,
  quantity: decimalString,
  arrivalMid: decimalString.nullable(),
  /** "denied" for one that never left. */
  status: orderStatus,
  filledQuantity: decimalString,
  averagePrice: decimalString.nullable(),
  /** From the decision to the request to the venue; null while it has not left. */
  submitMs: z.number().nullable(),
});

/** The first check that refused, with the numbers that it was decided on. */
const firstBlock = z.object({
  code: z.string(),
  label: z.string(),
  value: z.string(),
  limit: z.string(),
  sentence: z.string(),
});

/** One signal and everything that was decided about it. Times on the venue's clock. */
const signalView = z.object({
  signalId: z.string(),
  at: unixMs,
  strategyId: z.string(),
  symbol: z.string(),
  direction: z.enum(["long", "short", "flat"]),
  /** Fraction of the strategy's allocation, -1 to 1. */
  target: z.number(),
  reason: z.string(),
  decision: signalDecision,
  /** Why no order was asked for, as a code; null where one was, or where it was not journaled yet. */
  cause: z.string().nullable(),
  firstBlock: firstBlock.nullable(),
  denialCodes: z.array(z.string()),
  order: signalOrder.nullable(),
  /** What came of it, in one sentence. */
  outcome: z.string(),
  /** After 5 and after 30 minutes, for a denied one; empty for the others. */
  later: z.array(laterPrice),
});

/** How far the signals of a filter came, with what a filter can name and when strategies are asked next. */
const signalSummary = z.object({
  signals: z.number().int(),
  eligible: z.number().int(),
  approved: z.number().int(),
  sent: z.number().int(),
  filled: z.number().int(),
  choices: z.object({
    strategies: z.array(z.string()),
    symbols: z.array(z.string()),
    codes: z.array(z.object({ code: z.string(), label: z.string() })),
  }),
  /** Null while strategies may act now; otherwise the start of the next session of the limits in force. */
  nextEvaluationAt: unixMs.nullable(),
});

/** A signal with the whole life of its order; the order is null where none was asked for. */
const signalDossier = z.object({ signal: signalView, order: orderDossier.nullable() });

export type SignalDecision = z.infer<typeof signalDecision>;
export type SignalView = z.infer<typeof signalView>;
export type LaterPrice = z.infer<typeof laterPrice>;
export type SignalSummary = z.infer<typeof signalSummary>;
export type SignalDossier = z.infer<typeof signalDossier>;
