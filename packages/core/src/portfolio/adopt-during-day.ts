import type { Ticker } from "../ids.ts";
import type { Price } from "../number/price.ts";
import { type Pnl, positionPnl, subtractPnl, addPnl, ZERO_PNL } from "../position/pnl.ts";
import { type AdoptedHolding, flatPosition } from "../position/position.ts";
import { adoptIntoPortfolio, EXTERNAL_STRATEGY, type Portfolio, positionOf } from "./portfolio.ts";
import type { DayBaseline } from "./valuation.ts";

/** A holding that becomes ours, and the price by which its symbol is valued at that moment, in dollars a share. */
export interface DayAdoption {
  readonly symbol: Ticker;
  readonly holding: AdoptedHolding;
  /** Null when no price was ever seen: then the average price stands in. */
  readonly mark: Price | null;
  /** The price of the holding taken over, where it is on another scale; absent where it is the same. */
  readonly newMark?: Price | null;
}

/**
 * Takes a holding over and returns the day's baseline, moved by what that changed of the profit: an adoption is no
 * result of the day. Without it a loss would vanish from the daily loss with the shares that made it, or the profit of
 * earlier days would hide a new one.
 */
export function adoptDuringDay(
  portfolio: Portfolio,
  day: DayBaseline | null,
  { symbol, holding, mark, newMark = mark }: DayAdoption,
): DayBaseline | null {
  const before = profits(portfolio, symbol, mark);
  adoptIntoPortfolio(portfolio, symbol, holding);
  if (day === null) return null;
  const after = profits(portfolio, symbol, newMark);
  const ofAccount = subtractPnl(after.account, before.account);
  const external = day.byStrategy[EXTERNAL_STRATEGY] ?? {};
  return {
    ...day,
    account: addPnl(day.account, ofAccount),
    bySymbol: { ...day.bySymbol, [symbol]: addPnl(day.bySymbol[symbol] ?? ZERO_PNL, ofAccount) },
    byStrategy: {
      ...day.byStrategy,
      [EXTERNAL_STRATEGY]: {
        ...external,
        [symbol]: addPnl(
          external[symbol] ?? ZERO_PNL,
          subtractPnl(after.external, before.external),
        ),
      },
    },
  };
}

function profits(
  portfolio: Portfolio,
  symbol: Ticker,
  mark: Price | null,
): { readonly account: Pnl; readonly external: Pnl } {
  const own = portfolio.byStrategy[EXTERNAL_STRATEGY]?.[symbol] ?? flatPosition(symbol, 0);
  return {
    account: positionPnl(positionOf(portfolio, symbol), mark),
    external: positionPnl(own, mark),
  };
}
