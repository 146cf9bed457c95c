import { z } from "zod";
import { decimalString, freshness } from "./scalars.ts";

/** Whether a symbol trades, as its market says; `tradingNote` is a sentence, empty where there is nothing to say. */
const marketState = {
  trading: z.enum([
    "open",
    "halted",
    "limit_state",
    "broken_quote",
    "price_jump",
    "awaits_quote",
    "status_unknown",
  ]),
  tradingNote: z.string(),
};

/** A position by our ledger beside the venue's quantity. Amounts in dollars, quantities in shares. */
export const positionView = z.object({
  symbol: z.string(),
  side: z.enum(["long", "short", "flat"]),
  quantity: decimalString,
  averagePrice: decimalString.nullable(),
  mark: decimalString.nullable(),
  /** Whose price it is: the market's, the venue's own where no market is watched, or one from before the start. */
  markSource: z.enum(["market", "venue", "provisional"]),
  markFreshness: freshness,
  bid: decimalString.nullable(),
  ask: decimalString.nullable(),
  ...marketState,
  marketValue: decimalString.nullable(),
  costBasis: decimalString,
  dayPnl: decimalString.nullable(),
  unrealized: decimalString.nullable(),
  unrealizedPercent: decimalString.nullable(),
  realizedToday: decimalString,
  feesToday: decimalString,
  weightPercent: decimalString.nullable(),
  limitUsedPercent: z.number(),
  /** Null where there is none, or where it would not act: the note says why. */
  stopLossPrice: decimalString.nullable(),
  stopLossNote: z.string(),
  workingBuyQuantity: decimalString,
  workingSellQuantity: decimalString,
  venueQuantity: decimalString.nullable(),
  difference: decimalString.nullable(),
  byStrategy: z.array(
    z.object({ strategyId: z.string(), quantity: decimalString, realizedToday: decimalString }),
  ),
});

/** One strategy with its own result and, in words and numbers, what it waits for. */
export const strategyView = z.object({
  id: z.string(),
  kind: z.string(),
  version: z.string(),
  state: z.enum(["running", "warming", "disabled", "halted"]),
  symbols: z.array(
    z.object({
      symbol: z.string(),
      status: z.string(),
      quantity: decimalString,
      target: z.number().nullable(),
    }),
  ),
  realizedToday: decimalString,
  unrealized: decimalString,
  feesToday: decimalString,
  ordersToday: z.number().int(),
  fillsToday: z.number().int(),
  deniedToday: z.number().int(),
  lastSignal: z.string(),
  error: z.string(),
});

/** Latest market of one symbol, for marks and charts. */
export const marketView = z.object({
  symbol: z.string(),
  bid: decimalString.nullable(),
  ask: decimalString.nullable(),
  last: decimalString.nullable(),
  condition: z.enum(["regular", "locked", "crossed", "one_sided", "none"]),
  ...marketState,
  freshness,
});

export type PositionView = z.infer<typeof positionView>;
export type StrategyView = z.infer<typeof strategyView>;
export type MarketStateView = Pick<MarketView, "trading" | "tradingNote">;
export type MarketView = z.infer<typeof marketView>;
