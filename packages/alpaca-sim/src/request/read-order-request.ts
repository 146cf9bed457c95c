import type { WireOrderRequest } from "@interlock/alpaca/wire/order-request";
import { parseMoney } from "@interlock/core/number/money";
import { type Price, parsePrice } from "@interlock/core/number/price";
import { parseQuantity, quantityUnits, type Quantity } from "@interlock/core/number/quantity";
import type { Side } from "@interlock/core/order/side";
import type { Result } from "@interlock/core/result";
import {
  type NewOrder,
  ORDER_TYPES,
  type OrderType,
  TIMES_IN_FORCE,
  type TimeInForce,
} from "../venue/order/order-record.ts";
import { granted, type Outcome, refused } from "../venue/outcome.ts";
import { malformed, unprocessable, type VenueError } from "../venue/venue-error.ts";

/** An amount as clients send it. */
export type WireAmount = string | number | null | undefined;

/** Thrown inside a reader to leave it with the first fault; never leaves this folder. */
export class Refusal extends Error {
  readonly error: VenueError;
  constructor(error: VenueError) {
    super(error.message);
    this.error = error;
  }
}

/** Runs a reader and turns the first fault into a refusal. */
export function reading<T>(read: () => T): Outcome<T> {
  try {
    return granted(read());
  } catch (error: unknown) {
    if (error instanceof Refusal) return refused(error.error);
    throw error;
  }
}

/**
 * Reads the body of POST /v2/orders: what is there, of which form, and whether the fields fit together. Faults are
 * answered in the venue's words. Rules that need the account or the market are the venue's own.
 */
export function readOrderRequest(body: WireOrderRequest): Outcome<NewOrder> {
  return reading(() => {
    const symbol = present(body.symbol, "symbol is required");
    const size = readSize(body);
    const side = readSide(body.side);
    const type = readType(body.type);
    const timeInForce = readTimeInForce(body.time_in_force);
    refuseOtherClasses(body.order_class);
    const limitPrice = readPrice("limit", body.limit_price);
    const stopPrice = readPrice("stop", body.stop_price);
    checkPrices(type, limitPrice, stopPrice);
    return {
      clientOrderId: emptyToNull(body.client_order_id),
      symbol: symbol.toUpperCase(),
      side,
      type,
      timeInForce,
      ...size,
      limitPrice,
      stopPrice,
      extendedHours: body.extended_hours ?? false,
      positionIntent: emptyToNull(body.position_intent),
    };
  });
}

function emptyToNull(text: string | null | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}

function present(text: string | null | undefined, message: string): string {
  if (text === null || text === undefined || text === "") throw new Refusal(malformed(message));
  return text;
}

/** Tells whether a client sent the amount at all. */
export function isGiven(amount: WireAmount): amount is string | number {
  return amount !== null && amount !== undefined && amount !== "";
}

function readSize(body: WireOrderRequest): Pick<NewOrder, "quantity" | "notional"> {
  const { qty, notional } = body;
  if (isGiven(qty) && isGiven(notional)) {
    throw new Refusal(malformed("only one of qty or notional is accepted"));
  }
  if (isGiven(qty)) return { quantity: readQuantity(qty), notional: null };
  if (!isGiven(notional)) throw new Refusal(malformed("qty or notional is required"));
  const amount = parseMoney(String(notional));
  if (!amount.ok) throw new Refusal(malformed(`invalid notional: ${amount.error}`));
  if (String(notional).startsWith("-") || Number(notional) === 0) {
    throw new Refusal(malformed("notional must be > 0"));
  }
  return { quantity: null, notional: amount.value };
}

/** Reads a quantity above zero with up to nine decimals. */
export function readQuantity(amount: string | number): Quantity {
  const quantity = parseQuantity(String(amount));
  if (!quantity.ok) throw new Refusal(malformed(`invalid qty: ${quantity.error}`));
  if (quantityUnits(quantity.value) <= 0) throw new Refusal(malformed("qty must be > 0"));
  return quantity.value;
}

function readSide(text: string | null | undefined): Side {
  if (text === "buy" || text === "sell") return text;
  throw new Refusal(malformed("invalid side"));
}

function readType(text: string | null | undefined): OrderType {
  const type = ORDER_TYPES.find((known) => known === text);
  if (type !== undefined) return type;
  if (text === "trailing_stop") {
    throw new Refusal(unprocessable("this venue takes no trailing_stop orders"));
  }
  throw new Refusal(malformed("invalid order type"));
}

/** Reads a time in force; opening and closing auctions are known and not held here. */
export function readTimeInForce(text: string | null | undefined): TimeInForce {
  const timeInForce = TIMES_IN_FORCE.find((known) => known === text);
  if (timeInForce !== undefined) return timeInForce;
  if (text === "opg" || text === "cls") {
    throw new Refusal(unprocessable(`this venue holds no auctions: ${text} orders are not taken`));
  }
  throw new Refusal(malformed("invalid time_in_force"));
}

function refuseOtherClasses(orderClass: string | null | undefined): void {
  if (orderClass === null || orderClass === undefined) return;
  if (orderClass === "" || orderClass === "simple") return;
  throw new Refusal(unprocessable(`this venue takes simple orders only, not "${orderClass}"`));
}

/** Reads a price above zero; null when it is not given. `name` is "limit" or "stop". */
export function readPrice(name: "limit" | "stop", amount: WireAmount): Price | null {
  if (!isGiven(amount)) return null;
  const text = String(amount);
  if (Number(text) <= 0) throw new Refusal(malformed(`${name} price must be > 0`));
  const price: Result<Price> = parsePrice(text);
  if (price.ok) return price.value;
  if (/^\d+\.\d{7,}$/.test(text)) {
    const rule = "sub-penny increment does not fulfill minimum pricing criteria";
    throw new Refusal(unprocessable(`invalid ${name}_price ${text}. ${rule}`));
  }
  throw new Refusal(malformed(`invalid ${name}_price: ${price.error}`));
}

function checkPrices(type: OrderType, limit: Price | null, stop: Price | null): void {
  const message = priceFault(type, limit !== null, stop !== null);
  if (message !== null) throw new Refusal(malformed(message));
}

function priceFault(type: OrderType, hasLimit: boolean, hasStop: boolean): string | null {
  switch (type) {
    case "market":
      return hasLimit || hasStop ? "market orders require no stop or limit price" : null;
    case "limit":
      if (!hasLimit) return "limit orders require a limit price";
      return hasStop ? "limit orders require no stop price" : null;
    case "stop":
      if (!hasStop) return "stop orders require a stop price";
      return hasLimit ? "stop orders require no limit price" : null;
    case "stop_limit":
      return hasLimit && hasStop ? null : "stop limit orders require both stop and limit price";
  }
}
