import { marketDay, newYorkDate, newYorkMinuteOfDay } from "@interlock/core/market/calendar";
import { type Money, moneyUnits } from "@interlock/core/number/money";
import { isOnTick, type Price, priceUnits } from "@interlock/core/number/price";
import { isWholeShares } from "@interlock/core/number/quantity";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import { priceText } from "../decimal-text.ts";
import type { NewOrder } from "./order-record.ts";
import { type Proposal, ledgerValue } from "./proposal.ts";
import { forbidden, malformed, unprocessable, type VenueError } from "../venue-error.ts";
import type { VenueState } from "../venue-state.ts";

/**
 * Rules that an order must meet by its own terms, whatever the account holds. In the order in which they are
 * asked.
 */

const ONE_DOLLAR = 1_000_000;
/** From when in New York orders for the next auctions are taken: 19:00. */
const AUCTION_OPENS_MINUTE = 19 * 60;
const LONGEST_CLIENT_ORDER_ID = 128;

/** Refuses a client order id that is too long or was ever used before. */
export function checkClientOrderId(state: VenueState, id: string | null): VenueError | null {
  if (id === null) return null;
  if (id.length > LONGEST_CLIENT_ORDER_ID) {
    return malformed("client_order_id must be no more than 128 characters");
  }
  return state.orderIdByClientId.has(id) ? malformed("client_order_id must be unique") : null;
}

/** Refuses a price finer than the tick: a cent from $1.00 up, a hundredth of a cent below. */
function checkTick(name: string, price: Price | null): VenueError | null {
  if (price === null || isOnTick(price)) return null;
  const rule = "sub-penny increment does not fulfill minimum pricing criteria";
  return unprocessable(`invalid ${name} ${priceText(price)}. ${rule}`);
}

function checkExitTicks({ takeProfit, stopLoss }: NewOrder["exits"]): VenueError | null {
  return (
    checkTick("take_profit.limit_price", takeProfit) ??
    checkTick("stop_loss.stop_price", stopLoss?.stopPrice ?? null) ??
    checkTick("stop_loss.limit_price", stopLoss?.limitPrice ?? null)
  );
}

/** Returns the first rule that the order's terms break; null when they break none. */
export function checkTerms(state: VenueState, proposal: Proposal): VenueError | null {
  const { wanted } = proposal;
  return (
    checkTick("limit_price", wanted.limitPrice) ??
    checkTick("stop_price", wanted.stopPrice) ??
    checkExitTicks(wanted.exits) ??
    checkFraction(state, proposal) ??
    checkExtendedHours(wanted) ??
    checkTimeInForce(state, wanted) ??
    checkStop(proposal)
  );
}

function checkFraction(
  state: VenueState,
  { wanted, asset, quantity }: Proposal,
): VenueError | null {
  if (wanted.notional === null && isWholeShares(quantity)) return null;
  if (!state.choices.fractionalTrading) {
    return forbidden("fractional trading is disabled for this account");
  }
  if (!asset.fractionable) return forbidden(`asset "${asset.symbol}" is not fractionable`);
  if (wanted.timeInForce !== "day") return unprocessable("fractional orders must be DAY orders");
  if (wanted.orderClass !== "simple") {
    return unprocessable("fractional orders must be simple orders");
  }
  if (wanted.type === "trailing_stop") {
    return unprocessable("fractional orders must be market, limit, stop, or stop_limit orders");
  }
  const isStop = wanted.type === "stop" || wanted.type === "stop_limit";
  if (wanted.notional !== null && isStop) {
    return unprocessable("notional orders must be market or limit orders");
  }
  return null;
}

/** Refuses an order for less than a dollar, where it is sized in dollars or fractions. */
export function checkLeastValue({ wanted, quantity, price }: Proposal): VenueError | null {
  const value: Money | null =
    wanted.notional ?? (price === null ? null : ledgerValue(price, quantity));
  const isSmall = value !== null && moneyUnits(value) < ONE_DOLLAR;
  const isFine = wanted.notional !== null || !isWholeShares(quantity);
  if (!isSmall || !isFine || wanted.side === "sell") return null;
  return { status: 422, code: null, message: "notional must be >= 1.00", details: {} };
}

function checkExtendedHours(wanted: NewOrder): VenueError | null {
  if (!wanted.extendedHours) return null;
  const fits = wanted.type === "limit" && ["day", "gtc"].includes(wanted.timeInForce);
  return fits ? null : unprocessable("extended hours order must be DAY or GTC limit orders");
}

function checkTimeInForce(state: VenueState, wanted: NewOrder): VenueError | null {
  if (wanted.timeInForce === "day" || wanted.timeInForce === "gtc") return null;
  const name = wanted.timeInForce.toUpperCase();
  if (wanted.type === "trailing_stop") return null;
  if (wanted.type !== "market" && wanted.type !== "limit") {
    return unprocessable(`${name} orders must be market or limit orders`);
  }
  if (wanted.timeInForce === "opg" || wanted.timeInForce === "cls") {
    return checkAuction(state.now, wanted.timeInForce);
  }
  if (state.session === "regular") return null;
  return unprocessable(`${name} orders are accepted in the regular session only`);
}

function checkStop({ wanted, book, replaced }: Proposal): VenueError | null {
  if (replaced?.elected === true) return null;
  const market = book.lastPrice;
  if (wanted.stopPrice === null || market === null) return null;
  const beyond = priceUnits(wanted.stopPrice) - priceUnits(market);
  const word = wanted.side === "sell" ? "less" : "greater";
  if (wanted.side === "sell" ? beyond < 0 : beyond > 0) return null;
  return unprocessable(`stop price must be ${word} than current price`, {
    stop_price: priceText(wanted.stopPrice),
    market_price: priceText(market),
  });
}

/** Orders for the opening are taken until 09:28, for the closing until ten minutes before it, both from 19:00 on. */
function checkAuction(now: UnixMs, timeInForce: "opg" | "cls"): VenueError | null {
  const day = marketDay(newYorkDate(now));
  if (day === null || newYorkMinuteOfDay(now) >= AUCTION_OPENS_MINUTE) return null;
  const last = timeInForce === "opg" ? day.openAt - 2 * MINUTE_MS : day.closeAt - 10 * MINUTE_MS;
  if (now < last) return null;
  return forbidden(
    timeInForce === "opg"
      ? "opg orders must be submitted after 7:00pm and before 9:28am"
      : "cls orders must be submitted after 7:00pm and before 3:55pm",
  );
}
