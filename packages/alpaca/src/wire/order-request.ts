import { z } from "zod";

/**
 * Bodies that a client sends. Amounts may be text or numbers. Only shapes are checked here: what the values must be
 * is for the venue to say, in its own words and with its own codes.
 */
const amount = z.union([z.string(), z.number()]).nullish();
const text = z.string().nullish();

/** Body of POST /v2/orders. */
export const wireOrderRequest = z.looseObject({
  symbol: text,
  qty: amount,
  notional: amount,
  side: text,
  type: text,
  time_in_force: text,
  limit_price: amount,
  stop_price: amount,
  trail_price: amount,
  trail_percent: amount,
  extended_hours: z.boolean().nullish(),
  client_order_id: text,
  order_class: text,
  take_profit: z.looseObject({ limit_price: amount }).nullish(),
  stop_loss: z.looseObject({ stop_price: amount, limit_price: amount }).nullish(),
  position_intent: text,
  advanced_instructions: z.looseObject({ algorithm: text }).nullish(),
});
export type WireOrderRequest = z.output<typeof wireOrderRequest>;

/** Body of PATCH /v2/orders/{id}. */
export const wireReplaceRequest = z.looseObject({
  qty: amount,
  time_in_force: text,
  limit_price: amount,
  stop_price: amount,
  trail: amount,
  client_order_id: text,
});
export type WireReplaceRequest = z.output<typeof wireReplaceRequest>;
