import { executionId, type StrategyId, type Ticker } from "../src/ids.ts";
import { isoDate } from "../src/market/civil-date.ts";
import type { TradingSession } from "../src/market/calendar.ts";
import { money, moneyToNumber, notional, ZERO_MONEY } from "../src/number/money.ts";
import { type Price, price, priceToNumber } from "../src/number/price.ts";
import { shares } from "../src/number/quantity.ts";
import type { Side } from "../src/order/side.ts";
import type { OrderIntent } from "../src/order/order-intent.ts";
import {
  emptyTotals,
  exposureElsewhere,
  liveDayPnl,
  liveEquity,
  sectorElsewhere,
  sidesElsewhere,
  updateMark,
  updateOpenOrders,
  updatePosition,
} from "../src/portfolio/live-totals.ts";
import { NO_OPEN_ORDERS, OpenOrderBook } from "../src/portfolio/open-orders.ts";
import {
  applyFillToPortfolio,
  openPortfolio,
  positionOf,
  strategyPositionOf,
} from "../src/portfolio/portfolio.ts";
import { noteApproval } from "../src/portfolio/strategy-sums.ts";
import {
  openStrategySums,
  strategyHolding,
  updateStrategyOrders,
  updateStrategyPosition,
} from "../src/portfolio/strategy-totals.ts";
import { openDay } from "../src/portfolio/valuation.ts";
import type { LimitSet } from "../src/risk/levels/limit-levels.ts";
import { limitsFor } from "../src/risk/levels/limits-for.ts";
import { type RecentOrder, rememberOrder, toRecentOrder } from "../src/risk/recent-orders.ts";
import type { RiskContext } from "../src/risk/risk-context.ts";
import { aContext, aFill, anIntent, anOrder, aQuote, MORNING, VOLUME } from "./builders.ts";

/** A wish of a strategy, and the circumstances in which it comes. */
export interface Wish {
  readonly strategyId: StrategyId;
  readonly symbol: Ticker;
  readonly count: number;
  /** How far the limit price lies from the midpoint, in cents. */
  readonly cents: number;
  readonly session: TradingSession;
  readonly afterMs: number;
  readonly quoteAgeMs: number;
}

/** A purchase as it stands in the plain model: open, or filled at a price. */
export interface Bought {
  readonly strategyId: StrategyId;
  readonly symbol: Ticker;
  readonly count: number;
  readonly at: number;
  filledAt: number | null;
}

const MID = price("100.00");
const CASH = 1_000_000;
/** What trades of each symbol in a session: a share is a hundredth of a basis point of it. */
const DAILY_SHARES = 1_000_000;
/** More than the desk ever needs, so that its own books bound it. */
const AMPLE = money("1000000000");

/**
 * A desk of several strategies that only buy, at a constant mark of $100: it keeps its sums by the product's own
 * functions, and beside them the plain list of what was bought.
 */
export class LevelDesk {
  readonly set: LimitSet;
  readonly totals = emptyTotals();
  readonly portfolio = openPortfolio(money(String(CASH)));
  readonly day = openDay(this.portfolio, isoDate("2013-10-08"), {});
  readonly bought: Bought[] = [];
  readonly recent: RecentOrder[] = [];
  readonly #books = new Map<Ticker, OpenOrderBook>();
  time = MORNING;

  constructor(set: LimitSet, symbols: readonly Ticker[]) {
    this.set = set;
    for (const symbol of symbols) updateMark(this.totals, symbol, MID);
    for (const id of Object.keys(set.levels.strategies) as StrategyId[])
      openStrategySums(this.totals, id, this);
  }

  /** What the strategy would send. */
  intentOf({ strategyId, symbol, count, cents }: Wish): OrderIntent {
    const limitPrice = price((100 + cents / 100).toFixed(2));
    return anIntent({
      symbol,
      strategyId,
      side: "buy" satisfies Side,
      quantity: shares(count),
      pricing: { type: "limit", limitPrice },
      extendedHours: true,
    });
  }

  /** What risk looks at for it. */
  contextOf({ strategyId, symbol, session, quoteAgeMs }: Wish): RiskContext {
    const { limits, levels } = limitsFor(this.set, { strategyId, symbol, session });
    const own = this.set.levels.strategies[strategyId];
    const holding = strategyHolding(this.totals, { strategyId, symbol });
    return aContext({
      time: this.time,
      limits,
      levels: own === undefined ? levels : { ...levels, own: { strategyId, limits: own, holding } },
      session,
      quote: aQuote({ symbol, venueAt: this.time - quoteAgeMs }),
      referencePrice: MID,
      position: positionOf(this.portfolio, symbol).quantity,
      ownPosition: strategyPositionOf(this.portfolio, strategyId, symbol).quantity,
      openOrders: this.totals.symbols[symbol]?.openOrders ?? NO_OPEN_ORDERS,
      openOrderCount: this.totals.openOrders,
      exposureElsewhere: exposureElsewhere(this.totals, this.totals.symbols[symbol]),
      exposure: {
        elsewhere: sidesElsewhere(this.totals, this.totals.symbols[symbol]),
        equity: liveEquity(this.portfolio, this.totals),
        venue: {
          askedAt: this.time,
          equity: AMPLE,
          buyingPower: AMPLE,
          maintenanceMargin: null,
          reserved: ZERO_MONEY,
        },
      },
      sector: sectorElsewhere(this.totals, symbol),
      volume: { ...VOLUME, symbol, shares: DAILY_SHARES, at: this.time },
      recentOrders: this.recent,
      dayPnl: liveDayPnl(this.portfolio, this.totals, this.day).net,
    });
  }

