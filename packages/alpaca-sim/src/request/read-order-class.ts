import type { WireOrderRequest } from "@interlock/alpaca/wire/order-request";
import type { Price } from "@interlock/core/number/price";
import {
  type Exits,
  NO_EXITS,
  ORDER_CLASSES,
  type OrderClass,
  type StopLoss,
  type Trail,
  trailByPercent,
  trailByPrice,
} from "../venue/order/order-class.ts";
import { malformed, unprocessable } from "../venue/venue-error.ts";
import { amountText, isGiven, Refusal, readPrice } from "./reading.ts";

/** Reads the class of an order; none means simple. */
export function readClass(text: string | null | undefined): OrderClass {
  if (text === null || text === undefined || text === "") return "simple";
  const known = ORDER_CLASSES.find((name) => name === text);
  if (known !== undefined) return known;
  if (text === "mleg") throw new Refusal(unprocessable("mleg orders are for options only"));
  throw new Refusal(malformed("invalid order_class"));
}

/** Reads the exits and checks that they are those of the class. An exit that would be passed over is refused. */
export function readExits(body: WireOrderRequest, orderClass: OrderClass): Exits {
  const takeProfit = readPrice("limit", body.take_profit?.limit_price, "take_profit.limit");
  const stopLoss = readStopLoss(body);
  const fault = exitFault(orderClass, takeProfit !== null, stopLoss !== null);
  if (fault !== null) throw new Refusal(malformed(fault));
  return orderClass === "simple" ? NO_EXITS : { takeProfit, stopLoss };
}

function readStopLoss(body: WireOrderRequest): StopLoss | null {
  const { stop_loss: given } = body;
  if (given === null || given === undefined) return null;
  const stopPrice = readPrice("stop", given.stop_price, "stop_loss.stop");
  const limitPrice = readPrice("limit", given.limit_price, "stop_loss.limit");
  if (stopPrice === null) throw new Refusal(malformed("stop_loss.stop_price is required"));
  return { stopPrice, limitPrice };
}

function exitFault(orderClass: OrderClass, hasProfit: boolean, hasLoss: boolean): string | null {
  switch (orderClass) {
    case "simple":
      return hasProfit || hasLoss ? "simple orders require no take_profit or stop_loss" : null;
    case "oto":
      return hasProfit !== hasLoss ? null : "oto orders require one of take_profit or stop_loss";
    case "bracket":
    case "oco":
      if (!hasProfit) return `${orderClass} orders require take_profit.limit_price`;
      return hasLoss ? null : `${orderClass} orders require stop_loss.stop_price`;
  }
}

/** A one-cancels-other order has its limit in its take-profit. */
export function limitOf(orderClass: OrderClass, exits: Exits): Price | null {
  return orderClass === "oco" ? exits.takeProfit : null;
}

/** Reads how far a trailing stop trails; null for other types. */
export function readTrail(type: string, body: WireOrderRequest): Trail | null {
  const { trail_price: price, trail_percent: percent } = body;
  if (type !== "trailing_stop") {
    if (!isGiven(price) && !isGiven(percent)) return null;
    throw new Refusal(malformed(`${type} orders require no trail_price or trail_percent`));
  }
  if (isGiven(price) === isGiven(percent)) {
    const rule = "trailing stop orders must specify one of trail_price or trail_percent";
    throw new Refusal(malformed(rule));
  }
  const trail = isGiven(price)
    ? trailByPrice(amountText(price))
    : trailByPercent(amountText(percent ?? ""));
  if (!trail.ok) throw new Refusal(trail.error);
  return trail.value;
}
