import type { StrategyHolding } from "@interlock/core/portfolio/strategy-sums";
import { worstCaseShares } from "@interlock/core/portfolio/exposure";
import type { OverLimit } from "@interlock/api/view/limit-impact-view";
import { idsOf, type Ticker } from "@interlock/core/ids";
import { sessionAt } from "@interlock/core/market/calendar";
import {
  formatDollars,
  type Money,
  moneyUnits,
  negateMoney,
  notional,
  subtractMoney,
} from "@interlock/core/number/money";
import {
  formatQuantity,
  type Quantity,
  quantityUnits,
  subtractQuantity,
} from "@interlock/core/number/quantity";
import { isOpen, type Order, orderPrice } from "@interlock/core/order/order";
import { liveDayPnl } from "@interlock/core/portfolio/live-totals";
import { strategyDayPnl } from "@interlock/core/portfolio/strategy-sums";
import { limitsAt, type LowerLevel } from "@interlock/core/risk/levels/limit-levels";
import { completeLimits } from "@interlock/core/risk/levels/limits-for";
import type { LimitKey, Limits } from "@interlock/core/risk/limits";
import type { UnixMs } from "@interlock/core/time";
import { sumsOfStrategy } from "../../portfolio/strategy-books.ts";
import type { EdgeBook } from "../follow/edge-book.ts";
import type { EditedLimits } from "./limit-impact.ts";

const REDUCE_ONLY = "Only orders that reduce it will pass.";
const WORKS_ON = "It works on; a new one of its size would be denied.";
const FEWER_OPEN = "They work on; no order that adds risk passes until fewer are open.";

/** Returns everything of the present book that stands beyond edited limits of their level, and by how much. */
export function overLimits(book: EdgeBook, edited: EditedLimits, now: UnixMs): OverLimit[] {
  const { level, after } = edited;
  if (level.kind === "account") return overAll(book, after.values);
  const next = completeLimits(after.values, limitsAt(after.levels, level));
  switch (level.kind) {
    case "symbol":
      return [
        ...overPositions(book, next, (symbol) => symbol === level.symbol),
        ...overOrders(book, next, ({ symbol }) => symbol === level.symbol),
      ];
    case "session": {
      const inIt = sessionAt(now) === level.session;
      return overAll(book, next).map((line) =>
        inIt ? line : { ...line, effect: `In the next ${level.session} session: ${line.effect}` },
      );
    }
    case "strategy":
      return [
        ...overStrategy(book, level, limitsAt(after.levels, level)),
        ...overOrders(book, next, ({ strategyId }) => strategyId === level.id),
      ];
  }
}

function overAll(book: EdgeBook, next: Limits): OverLimit[] {
  return [
    ...overExposure(book, next),
    ...overPositions(book, next, () => true),
    ...overOrders(book, next, () => true),
  ];
}

function overExposure({ state, views }: EdgeBook, next: Limits): OverLimit[] {
  const found = [
    dollars("maxGrossExposure", "Gross exposure with open orders", {
      now: views.totals.worstCaseExposure,
      limit: next.maxGrossExposure,
      effect: REDUCE_ONLY,
    }),
    count("maxOpenOrders", "Open orders", {
      now: views.totals.openOrders,
      limit: next.maxOpenOrders,
      effect: FEWER_OPEN,
    }),
  ];
  if (state.day !== null) {
    const { net } = liveDayPnl(state.portfolio, views.totals, state.day);
    const effect = "Trading will be held at once: only orders toward flat pass.";
    found.push(lossOver("The day's loss", { now: net, limit: next.maxDailyLoss, effect }));
  }
  return found.filter((line) => line !== null);
}

/** A strategy's own book is held only against the limits that it has. */
function overStrategy(
  { state, views }: EdgeBook,
  { id }: Extract<LowerLevel, { readonly kind: "strategy" }>,
  own: Partial<Limits>,
): OverLimit[] {
  const sums = sumsOfStrategy(views, state, id);
  const found: (OverLimit | null)[] = [];
  const { maxGrossExposure, maxOpenOrders, maxDailyLoss } = own;
  const whose = `Strategy ${id}'s`;
  if (maxGrossExposure !== undefined)
    found.push(
      dollars("maxGrossExposure", `${whose} gross exposure with open orders`, {
        now: sums.worstCaseExposure,
        limit: maxGrossExposure,
        effect: REDUCE_ONLY,
      }),
    );
  if (maxOpenOrders !== undefined)
    found.push(
      count("maxOpenOrders", `${whose} open orders`, {
        now: sums.openOrders,
        limit: maxOpenOrders,
        effect: FEWER_OPEN,
      }),
    );
  if (maxDailyLoss !== undefined) {
    const effect = "Only its orders toward flat pass.";
    const sides = { now: strategyDayPnl(sums), limit: maxDailyLoss, effect };
    found.push(lossOver(`${whose} loss of the day`, sides));
  }
  for (const [symbol, held] of sums.holdings) found.push(...overHolding({ symbol, held, own }));
  return found.filter((line) => line !== null);
}

