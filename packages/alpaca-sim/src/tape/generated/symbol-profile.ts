import { Random } from "../../venue/random.ts";

/** What a made-up stock is like. */
export interface SymbolProfile {
  /** Closing price of the day before the first, in dollars. */
  readonly price: number;
  /** Standard deviation of a day's return from open to close. */
  readonly dailyVolatility: number;
  /** How it moves with the market: 1 as much as the market does. */
  readonly beta: number;
  /** Usual spread in cents, at least 1. */
  readonly spreadCents: number;
  /** Changes of the quote and prints a minute in an average minute of the regular session. */
  readonly quotesPerMinute: number;
  readonly printsPerMinute: number;
  /** Usual displayed size in round lots. */
  readonly lots: number;
}

/** Prices near which well-known symbols trade, so that a demonstration looks familiar. */
const FAMILIAR_PRICES: Readonly<Record<string, number>> = {
  AAPL: 232,
  AIG: 78,
  AMZN: 215,
  BAC: 45,
  GOOGL: 182,
  IBM: 241,
  INTC: 24,
  IWM: 224,
  JPM: 246,
  KO: 69,
  MSFT: 431,
  NVDA: 139,
  QQQ: 514,
  SPY: 588,
  TSLA: 318,
  XOM: 117,
};

/** Returns the profile of a symbol: a function of seed and symbol, scaled by `activity` in its number of events. */
export function profileOf(seed: string, symbol: string, activity: number): SymbolProfile {
  const random = new Random(`${seed}/profile/${symbol}`);
  const drawn = Math.round(Math.exp(2.7 + 2.6 * random.unit()) * 100) / 100;
  const price = FAMILIAR_PRICES[symbol] ?? drawn;
  const liquidity = 0.5 + 1.5 * random.unit();
  return {
    price,
    dailyVolatility: 0.008 + 0.014 * random.unit(),
    beta: 0.6 + 0.8 * random.unit(),
    spreadCents: Math.max(1, Math.round((price / 260) * (1.6 - 0.5 * liquidity))),
    quotesPerMinute: 110 * liquidity * activity,
    printsPerMinute: 32 * liquidity * activity,
    lots: 2 + random.below(6),
  };
}
