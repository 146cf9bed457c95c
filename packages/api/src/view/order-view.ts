import { z } from "zod";
import { decimalString, side, unixMs } from "./scalars.ts";

export const orderStatus = z.enum([
  "pending_submit",
  "submit_unknown",
  "accepted",
  "partially_filled",
  "pending_cancel",
  "pending_replace",
  "filled",
  "canceled",
  "expired",
  "replaced",
  "rejected",
  "denied",
]);

/** An order with this flag is open at the venue and not held open by our books: another program's or a person's. */
export const NOT_OURS = "not_ours";

/** One order, or one denied intent (status "denied": it never left). Times on the venue's clock. */
export const orderView = z.object({
  clientOrderId: z.string(),
  venueOrderId: z.string().nullable(),
  symbol: z.string(),
  side,
  type: z.enum(["market", "limit", "stop", "stop_limit", "trailing_stop"]),
  timeInForce: z.string(),
  extendedHours: z.boolean(),
  quantity: decimalString,
  filledQuantity: decimalString,
  leavesQuantity: decimalString,
  limitPrice: decimalString.nullable(),
  stopPrice: decimalString.nullable(),
  averagePrice: decimalString.nullable(),
  status: orderStatus,
  venueStatus: z.string(),
  purpose: z.string(),
  strategyId: z.string().nullable(),
  signalId: z.string().nullable(),
  arrivalMid: decimalString.nullable(),
  /** Positive is a cost. */
  slippageBps: z.number().nullable(),
  reason: z.string(),
  denialCodes: z.array(z.string()),
  flags: z.array(z.string()),
  createdAt: unixMs,
  submittedAt: unixMs.nullable(),
  acceptedAt: unixMs.nullable(),
  updatedAt: unixMs,
  terminalAt: unixMs.nullable(),
});

const fillView = z.object({
  executionId: z.string(),
  clientOrderId: z.string(),
  symbol: z.string(),
  side,
  quantity: decimalString,
  price: decimalString,
  fee: decimalString,
  strategyId: z.string().nullable(),
  venueAt: unixMs,
});

/** One risk check of the cascade, passed or not, with its value against its limit. */
export const riskCheckView = z.object({
  check: z.string(),
  label: z.string(),
  passed: z.boolean(),
  /** False where the check does not bear on this order, e.g. a size limit on one that only closes. */
  applied: z.boolean(),
  value: z.string(),
  limit: z.string(),
  sentence: z.string(),
});

/** The whole life of an order: why, every check, every step, every venue message. */
export const orderDossier = z.object({
  order: orderView,
  signal: z
    .object({
      signalId: z.string(),
      strategyId: z.string(),
      target: z.number(),
      reason: z.string(),
      at: unixMs,
    })
    .nullable(),
  checks: z.array(riskCheckView),
  /** The version of the limits that it was checked against; null where that is not known, or nothing was checked. */
  limitVersion: z.number().int().nullable(),
  timeline: z.array(
    z.object({
      journalSeq: z.number().int(),
      at: unixMs,
      event: z.string(),
      sentence: z.string(),
      /** The venue's message as it came, or null for a step of our own. */
      raw: z.string().nullable(),
    }),
  ),
  fills: z.array(fillView),
});

export type OrderView = z.infer<typeof orderView>;
export type FillView = z.infer<typeof fillView>;
export type RiskCheckView = z.infer<typeof riskCheckView>;
export type OrderDossier = z.infer<typeof orderDossier>;
