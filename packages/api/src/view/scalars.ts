import { z } from "zod";

/** A decimal number as a string, e.g. "-1234.50": amounts never travel as binary floats. */
export const decimalString = z.string().regex(/^-?\d+(\.\d+)?$/, "must be a plain decimal number");
/** Milliseconds since the epoch; which clock is said by the field's name or its docstring. */
export const unixMs = z.number().int();

export const environment = z.enum(["sim", "paper", "live"]);
export const tradingState = z.enum(["active", "reducing", "halted"]);
export const side = z.enum(["buy", "sell"]);
export const role = z.enum(["viewer", "trader", "risk", "ops", "owner"]);

/**
 * How old a figure is by its source, measured on the venue's clock when the frame was sent.
 * A client adds the time that has passed since it received the frame.
 */
export const freshness = z.object({ sourceAt: unixMs.nullable(), ageMs: z.number().nullable() });

export type Environment = z.infer<typeof environment>;
export type Role = z.infer<typeof role>;
export type Freshness = z.infer<typeof freshness>;
