import { z } from "zod";
import { optionalText } from "./scalars.ts";

/** A bar of the historical REST interface; `t` is RFC 3339 text, prices are doubles. */
const wireBar = z.looseObject({
  t: z.string(),
  o: z.number(),
  h: z.number(),
  l: z.number(),
  c: z.number(),
  v: z.number(),
  n: z.number().optional(),
  vw: z.number().optional(),
});
export type WireBar = z.output<typeof wireBar>;

/** A trade of the REST interface. */
const wireTrade = z.looseObject({
  t: z.string(),
  x: z.string().optional(),
  p: z.number(),
  s: z.number(),
  c: z.array(z.string()).nullish(),
  i: z.number().optional(),
  z: z.string().optional(),
});
export type WireTrade = z.output<typeof wireTrade>;

/** A quote of the REST interface; a price of 0 means that the side is empty. */
export const wireQuote = z.looseObject({
  t: z.string(),
  bx: z.string().optional(),
  bp: z.number(),
  bs: z.number(),
  ax: z.string().optional(),
  ap: z.number(),
  as: z.number(),
  c: z.array(z.string()).nullish(),
  z: z.string().optional(),
});
export type WireQuote = z.output<typeof wireQuote>;

/** GET /v2/stocks/bars: pages of bars by symbol. */
export const wireBarsPage = z.looseObject({
  bars: z
    .record(z.string(), z.array(wireBar))
    .nullish()
    .transform((bars) => bars ?? {}),
  next_page_token: optionalText,
});
export type WireBarsPage = z.output<typeof wireBarsPage>;

/** GET /v2/stocks/{symbol}/bars: pages of bars of one symbol. */
export const wireSymbolBarsPage = z.looseObject({
  symbol: z.string(),
  bars: z
    .array(wireBar)
    .nullish()
    .transform((bars) => bars ?? []),
  next_page_token: optionalText,
});

/** GET /v2/stocks/quotes/latest: the last quote by symbol; symbols without any are left out. Each is read alone. */
export const wireLatestQuotes = z.looseObject({
  quotes: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((quotes) => quotes ?? {}),
});

/** What is last known of one symbol. */
export const wireSnapshot = z.looseObject({
  latestTrade: wireTrade.nullish(),
  latestQuote: wireQuote.nullish(),
  minuteBar: wireBar.nullish(),
  dailyBar: wireBar.nullish(),
  prevDailyBar: wireBar.nullish(),
});
