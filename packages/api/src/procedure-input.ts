import { BREAKERS } from "@interlock/core/risk/breakers/breaker";
import { z } from "zod";
import { killMode } from "./view/kill-view.ts";
import { limitLevel, limitValues } from "./view/limits-view.ts";

// Commands are strict: a field that is not theirs is refused, never dropped in silence or taken for something else.

/** Made by the client once per gesture; repeating it returns the first result. */
const commandId = z.uuid("commandId must be a UUID");
const reason = z.string().trim().min(10, "give a reason of at least 10 characters").max(500);
/** How an order that can be canceled here is named: as we name ours, or as the venue names what replaced one. */
const ownOrderId = z
  .string()
  .regex(/^[A-Za-z0-9][\w.:-]{0,127}$/, "clientOrderId is not the id of an order of ours");
const symbol = z.string().regex(/^[A-Z][A-Z0-9./]{0,11}$/, "symbol must be a ticker such as BRK.B");
const cursor = z.string().max(200).nullish();
const limit = z.number().int().min(1).max(500).default(100);

export const ordersQuery = z.object({
  tab: z.enum(["working", "today", "history", "denied"]),
  symbol: z.string().max(12).nullish(),
  strategyId: z.string().max(64).nullish(),
  text: z.string().max(128).nullish(),
  cursor,
  limit,
});
export const fillsQuery = z.object({ symbol: z.string().max(12).nullish(), cursor, limit });
export const orderQuery = z.object({ clientOrderId: z.string().min(1).max(128) });
export const cancelOrder = z.strictObject({ commandId, clientOrderId: ownOrderId });
export const closePosition = z.strictObject({
  commandId,
  symbol,
  percent: z.number().int().min(1).max(100),
});
/** Whose limits; absent: the account's. Below it an empty value takes a limit away, and the account's holds. */
const level = limitLevel.optional();
export const limitsPreview = z.strictObject({
  baseVersion: z.number().int(),
  level,
  values: limitValues,
  /** Names of limits that would go back by themselves and are to stay as they are. */
  keep: z.array(z.string().max(64)).max(100).optional(),
  /** When the change goes back by itself, 1 minute to 30 days from now on the venue's clock; absent: it lasts. */
  expiresAt: z.number().int().positive().optional(),
});
export const limitsChange = limitsPreview.extend({
  commandId,
  reason: z.string().trim().max(500).default(""),
});
export const overrideOffer = z.object({ clientOrderId: z.string().min(1).max(128) });
export const grantOverride = z.strictObject({ commandId, clientOrderId: ownOrderId, reason });
/** The order is restated: the engine refuses one that differs in anything from what was granted. */
export const useOverride = z.strictObject({
  commandId,
  overrideId: z.string().min(1).max(64),
  symbol,
  side: z.enum(["buy", "sell"]),
  quantity: z.string().max(30),
  limitPrice: z.string().max(30).nullable(),
});
/** A part of the account that can be killed by itself. */
const killScope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("strategy"), strategyId: z.string().min(1).max(64) }),
  z.strictObject({ kind: z.literal("symbol"), symbol }),
]);
export const killPreview = z.object({ scope: killScope.optional() }).optional();
export const killEngage = z.strictObject({
  commandId,
  mode: killMode,
  reason: z.string().trim().max(500).default(""),
  /** Protective stops stay unless this is set. */
  includeStops: z.boolean().default(false),
  /** What to stop; absent: everything. */
  scope: killScope.optional(),
  /** A rehearsal: the same kill, its times kept as a drill's. */
  drill: z.boolean().optional(),
});
export const adoptBreak = z.strictObject({
  commandId,
  breakId: z.string().min(1).max(200),
  /** What the person saw: the engine refuses when a side has changed since. */
  evidenceId: z.string().min(1).max(300),
  reason,
});
export const enableStrategy = z.strictObject({
  commandId,
  strategyId: z.string().min(1).max(64),
  reason,
});
export const rearmBreaker = z.strictObject({
  commandId,
  breaker: z.enum(BREAKERS),
  /** Needed unless a daily loss is confirmed in the next session; the engine judges. */
  reason: z.string().trim().max(500).default(""),
});
export const rearmStop = z.strictObject({ commandId, symbol });
export const resume = z.strictObject({
  commandId,
  /** Needed unless a daily loss alone is confirmed in the next session; the engine judges. */
  reason: z.union([reason, z.literal("")]).default(""),
  scope: killScope.optional(),
  /** The kill that the person saw: the engine refuses when another is in force. */
  seenKillId: z.string().min(1).max(128).optional(),
});
