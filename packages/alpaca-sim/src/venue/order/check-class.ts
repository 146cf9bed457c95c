import { isWholeShares } from "@interlock/core/number/quantity";
import { type Price, priceFromUnits, priceUnits } from "@interlock/core/number/price";
import type { Side } from "@interlock/core/order/side";
import { priceText } from "../decimal-text.ts";
import { unprocessable, type VenueError } from "../venue-error.ts";
import type { StopLoss } from "./order-class.ts";
import { opensPosition, type Proposal } from "./proposal.ts";

/** The least distance of an exit from the price that it is measured against. */
const CENT = 10_000;

/** Rules of orders that are not simple, and of trailing stops. A successor keeps the class of what it replaces. */
export function checkClass(proposal: Proposal): VenueError | null {
  const { wanted, replaced } = proposal;
  if (wanted.type === "trailing_stop") return checkTrailing(proposal);
  if (wanted.orderClass === "simple" || replaced !== null) return null;
  return checkForm(proposal) ?? checkExits(proposal);
}

function checkTrailing({ wanted, quantity }: Proposal): VenueError | null {
  if (wanted.orderClass !== "simple")
    return unprocessable("trailing stop orders must be simple orders");
  if (wanted.timeInForce !== "day" && wanted.timeInForce !== "gtc") {
    return unprocessable("trailing stop orders must be DAY or GTC orders");
  }
  const isWhole = wanted.notional === null && isWholeShares(quantity);
  return isWhole
    ? null
    : unprocessable("fractional orders must be market, limit, stop, or stop_limit orders");
}

function checkForm({ wanted, quantity, intent }: Proposal): VenueError | null {
  const name = wanted.orderClass;
  if (wanted.timeInForce !== "day" && wanted.timeInForce !== "gtc") {
    return unprocessable(`${name} orders must be DAY or GTC orders`);
  }
  if (wanted.notional !== null || !isWholeShares(quantity)) {
    return unprocessable("fractional orders must be simple orders");
  }
  if (wanted.extendedHours) {
    return unprocessable(`${name} orders cannot be extended hours orders`);
  }
  if (name === "oco" && opensPosition(intent)) {
    return unprocessable("oco orders must be exit orders");
  }
  return null;
}

/**
 * Of an entry the exits lie a cent at least beyond its limit, or beyond the market where it has none; a stop always
 * lies beyond the present market. Alpaca tells the price that it measured against.
 */
function checkExits(proposal: Proposal): VenueError | null {
  const { wanted, book } = proposal;
  const { takeProfit, stopLoss } = wanted.exits;
  const exitSide: Side = wanted.orderClass === "oco" ? wanted.side : opposite(wanted.side);
  const hasBoth = takeProfit !== null && stopLoss !== null;
  if (hasBoth && !isBeyond(takeProfit, stopLoss.stopPrice, exitSide)) {
    const sign = exitSide === "sell" ? ">" : "<";
    return unprocessable(`take_profit.limit_price must be ${sign} stop_loss.stop_price`);
  }
  const base = wanted.orderClass === "oco" ? null : (wanted.limitPrice ?? book.lastPrice);
  const againstBase = base === null ? null : checkBase(wanted.exits, base, exitSide);
  return againstBase ?? checkMarket(stopLoss, book.lastPrice, exitSide);
}

function checkMarket(
  stopLoss: StopLoss | null,
  market: Price | null,
  side: Side,
): VenueError | null {
  if (stopLoss === null || market === null) return null;
  return isBeyond(market, stopLoss.stopPrice, side) ? null : stopTooNear(side, market);
}

function opposite(side: Side): Side {
  return side === "buy" ? "sell" : "buy";
}

/** Tells whether a price is better than another one for who sells (or buys) at it. */
function isBeyond(better: Price, worse: Price, side: Side): boolean {
  const room = priceUnits(better) - priceUnits(worse);
  return side === "sell" ? room > 0 : room < 0;
}

function checkBase(
  { takeProfit, stopLoss }: Proposal["wanted"]["exits"],
  base: Price,
  side: Side,
): VenueError | null {
  const least = priceFromUnits(priceUnits(base) + (side === "sell" ? CENT - 1 : 1 - CENT));
  if (takeProfit !== null && !isBeyond(takeProfit, least, side)) {
    const rule = side === "sell" ? ">= base_price + 0.01" : "<= base_price - 0.01";
    return unprocessable(`take_profit.limit_price must be ${rule}`, {
      base_price: priceText(base),
    });
  }
  const most = priceFromUnits(priceUnits(base) + (side === "sell" ? 1 - CENT : CENT - 1));
  if (stopLoss === null || isBeyond(most, stopLoss.stopPrice, side)) return null;
  return stopTooNear(side, base);
}

function stopTooNear(side: Side, base: Price): VenueError {
  const rule = side === "sell" ? "<= base_price - 0.01" : ">= base_price + 0.01";
  return unprocessable(`stop_loss.stop_price must be ${rule}`, { base_price: priceText(base) });
}