interface HeldByStrategy {
  readonly symbol: Ticker;
  readonly held: Pick<StrategyHolding, "position" | "open" | "worstCase">;
  readonly own: Partial<Limits>;
}

function overHolding({ symbol, held, own }: HeldByStrategy): (OverLimit | null)[] {
  const { maxPositionNotional, maxPositionQuantity } = own;
  return [
    maxPositionNotional === undefined
      ? null
      : dollars("maxPositionNotional", `Its ${symbol} with open orders`, {
          now: held.worstCase,
          limit: maxPositionNotional,
          effect: REDUCE_ONLY,
        }),
    maxPositionQuantity === undefined
      ? null
      : shares("maxPositionQuantity", `Its ${symbol} position`, {
          now: worstCaseShares(held.position, held.open),
          limit: maxPositionQuantity,
          effect: REDUCE_ONLY,
        }),
  ];
}

function overPositions(
  { views }: EdgeBook,
  next: Limits,
  isMeant: (symbol: Ticker) => boolean,
): OverLimit[] {
  const found: (OverLimit | null)[] = [];
  for (const symbol of idsOf(views.totals.symbols).filter(isMeant)) {
    const row = views.totals.symbols[symbol];
    if (row === undefined) continue;
    found.push(
      dollars("maxPositionNotional", `${symbol} with open orders`, {
        now: row.worstCase,
        limit: next.maxPositionNotional,
        effect: REDUCE_ONLY,
      }),
      shares("maxPositionQuantity", `${symbol} position`, {
        now: worstCaseShares(row.position, row.openOrders),
        limit: next.maxPositionQuantity,
        effect: REDUCE_ONLY,
      }),
    );
  }
  return found.filter((line) => line !== null);
}

function overOrders(
  { state }: EdgeBook,
  next: Limits,
  isMeant: (order: Order) => boolean,
): OverLimit[] {
  const found: (OverLimit | null)[] = [];
  for (const order of Object.values(state.orders).filter(isOpen).filter(isMeant)) {
    const what = `Open order ${order.clientOrderId} in ${order.symbol}`;
    const price = orderPrice(order.pricing);
    found.push(
      shares("maxOrderQuantity", what, {
        now: order.leavesQuantity,
        limit: next.maxOrderQuantity,
        effect: WORKS_ON,
      }),
      price === null
        ? null
        : dollars("maxOrderNotional", what, {
            now: notional(price, order.leavesQuantity),
            limit: next.maxOrderNotional,
            effect: WORKS_ON,
          }),
    );
  }
  return found.filter((line) => line !== null);
}

interface Sides<T> {
  readonly now: T;
  readonly limit: T;
  readonly effect: string;
}

/** A loss that reaches its limit is beyond it already. `now` is the profit, negative for a loss. */
function lossOver(what: string, { now: net, limit, effect }: Sides<Money>): OverLimit | null {
  const loss = -moneyUnits(net);
  if (loss <= 0 || loss < moneyUnits(limit)) return null;
  const now = negateMoney(net);
  return {
    key: "maxDailyLoss",
    what,
    now: formatDollars(now),
    limit: formatDollars(limit),
    over: formatDollars(subtractMoney(now, limit)),
    effect,
  };
}

function dollars(
  key: LimitKey,
  what: string,
  { now, limit, effect }: Sides<Money>,
): OverLimit | null {
  if (moneyUnits(now) <= moneyUnits(limit)) return null;
  const over = formatDollars(subtractMoney(now, limit));
  return { key, what, now: formatDollars(now), limit: formatDollars(limit), over, effect };
}

function shares(
  key: LimitKey,
  what: string,
  { now, limit, effect }: Sides<Quantity>,
): OverLimit | null {
  if (quantityUnits(now) <= quantityUnits(limit)) return null;
  const over = formatQuantity(subtractQuantity(now, limit));
  return { key, what, now: formatQuantity(now), limit: formatQuantity(limit), over, effect };
}

function count(
  key: LimitKey,
  what: string,
  { now, limit, effect }: Sides<number>,
): OverLimit | null {
  if (now <= limit) return null;
  return { key, what, now: String(now), limit: String(limit), over: String(now - limit), effect };
}
