import { z } from "zod";
import { signalDecision } from "./view/signals-view.ts";

/** Inputs of questions that change nothing. */

export const signalsFilter = z.object({
  symbol: z.string().max(12).nullish(),
  strategyId: z.string().max(64).nullish(),
  decision: signalDecision.nullish(),
  /** Code of a denial, or cause for which no order was asked. */
  code: z.string().max(64).nullish(),
  text: z.string().max(128).nullish(),
  /** Inclusive and exclusive, on the venue's clock. */
  from: z.number().int().nullish(),
  to: z.number().int().nullish(),
});
export const signalsQuery = signalsFilter.extend({
  cursor: z.string().max(200).nullish(),
  limit: z.number().int().min(1).max(500).default(100),
});
export const signalQuery = z.object({ signalId: z.string().min(1).max(64) });

/** An order that is asked about, as it was typed: the engine says in sentences what is wrong with a field. */
export const whatIfQuery = z.object({
  symbol: z.string().max(20),
  side: z.enum(["buy", "sell"]),
  quantity: z.string().max(30),
  type: z.enum(["market", "limit", "stop", "stop_limit"]),
  limitPrice: z.string().max(30).default(""),
  stopPrice: z.string().max(30).default(""),
  extendedHours: z.boolean().default(false),
  /** Whose order it would be; null for a person's. */
  strategyId: z.string().max(64).nullable().default(null),
});
