import { z } from "zod";
import { frameInteger, frameTime } from "./scalars.ts";

/**
 * Items of the arrays that a market-data stream sends. Prices are doubles in dollars, sizes shares. The key `T` tells
 * the kinds apart; an item of a kind that is not named here is to be ignored.
 */

/** A public print. */
const wireTradeFrame = z.looseObject({
  T: z.literal("t"),
  S: z.string(),
  i: frameInteger.optional(),
  x: z.string().optional(),
  p: z.number(),
  s: frameInteger,
  c: z.array(z.string()).nullish(),
  t: frameTime,
  z: z.string().optional(),
});

/** A change of the best bid or offer; a price of 0 means that the side is empty. */
const wireQuoteFrame = z.looseObject({
  T: z.literal("q"),
  S: z.string(),
  bx: z.string().optional(),
  bp: z.number(),
  bs: frameInteger,
  ax: z.string().optional(),
  ap: z.number(),
  as: frameInteger,
  c: z.array(z.string()).nullish(),
  t: frameTime,
  z: z.string().optional(),
});

/** A minute ("b"), daily ("d") or updated ("u") bar; `t` is the start of its interval. */
const wireBarFrame = z.looseObject({
  T: z.enum(["b", "d", "u"]),
  S: z.string(),
  o: z.number(),
  h: z.number(),
  l: z.number(),
  c: z.number(),
  v: frameInteger,
  t: frameTime,
  n: frameInteger.optional(),
  vw: z.number().optional(),
});

/** A trading status: `sc` and `sm` say what, `rc` and `rm` why. */
const wireStatusFrame = z.looseObject({
  T: z.literal("s"),
  S: z.string(),
  sc: z.string(),
  sm: z.string(),
  rc: z.string().optional(),
  rm: z.string().optional(),
  t: frameTime,
  z: z.string().optional(),
});

/** Limit bands: `u` the upper, `d` the lower, `i` whether they are in force. */
const wireBandsFrame = z.looseObject({
  T: z.literal("l"),
  S: z.string(),
  u: z.number(),
  d: z.number(),
  i: z.string(),
  t: frameTime,
  z: z.string().optional(),
});

/** A correction of a print: `o` fields as it was, `c` fields as it should have been. */
const wireCorrectionFrame = z.looseObject({
  T: z.literal("c"),
  S: z.string(),
  x: z.string().optional(),
  op: z.number(),
  os: frameInteger,
  cp: z.number(),
  cs: frameInteger,
  cc: z.array(z.string()).nullish(),
  t: frameTime,
});

/** A print that is taken back. */
const wireCancelErrorFrame = z.looseObject({
  T: z.literal("x"),
  S: z.string(),
  x: z.string().optional(),
  p: z.number(),
  s: frameInteger,
  a: z.string().optional(),
  t: frameTime,
});

const wireSuccessFrame = z.looseObject({ T: z.literal("success"), msg: z.string() });
const wireErrorFrame = z.looseObject({
  T: z.literal("error"),
  code: z.number(),
  msg: z.string(),
});

const symbols = z.array(z.string()).optional();

/** The whole set of subscriptions after a change, in every acknowledgment. */
const wireSubscriptionFrame = z.looseObject({
  T: z.literal("subscription"),
  trades: symbols,
  quotes: symbols,
  bars: symbols,
  updatedBars: symbols,
  dailyBars: symbols,
  statuses: symbols,
  lulds: symbols,
  corrections: symbols,
  cancelErrors: symbols,
});

/** One item of a market-data frame, of a kind that this schema knows. */
export const wireMarketDataItem = z.discriminatedUnion("T", [
  wireTradeFrame,
  wireQuoteFrame,
  wireBarFrame,
  wireStatusFrame,
  wireBandsFrame,
  wireCorrectionFrame,
  wireCancelErrorFrame,
  wireSuccessFrame,
  wireErrorFrame,
  wireSubscriptionFrame,
]);

/** A list in a request; some clients write one that they do not want as null. */
const asked = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? undefined);

/** A message that a client sends on a market-data stream. */
export const wireMarketDataRequest = z.looseObject({
  action: z.string(),
  key: z.string().optional(),
  secret: z.string().optional(),
  trades: asked,
  quotes: asked,
  bars: asked,
  updatedBars: asked,
  dailyBars: asked,
  statuses: asked,
  lulds: asked,
  imbalances: asked,
});
export type WireMarketDataRequest = z.output<typeof wireMarketDataRequest>;
