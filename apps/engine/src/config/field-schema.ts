import { z } from "zod";
import { isTicker, type Ticker, ticker } from "@interlock/core/ids";

/** Fields of the configuration files. The error of each is what is allowed, so that a fault reads as a sentence. */

/** A whole number within a range. */
export function whole(min: number, max: number): z.ZodNumber {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

/** A number within a range, decimals allowed. */
export function decimal(min: number, max: number): z.ZodNumber {
  const error = `must be a number from ${min} to ${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
}

/** True or false. */
export function flag(): z.ZodBoolean {
  return z.boolean({ error: "must be true or false" });
}

/** One of some words. */
export function choice<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, { error: `must be one of ${words.map((word) => `"${word}"`).join(", ")}` });
}

/** A section of named fields; the fields that it may hold are checked strictly. */
export function section<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? undefined : `must hold ${Object.keys(shape).join(", ")}`,
  });
}

const TICKER_ERROR = 'must be a ticker such as "SPY" or "BRK.B"';
const TICKERS_ERROR = 'must be a list of at least one ticker, such as ["SPY", "IBM"]';

/** A list of tickers without repetition. */
export function tickers() {
  return z
    .array(z.string({ error: TICKER_ERROR }).refine(isTicker, { error: TICKER_ERROR }), {
      error: TICKERS_ERROR,
    })
    .min(1, { error: TICKERS_ERROR })
    .max(200, { error: "must be a list of at most 200 tickers" })
    .refine((list) => new Set(list).size === list.length, { error: "must not name a ticker twice" })
    .transform((list): readonly Ticker[] => list.map((text) => ticker(text)));
}

const SECTORS_ERROR = 'must name tickers with their sectors, such as { "XOM": "energy" }';
const SECTOR_ERROR = 'must be a sector in small letters, such as "energy", at most 40 long';

/** The sector of each ticker that has one. */
export function sectors() {
  return z
    .record(
      z.string().refine(isTicker, { error: TICKER_ERROR }),
      z.string({ error: SECTOR_ERROR }).regex(/^[a-z][a-z -]{0,39}$/, { error: SECTOR_ERROR }),
      { error: SECTORS_ERROR },
    )
    .transform((map): Readonly<Record<Ticker, string>> => map);
}