  /** Books an approved order: it is open from now on, of unknown fate. */
  reserve(wish: Wish): void {
    const { strategyId, symbol, count } = wish;
    const intent = this.intentOf(wish);
    rememberOrder(this.recent, toRecentOrder(intent, this.time), 1_000);
    const sums = this.totals.strategies[strategyId];
    if (sums !== undefined) noteApproval(sums, this.time);
    this.bought.push({ strategyId, symbol, count, at: this.time, filledAt: null });
    const id = String(this.bought.length - 1);
    this.#bookOf(symbol).track(
      id,
      anOrder({
        ...wish,
        quantity: shares(count),
        leavesQuantity: shares(count),
        status: "submit_unknown",
      }),
    );
    this.#follow(strategyId, symbol);
  }

  /** Fills the oldest open order at a price; nothing when none is open. */
  fill(at: Price): void {
    const index = this.bought.findIndex(({ filledAt }) => filledAt === null);
    const order = this.bought[index];
    if (order === undefined) return;
    const { strategyId, symbol, count } = order;
    order.filledAt = priceToNumber(at);
    applyFillToPortfolio(
      this.portfolio,
      aFill({
        executionId: executionId(`e${index}`),
        strategyId,
        symbol,
        quantity: shares(count),
        price: at,
      }),
    );
    updatePosition(this.totals, positionOf(this.portfolio, symbol));
    updateStrategyPosition(
      this.totals,
      strategyId,
      strategyPositionOf(this.portfolio, strategyId, symbol),
    );
    this.#bookOf(symbol).drop(String(index));
    this.#follow(strategyId, symbol);
  }

  #follow(strategyId: StrategyId, symbol: Ticker): void {
    const book = this.#bookOf(symbol);
    updateOpenOrders(this.totals, symbol, book.sum);
    updateStrategyOrders(this.totals, { strategyId, symbol }, book.ofStrategy(strategyId));
  }

  #bookOf(symbol: Ticker): OpenOrderBook {
    const book = this.#books.get(symbol) ?? new OpenOrderBook();
    this.#books.set(symbol, book);
    return book;
  }
}

/** What a wish would make of the desk, measured by looking at every order, in plain numbers. */
export function measureWish(desk: LevelDesk, wish: Wish, of: (one: Bought) => boolean) {
  const counted = desk.bought.filter(of);
  const mine = of({ ...wish, at: desk.time, filledAt: null }) ? 1 : 0;
  const here = counted.filter(({ symbol }) => symbol === wish.symbol);
  const total = (list: readonly Bought[]) => list.reduce((sum, { count }) => sum + count, 0);
  const lost = counted.map(({ count, filledAt }) =>
    filledAt === null ? 0 : count * (filledAt - 100),
  );
  const position = total(here) + mine * wish.count;
  const gross = 100 * (total(counted) + mine * wish.count);
  const gained = desk.bought.map(({ count, filledAt }) =>
    filledAt === null ? 0 : count * (100 - filledAt),
  );
  const equity = gained.reduce((sum, one) => sum + one, CASH);
  return {
    maxPositionQuantity: position,
    maxPositionNotional: 100 * position,
    maxPositionVolumeBps: (position / DAILY_SHARES) * 10_000,
    maxConcentrationBps: (100 * position * 10_000) / equity,
    maxGrossExposure: gross,
    // The desk only buys, and all of its symbols are of one sector.
    maxNetExposure: gross,
    maxLongExposure: gross,
    maxSectorExposureBps: (gross * 10_000) / equity,
    maxLeverageBps: (gross * 10_000) / equity,
    maxOpenOrders: counted.filter(({ filledAt }) => filledAt === null).length + mine,
    maxOrdersPerMinute: counted.filter(({ at }) => at > desk.time - 60_000).length + mine,
    maxDailyLoss: Math.max(
      0,
      lost.reduce((sum, one) => sum + one, 0),
    ),
  };
}

/** What a wish is by itself, in plain numbers. */
export function measureOrder(desk: LevelDesk, wish: Wish) {
  const { limitPrice } = limitOf(desk.intentOf(wish));
  return {
    maxOrderQuantity: wish.count,
    maxOrderNotional: moneyToNumber(notional(limitPrice, shares(wish.count))),
    maxOrderVolumeBps: (wish.count / DAILY_SHARES) * 10_000,
    priceCollarBps: Math.abs(wish.cents),
    maxQuoteAgeMs: wish.quoteAgeMs,
  };
}

function limitOf({ pricing }: OrderIntent): { readonly limitPrice: Price } {
  if (pricing.type !== "limit") throw new Error("the desk sends limit orders only");
  return pricing;
}
