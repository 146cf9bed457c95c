import { z } from "zod";

/**
 * How Alpaca writes single values. Reading is lenient, for Alpaca adds fields and enum members without notice: a value
 * that may be absent becomes null, an unknown enum member stays the text it was, an unknown field is kept.
 */

/** A decimal amount. Alpaca writes strings; numbers are accepted and turned into text. */
export const decimalText = z.union([z.string(), z.number()]).transform(String);

/** A decimal amount that may be absent or null. */
export const optionalDecimal = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : String(value)));

/** A text that may be absent or null: ids, and times as RFC 3339 with up to nanoseconds. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

/** A flag that may be absent or null, which means false. */
export const optionalFlag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** A time in a market-data frame: RFC 3339 text in JSON, a Date or the decoder's own object in MessagePack. */
export const frameTime = z.union([z.string(), z.date(), z.number(), z.looseObject({})]);

/** An integer that MessagePack may carry in 64 bits. */
export const frameInteger = z.union([z.number(), z.bigint()]);
